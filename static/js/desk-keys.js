// One key for each thing that a moderator does all day.

import { areOn, letter, rowAt, types } from "./keys-shared.js";

const rows = () => [...document.querySelectorAll("li.response")];
const current = () => document.activeElement?.closest("li.response");

const move = (step) => {
  const row = rowAt(rows(), current(), step);
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

document.addEventListener("keydown", (event) => {
  const key = letter(event);
  if (event.ctrlKey || event.metaKey || event.altKey || types(event)) return;
  if (!areOn() && key !== "?") return;
  if (key === "Enter" && !event.target.matches("li.response")) return;
  const act = Object.hasOwn(KEYS, key) && KEYS[key];
  if (!act) return;
  event.preventDefault();
  act();
});
