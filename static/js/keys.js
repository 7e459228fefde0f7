// Keys of the writing desk: each presses a button or follows a link that the page has anyway. Single
// keys can be switched off (WCAG 2.1.4) and never act while somebody types; a letter is known by its
// place where the keyboard writes another script.

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

const ROWS = "#result_list tbody tr, [data-keys] > li";
const all = () => [...document.querySelectorAll(ROWS)];
const current = () => document.activeElement?.closest(ROWS);
const linkOf = (row) => row?.querySelector("th a, a");

const move = (step) => {
  const rows = all();
  const at = rows.indexOf(current());
  const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
  linkOf(row)?.focus();
  row?.scrollIntoView({ block: "nearest" });
};

const press = (selector) => {
  const button = document.querySelector(selector);
  button?.click();
  return Boolean(button);
};

const focus = (selector) => {
  const field = document.querySelector(selector);
  field?.focus();
  field?.select?.();
  field?.scrollIntoView({ block: "nearest" });
  return Boolean(field);
};

const find = () => focus("#searchbar, #find");

// The second press, or Enter on the button that has the focus now, publishes.
const publish = () => {
  const button = document.querySelector("[name=_publish]");
  if (button && button === document.activeElement) button.click();
  else return focus("[name=_publish]");
  return true;
};

const SINGLE = {
  j: () => move(1),
  k: () => move(-1),
  x: () => current()?.querySelector("[name=_selected_action]")?.click(),
  n: () => press(".object-tools .addlink"),
  "/": find,
  "?": () => document.querySelector("#keys")?.togglePopover(),
};
const TOGETHER = {
  s: () => press("[name=_save]"),
  k: (event) => !event.target.closest?.("[contenteditable=true]") && find(), // a link, in the editor
  "shift+p": () => press("#preview-toggle"),
  enter: publish,
};

const letter = (event) => {
  const placed = /^Key([A-Z])$/.exec(event.code);
  return placed && !/^[a-z]$/i.test(event.key) ? placed[1].toLowerCase() : event.key;
};

const types = (target) =>
  target.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable=true]");

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.isComposing) return;
  const together = event.ctrlKey || event.metaKey;
  const key = letter(event);
  if (!together && (types(event.target) || (box && !box.checked && key !== "?"))) return;
  const name = together ? `${event.shiftKey ? "shift+" : ""}${key.toLowerCase()}` : key;
  const keys = together ? TOGETHER : SINGLE;
  if (Object.hasOwn(keys, name) && keys[name](event) !== false) event.preventDefault();
}, { capture: true });

if (box) {
  box.checked = remembered();
  box.addEventListener("change", remember);
  document.querySelector(".keys-opener")?.removeAttribute("hidden");
}
