// Whoever is signed out meanwhile signs in again on the page: the form of the entrance is fetched into
// a dialog. It takes the focus from nobody who is typing, as `show()` would, only from who pressed a
// button or signed out.

import { address, person, signIn, tab } from "./keeping-form.js";
import { send } from "./keeping-send.js";

const dialog = document.querySelector("#sign-in");
const place = dialog.querySelector(".entrance");
const other = dialog.querySelector("[data-other]");
const { email } = document.querySelector("#keeping").dataset;
const signedIn = new EventTarget();

export const onSignedIn = (call) => signedIn.addEventListener("in", call);
export const onLater = (call) => dialog.querySelector("[data-later]").addEventListener("click", call);

const put = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const entrance = page.querySelector("#login-form");
  if (!entrance) return null;
  place.replaceChildren(...page.querySelectorAll(".errornote"), entrance);
  entrance.elements.username.value ||= email;
  return entrance;
};

// Asks who is signed in now; the same person goes on, nobody else does.
const goOn = async () => {
  const { reason } = await send(address, { person: Number(person), tab, sequence: 0 });
  other.hidden = reason !== "somebody_else";
  if (reason === "somebody_else") place.replaceChildren();
  if (reason) return reason;
  dialog.close();
  signedIn.dispatchEvent(new Event("in"));
  return null;
};

const enter = async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target));
  try {
    const answer = await fetch(signIn, { method: "POST", body });
    const entrance = put(await answer.text());
    if (entrance) entrance.elements.password.focus();
    else await goOn();
  } catch {
    event.target.querySelector("[type=submit]").focus(); // no answer: what is written stays for another try
  }
};

export const askToSignIn = async (reason, { covers = false, takesFocus = covers } = {}) => {
  dialog.classList.toggle("covers", covers);
  if (dialog.open && covers) dialog.close();
  if (covers) dialog.showModal();
  else dialog.open = true;
  other.hidden = reason !== "somebody_else";
  if (reason === "somebody_else") return;
  try {
    const entrance = place.querySelector("form") ?? put(await (await fetch(signIn)).text());
    if (!entrance) await goOn(); // signed in again in another tab
    else if (takesFocus) entrance.elements.password.focus();
  } catch {
    dialog.close(); // the server is away; the next report asks again
  }
};

place.addEventListener("submit", enter);
dialog.addEventListener("cancel", (event) => {
  if (dialog.classList.contains("covers")) event.preventDefault();
});
onLater(() => dialog.close());
