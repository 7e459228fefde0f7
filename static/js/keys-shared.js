// What the keys of every desk share. Single keys can be switched off (WCAG 2.1.4) and never act while
// somebody types; a letter is known by its place where the keyboard writes another script.

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

const typed = "input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable=true]";

export const types = ({ target }) => Boolean(target.closest?.(typed));

export const areOn = () => !box || box.checked;

export const letter = ({ code, key }) => {
  const placed = /^Key([A-Z])$/.exec(code);
  return placed && !/^[a-z]$/i.test(key) ? placed[1].toLowerCase() : key;
};

// The row so many steps away; from none, the first or the last.
export const rowAt = (rows, from, step) => {
  const at = rows.indexOf(from);
  const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  return rows[Math.max(0, Math.min(rows.length - 1, to))];
};

if (box) {
  box.checked = remembered();
  box.addEventListener("change", remember);
  document.querySelector(".keys-opener")?.removeAttribute("hidden");
}
