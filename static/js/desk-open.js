// A row opens where it stands: its page is fetched into it. What is written there, an edit or an
// answer, is sent without leaving either. Without this module the link leads to the page.

const IN_PLACE = { "X-In-Place": "yes" };

const partOf = async (answer) =>
  new DOMParser().parseFromString(await answer.text(), "text/html").body;

// What is read now is what will be decided about, so the row's buttons say so; a state that somebody
// changed meanwhile stays for the server to tell.
const renew = (row, version) => {
  const state = version.split("-")[0];
  for (const control of row.querySelectorAll("[name=decide], [name=row]")) {
    const [seen] = control.value.split(":").slice(-1);
    if (seen.split("-")[0] === state) control.value = control.value.replace(/[^:]*$/, version);
  }
};

const fill = async (place, answer) => {
  place.replaceChildren(...(await partOf(answer)).childNodes);
  place.hidden = false;
  const opened = place.querySelector("[data-version]");
  if (opened) renew(place.closest("li.response"), opened.dataset.version);
};

const open = async (row) => {
  const place = row.querySelector(".opened");
  const link = row.querySelector("a.open");
  if (!place.hidden) {
    place.hidden = true;
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const answer = await fetch(link.href, { headers: IN_PLACE });
  if (!answer.ok) {
    location.assign(link.href);
    return;
  }
  await fill(place, answer);
  link.setAttribute("aria-expanded", "true");
  row.dispatchEvent(new Event("opened"));
};

const plain = (event) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

document.addEventListener("click", (event) => {
  const link = event.target.closest("li.response a.open");
  if (!link || !plain(event)) return;
  event.preventDefault();
  open(link.closest("li.response")).catch(() => location.assign(link.href));
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const place = form.closest(".opened");
  if (!place || !form.matches("form.act")) return;
  event.preventDefault();
  try {
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const address = form.getAttribute("action");
    const answer = await fetch(address, { method: "POST", body, headers: IN_PLACE });
    if (!answer.ok) throw new Error(String(answer.status));
    await fill(place, answer);
    place.querySelector(".messagelist li")?.focus();
  } catch {
    form.submit();
  }
});

for (const link of document.querySelectorAll("li.response a.open")) {
  link.setAttribute("aria-expanded", "false");
}
