// Each key writes a copy into this browser; a moment after the last one the server gets it, and the
// copy goes. What the server does not take stays here and is tried again.

import { address, fields, keeping, onTyping, tab } from "./keeping-form.js";
import { isHere, isKept, letGo, report, saw, take, unsent } from "./keeping-report.js";
import { send } from "./keeping-send.js";
import { askToSignIn } from "./keeping-sign-in.js";
import { show, tell } from "./keeping-state.js";

const QUIET = 2_000; // after the last key
const LATEST = 12_000; // after the first key that the server does not know
const AGAIN = 4_000; // after the server did not answer

let settled = keeping.dataset.adopts === "0" ? "saved" : "kept"; // what is said when all is well
let since = 0;
let timer = 0;
let stands = JSON.stringify(fields());
let queue = Promise.resolve();
let isAway = false; // the last report was not taken
let isElsewhere = false; // another tab writes, too; nothing is sent before its writer says so

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(() => flush(), wait);
};

// Fields announce changes that are none, when they are dressed.
const type = () => {
  const now = JSON.stringify(fields());
  if (now === stands) return;
  stands = now;
  since ||= Date.now();
  const lies = take();
  if (isElsewhere) return;
  if (!isAway) show("saving");
  else if (!lies) show("lost");
  later(Math.min(QUIET, Math.max(0, since + LATEST - Date.now())));
};

const refused = ({ reason, said, sequence: theirs, tab: whose }) => {
  isAway = true;
  if (reason === "offline") {
    if (isKept()) return;
    later(AGAIN);
    show(isHere() ? "offline" : "lost");
  } else if (reason === "signed_out" || reason === "somebody_else") {
    askToSignIn(reason);
    show("signed-out");
  } else if (reason === "elsewhere") {
    isElsewhere = true;
    saw(theirs);
    show("elsewhere", said);
  } else if (reason === "old" && whose !== tab) {
    saw(theirs); // another clock runs ahead of this one
    take();
    later(0);
  } else if (reason !== "old") {
    show(isHere() ? "refused" : "lost", said || reason);
  }
};

const accepted = (sent) => {
  settled = "kept";
  if (!letGo(sent)) return later(QUIET);
  since = 0;
  return show(settled);
};

// Sends what the server does not have, or only says that the article is open. Gives the answer.
const once = async ({ outlives = false, leaving = false } = {}) => {
  const sent = report(isElsewhere ? { leaving } : { ...unsent(), leaving });
  const answer = await send(address, sent, { outlives });
  isAway = false;
  tell(answer);
  if (answer.reason === "old" && answer.tab === tab) accepted(sent);
  else if (answer.reason) refused(answer);
  else if (sent.fields) accepted(sent);
  else if (isKept()) show(settled);
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
