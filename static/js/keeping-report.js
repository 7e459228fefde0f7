// What a tab reports of its form, and what of it the server does not have yet: that lies in this browser
// as well. Numbers grow with every key, also from page to page and beyond another device's clock.

import { address, fields, form, keeping, person, tab } from "./keeping-form.js";
import { drop, put } from "./keeping-local.js";

let sequence = Number(keeping.dataset.sequence);
let after = sequence; // of what lies in the slot, as far as this tab knows
let text = null;
let isCovered = false; // somebody signed out: this browser keeps nothing any more

export const isKept = () => !text;
export const cover = (covers) => (isCovered = covers);
export const nextSequence = () => (sequence = Math.max(Date.now(), sequence + 1));

export const saw = (number) => {
  after = number;
  sequence = Math.max(sequence, number);
};

// The unsent text, or only that the form is open.
export const report = (more) => ({
  person: Number(person), address, tab, sequence, adopts: Number(keeping.dataset.adopts),
  based_on: Number(form.elements.based_on?.value) || 0, ...more, after,
});
export const unsent = () => text;

// Whether it lies in this browser now.
export const isHere = () => !isCovered && (!text || put(text));

export const take = () => {
  nextSequence();
  text = report({ fields: fields() });
  return isHere();
};

// The server has this; gives whether nothing was typed since.
export const letGo = (sent) => {
  drop(sent);
  saw(sent.sequence);
  if (!(text?.sequence > sent.sequence)) text = null;
  return isKept();
};
