// Keys of the writing desk: each presses a button or follows a link that the page has anyway.

import { areOn, letter, rowAt, types } from "./keys-shared.js";

const ROWS = "#result_list tbody tr, [data-keys] > li";
const all = () => [...document.querySelectorAll(ROWS)];
const current = () => document.activeElement?.closest(ROWS);
const linkOf = (row) => row?.querySelector("th a, a");

const move = (step) => {
  const row = rowAt(all(), current(), step);
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
  "alt+m": () => press(".prose-menubar [data-name=note]"),
  enter: publish,
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.getModifierState?.("AltGraph")) return;
  const together = event.ctrlKey || event.metaKey;
  if (event.altKey && !together) return;
  const key = letter(event);
  if (!together && (types(event) || (!areOn() && key !== "?"))) return;
  const held = `${event.altKey ? "alt+" : ""}${event.shiftKey ? "shift+" : ""}`;
  const name = together ? held + key.toLowerCase() : key;
  const keys = together ? TOGETHER : SINGLE;
  if (Object.hasOwn(keys, name) && keys[name](event) !== false) event.preventDefault();
}, { capture: true });
