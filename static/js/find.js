// What is found shows while it is typed: in the list of articles the list itself, on other pages the
// first of it below the box. Arrows go from the box to what was found and back. Without this module
// Enter leads to the list, and it still does.

const AFTER = 250; // milliseconds without a key
const LEAST = 2; // letters
const FIRST = { "X-In-Place": "first" }; // the server sends the first rows only
const LIST = ["#changelist-filter", "#changelist-form"];
const box = document.querySelector("#find, .model-article #searchbar");
const form = box?.form;
const status = form?.querySelector("[role=status]");
const below = form?.querySelector("#found ul");
let asking = new AbortController();
let timer, told, shown = box?.defaultValue.trim();

const stop = () => {
  clearTimeout(timer);
  asking.abort();
};

const close = () => {
  stop();
  below.replaceChildren();
  status.textContent = shown = "";
};

const line = (row) => {
  const item = document.createElement("li");
  item.append(row.querySelector("th a"), " ", row.querySelector(".state"));
  return item;
};

const showBelow = (page) => {
  const rows = page.querySelectorAll("#result_list tbody tr");
  below.replaceChildren(...[...rows].map(line));
};

const showList = (page, address) => {
  for (const part of LIST) document.querySelector(part).replaceWith(page.querySelector(part));
  told?.remove();
  told = page.querySelector(".messagelist");
  if (told) document.querySelector("#content").before(told);
  history.replaceState(null, "", address);
  const boxes = document.querySelectorAll("tr input.action-select");
  if (boxes.length) window.Actions?.(boxes);
};

const ask = async (words) => {
  asking = new AbortController();
  const { signal } = asking;
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(address, { signal, headers: below ? FIRST : {} });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (signal.aborted) return;
    shown = words;
    if (below) showBelow(page);
    else showList(page, address);
    status.textContent = page.querySelector("#changelist-search [role=status]").textContent;
  } catch {
    // Something later is asked already, or the server is away: Enter asks it again.
  }
};

const later = (event) => {
  if (event.isComposing) return;
  stop();
  const words = box.value.trim();
  if (below && [...words].length < LEAST) close();
  else if (words !== shown && [...words].length !== 1) timer = setTimeout(ask, AFTER, words);
};

const go = (event) => {
  const stops = [box, ...document.querySelectorAll(below ? "#found a" : "#result_list th a")];
  const at = stops.indexOf(event.target);
  const next = stops[at + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
  if (at < 0 || !next || event.isComposing) return;
  event.preventDefault();
  next.focus();
};

if (box) {
  box.addEventListener("input", later);
  box.addEventListener("compositionend", later);
  document.addEventListener("keydown", go);
  if (document.activeElement === box) later({}); // typed before this module was there
}
if (below) {
  const leave = ({ target }) => !form.contains(target) && close();
  for (const name of ["click", "focusin"]) document.addEventListener(name, leave);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !status.textContent) return;
    event.preventDefault();
    box.focus();
    close();
  });
}
