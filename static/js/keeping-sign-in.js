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
let loading = null;

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

const isCovering = () => dialog.classList.contains("covers");
const load = async () => put(await (await fetch(signIn)).text());

// Asks who is signed in now; the same person goes on, nobody else does.
const goOn = async () => {
  const { reason } = await send(address, { person: Number(person), tab, sequence: 0 });
  other.hidden = reason !== "somebody_else";
  if (reason === "somebody_else") place.replaceChildren();
  if (reason) return reason;
  dialog.close();
  dialog.classList.remove("covers");
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
  if (covers && !isCovering()) {
    dialog.close();
    dialog.classList.add("covers");
    dialog.showModal();
  }
  dialog.open ||= true;
  other.hidden = reason !== "somebody_else";
  if (reason === "somebody_else") return;
  try {
    let entrance = place.querySelector("form");
    entrance ??= await (loading ??= load().finally(() => (loading = null)));
    if (!entrance) await goOn(); // signed in again in another tab
    else if (takesFocus) entrance.elements.password.focus();
  } catch {
    if (!isCovering()) dialog.close(); // the server is away; the next report asks again
  }
};

place.addEventListener("submit", enter);
dialog.addEventListener("cancel", (event) => {
  if (isCovering()) event.preventDefault();
});
onLater(() => dialog.close());
