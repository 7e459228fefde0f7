// One key for each thing that a moderator does all day. Single keys can be switched off (WCAG 2.1.4);
// they never act while somebody types.

const STORE = "desk-keys";
const box = document.querySelector("#keys-on");

const remembered = () => {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
};

const remember = () => {
  try {
    localStorage.setItem(STORE, box.checked ? "on" : "off");
  } catch {
    // Storage is switched off: the choice ends with the page.
  }
};

const rows = () => [...document.querySelectorAll("li.response")];
const current = () => document.activeElement?.closest("li.response");

const move = (step) => {
  const all = rows();
  const at = all.indexOf(current());
  const to = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  const row = all[Math.max(0, Math.min(all.length - 1, to))];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
};

// Of the focused row; on a page of one response, of that one.
const press = (selector) => () => {
  const one = current() ?? document.querySelector(".desk > .evidence")?.parentElement;
  one?.querySelector(selector)?.click();
};

// What the focused row's decision was, else what was done last, wherever it stands.
const undo = () => {
  const own = current()?.matches(".done") && current().querySelector("[name=undo]");
  const all = [...document.querySelectorAll("[name=undo][data-at]")];
  (own || all.sort((one, other) => other.dataset.at - one.dataset.at)[0])?.click();
};

// The row is opened first, where its page is not read yet.
const ban = async () => {
  const row = current();
  if (row?.querySelector(".opened")?.hidden) {
    const opened = new Promise((resolve) => row.addEventListener("opened", resolve, { once: true }));
    row.querySelector("a.open").click();
    await opened;
  }
  const form = (row ?? document).querySelector("details.ban");
  if (!form) return;
  form.open = true;
  form.querySelector("select").focus();
};

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  a: press("[name=decide].decide-approve"),
  s: press("[name=decide].decide-spam"),
  r: press("[name=decide].decide-reject"),
  x: press("[name=row]"),
  b: ban,
  u: undo,
  z: undo,
  Enter: press("a.open"),
  "/": () => document.querySelector("#searched")?.focus(),
  "?": () => document.querySelector("#keys")?.togglePopover(),
};

const types = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || types(event.target)) return;
  if (!box.checked && event.key !== "?") return;
  const isRow = event.target.matches("li.response");
  if (event.key === "Enter" && !isRow) return;
  const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

if (box) {
  box.checked = remembered();
  box.addEventListener("change", remember);
  document.querySelector(".keys-opener").hidden = false;
}
