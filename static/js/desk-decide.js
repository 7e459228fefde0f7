// A decision without leaving the page: the pressed button is sent where its form would send it, and
// the rows that come back take the place of those that stand there. Nobody waits for the answer: the
// next row has the focus at once. Without this module the form works as it stands.

const form = document.querySelector("#decide");
let latest = 0;

const say = (sentence) => {
  document.querySelector("#said").textContent = sentence.trim();
};

const replace = (part, isLatest) => {
  for (const fresh of part.querySelectorAll("li.response")) {
    document.getElementById(fresh.id)?.replaceWith(fresh);
  }
  const tabs = part.querySelector(".queues");
  if (tabs && isLatest) document.querySelector(".queues").replaceWith(tabs);
};

const next = (row) => {
  let other = row;
  do other = other?.nextElementSibling;
  while (other && (other.matches(".done") || other.ariaBusy));
  return other;
};

const partOf = async (answer) =>
  new DOMParser().parseFromString(await answer.text(), "text/html").body;

const send = async (button) => {
  const body = new URLSearchParams(new FormData(form, button));
  const address = form.getAttribute("action") ?? location.href;
  const answer = await fetch(address, { method: "POST", body, headers: { "X-In-Place": "yes" } });
  const part = await partOf(answer);
  if (answer.redirected || !part.querySelector("[data-said]")) throw new Error(String(answer.status));
  return part;
};

// Other rows' ticks have nothing to do with one row's button.
const sendAlone = (button) => {
  const others = button.name === "together" ? [] : document.querySelectorAll("[name=row]:checked");
  const ticked = [...others];
  for (const tick of ticked) tick.disabled = true;
  const request = send(button);
  for (const tick of ticked) tick.disabled = false;
  return request;
};

const failed = (error, button, row) => {
  if (error instanceof TypeError) {
    // The network is gone; the page and what was typed in it stay.
    say(document.querySelector("#said").dataset.failed);
    row?.focus();
    return;
  }
  form.dataset.plain = "yes";
  form.requestSubmit(button);
};

const settle = (button, row, part, isLatest) => {
  replace(part, isLatest);
  say(part.querySelector("[data-said]").textContent);
  if (all && button.name === "together") all.checked = false;
  const stays = document.activeElement === document.body || button.name === "undo";
  const own = row && document.getElementById(row.id);
  button.closest(".messagelist li")?.remove();
  if (stays) (own ?? document.querySelector("li.response:not(.done)"))?.focus();
  document.dispatchEvent(new CustomEvent("decided"));
};

const decide = async (button) => {
  const row = button.closest("li.response");
  const busy = row ?? button;
  if (busy.ariaBusy) return;
  busy.ariaBusy = "true";
  const number = ++latest;
  const request = sendAlone(button);
  if (button.name === "decide") next(row)?.focus();
  const part = await request.catch((error) => failed(error, button, row));
  busy.ariaBusy = null;
  if (part) settle(button, row, part, number === latest);
};

form?.addEventListener("submit", (event) => {
  if (form.dataset.plain || !event.submitter) return;
  event.preventDefault();
  decide(event.submitter);
});

const all = document.querySelector("#tick-all");
if (all) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const tick of document.querySelectorAll("[name=row]")) tick.checked = all.checked;
  });
}
