// A decision without leaving the page: the pressed button is sent where its form would send it, and
// the rows that come back take the place of those that stand there. Without this module the form
// works as it stands.

const rowsOf = (part) => [...part.querySelectorAll("li.response")];

const say = (sentence) => {
  document.querySelector("#said").textContent = sentence.trim();
};

const replace = (part) => {
  for (const fresh of rowsOf(part)) {
    const stale = document.getElementById(fresh.id);
    if (stale) stale.replaceWith(fresh);
  }
  const tabs = part.querySelector(".queues");
  if (tabs) document.querySelector(".queues").replaceWith(tabs);
};

const next = (row) => {
  let other = row;
  do other = other?.nextElementSibling;
  while (other?.classList.contains("done"));
  return other;
};

const partOf = async (answer) =>
  new DOMParser().parseFromString(await answer.text(), "text/html").body;

const IN_PLACE = { "X-In-Place": "yes" };

const send = async (form, button) => {
  const body = new URLSearchParams(new FormData(form, button));
  const address = form.getAttribute("action") ?? location.href;
  const answer = await fetch(address, { method: "POST", body, headers: IN_PLACE });
  const part = await partOf(answer);
  if (answer.redirected || !part.querySelector("[data-said]")) throw new Error(String(answer.status));
  return part;
};

// Other rows' ticks have nothing to do with one row's button.
const onlyItsOwn = (button) => {
  if (button.name === "together") return () => {};
  const ticked = [...document.querySelectorAll("[name=row]:checked")];
  for (const tick of ticked) tick.disabled = true;
  return () => ticked.forEach((tick) => (tick.disabled = false));
};

const decide = async (form, button) => {
  const row = button.closest("li.response");
  const following = button.name === "undo" ? row : row && next(row);
  const enable = onlyItsOwn(button);
  button.setAttribute("aria-busy", "true");
  try {
    const request = send(form, button);
    enable();
    const part = await request;
    const said = part.querySelector("[data-said]").textContent;
    const stays = part.querySelector(".notice");
    replace(part);
    say(said);
    const target = stays || button.name === "undo" ? row && document.getElementById(row.id) : following;
    const otherwise = "li.response:not(.done), .queues .selected a";
    (target ?? document.querySelector(otherwise))?.focus();
  } catch {
    enable();
    form.dataset.plain = "yes";
    form.requestSubmit(button);
  }
};

const form = document.querySelector("#decide");
form?.addEventListener("submit", (event) => {
  if (form.dataset.plain || !event.submitter) return;
  event.preventDefault();
  decide(form, event.submitter);
});

const all = document.querySelector("#tick-all");
if (all) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    for (const tick of document.querySelectorAll("[name=row]")) tick.checked = all.checked;
  });
}
