// Each key writes a copy into this browser; a moment after the last one the server gets it, and the
// copy goes. What the server does not take stays here and is tried again.

import { address, fields, form, keeping, onTyping, person, tab } from "./keeping-form.js";
import { drop, put } from "./keeping-local.js";
import { send } from "./keeping-send.js";
import { askToSignIn } from "./keeping-sign-in.js";
import { show, tell } from "./keeping-state.js";

const QUIET = 2_000; // after the last key
const LATEST = 12_000; // after the first key that the server does not know
const AGAIN = 4_000; // after the server did not answer

let sequence = Number(keeping.dataset.sequence);
let after = sequence; // of what lies in the slot, as far as this tab knows
let text = null; // what the server does not have yet
let settled = keeping.dataset.adopts === "0" ? "saved" : "kept"; // what is said when all is well
let since = 0;
let timer = 0;
let stands = JSON.stringify(fields());
let queue = Promise.resolve();
let isCovered = false; // somebody signed out: this browser keeps nothing any more
let isElsewhere = false; // another tab writes, too; nothing is sent before its writer says so

export const isKept = () => !text;
export const cover = () => (isCovered = true);
export const uncover = () => (isCovered = false);
export const nextSequence = () => (sequence = Math.max(Date.now(), sequence + 1));

export const saw = (number) => {
  after = number;
  sequence = Math.max(sequence, number);
};

const report = (more) => ({
  person: Number(person), address, tab, sequence, after, adopts: Number(keeping.dataset.adopts),
  based_on: Number(form.elements.based_on?.value) || 0, ...more,
});

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(() => flush(), wait);
};

// Fields announce changes that are none, when they are dressed.
const type = () => {
  const now = JSON.stringify(fields());
  if (now === stands) return;
  stands = now;
  nextSequence();
  since ||= Date.now();
  text = report({ fields: fields() });
  const isHere = !isCovered && put(text);
  if (isElsewhere) return;
  show(isHere ? "saving" : "lost");
  later(Math.min(QUIET, Math.max(0, since + LATEST - Date.now())));
};

const refused = ({ reason, said, sequence: theirs, tab: whose }) => {
  const isHere = !isCovered && (!text || put(text));
  if (reason === "offline") {
    if (text) later(AGAIN);
    if (text) show(isHere ? "offline" : "lost");
  } else if (reason === "signed_out" || reason === "somebody_else") {
    askToSignIn(reason);
    show("signed-out");
  } else if (reason === "elsewhere") {
    isElsewhere = true;
    after = theirs;
    show("elsewhere", said);
  } else if (reason === "old" && whose !== tab) {
    saw(theirs); // another clock runs ahead of this one
    if (text) type();
  } else if (reason !== "old") {
    show(isHere ? "refused" : "lost", said || reason);
  }
};

const accepted = (sent) => {
  drop(sent);
  after = sent.sequence;
  settled = "kept";
  if (text && text.sequence !== sent.sequence) return later(QUIET);
  text = null;
  since = 0;
  return show(settled);
};

// Sends what the server does not have, or only says that the article is open. Gives the answer.
const once = async ({ outlives = false, leaving = false } = {}) => {
  const sent = text && !isElsewhere ? { ...text, after, leaving } : report({ leaving });
  const answer = await send(address, sent, { outlives });
  tell(answer);
  if (answer.reason === "old" && answer.tab === tab) accepted(sent);
  else if (answer.reason) refused(answer);
  else if (sent.fields) accepted(sent);
  else if (!text) show(settled);
  return answer;
};

export const flush = (how = {}) => {
  if (how.outlives) return once(how);
  queue = queue.then(() => once(how));
  return queue;
};

export const takeOver = () => {
  isElsewhere = false;
  return flush();
};

show(settled);
onTyping(type);
