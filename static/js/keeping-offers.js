// The texts offered above the form. Those that this browser kept while the server was away are brought
// to it first, so that all are shown in one way; throwing away and its undo leave the page as it is.

import { address, keeping, person, tab } from "./keeping-form.js";
import { flush } from "./keeping-flow.js";
import { drop, textsOf } from "./keeping-local.js";
import { isKept, saw } from "./keeping-report.js";
import { send, token } from "./keeping-send.js";

const buttons = document.querySelector("#unsaved-form");
let isSure = false;

const renew = async () => {
  const answer = await fetch(`${address}?adopts=${keeping.dataset.adopts}&tab=${tab}`);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#offers");
  saw(Number(fresh.dataset.sequence));
  document.querySelector("#offers").replaceWith(fresh);
};

// A text that the server has already, or something later of the same tab, needs no copy here.
const bring = async (text) => {
  const report = { ...text, recovered: true };
  let answer = await send(text.address, report);
  if (answer.reason === "elsewhere") answer = await send(text.address, { ...report, after: answer.sequence });
  const isThere = !answer.reason || (answer.reason === "old" && answer.tab === text.tab);
  if (isThere) drop(text);
  return isThere;
};

// Also a text that is there already may be missing above the form: the page before this one may have
// sent it when it was closed. Gives whether none is left here.
export const recover = async () => {
  const texts = textsOf(person).filter((text) => text.tab !== tab);
  let count = 0;
  for (const text of texts) count += await bring(text);
  if (count) await renew();
  return count === texts.length;
};

const act = async (button) => {
  const body = new URLSearchParams(new FormData(buttons, button));
  body.set("csrfmiddlewaretoken", token());
  const answer = await fetch(location.href, { method: "POST", body, redirect: "manual" });
  if (answer.type !== "opaqueredirect") throw new Error("not done");
  await renew();
  document.querySelector("#offers").focus();
};

const submit = (button) => {
  isSure = true;
  buttons.requestSubmit(button);
};

buttons.addEventListener("submit", async (event) => {
  const button = event.submitter;
  const goesOn = button.name === "_go_on";
  if (isSure || (goesOn && isKept())) return;
  event.preventDefault();
  if (goesOn) {
    await flush();
    submit(button);
  } else {
    await act(button).catch(() => submit(button));
  }
});
