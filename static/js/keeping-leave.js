// Signing out: every tab sends what it has first, then this browser forgets its copies.

import { forget, textsOf } from "./keeping-local.js";

const NOTHING_HERE = 250; // milliseconds in which a tab says that it has something to send
const SOMETHING_HERE = 3_000; // and where this browser has something that was not sent
const LONG = 8_000; // in which it is sent

const form = document.querySelector("#logout-form");
const tabs = new BroadcastChannel("desk");
let isSure = false;

const allSent = (person) =>
  new Promise((done) => {
    let busy = 0;
    const wait = textsOf(person).length ? SOMETHING_HERE : NOTHING_HERE;
    let timer = setTimeout(() => done(!textsOf(person).length), wait);
    tabs.addEventListener("message", ({ data }) => {
      if (data.person !== person) return;
      if (data.said === "busy") {
        busy += 1;
        clearTimeout(timer);
        timer = setTimeout(() => done(false), LONG);
      }
      if (data.said === "unkept") done(false);
      if (data.said === "done" && --busy === 0) done(true);
    });
    tabs.postMessage({ said: "leaving", person });
  });

form?.addEventListener("submit", async (event) => {
  if (isSure) return;
  event.preventDefault();
  const { person, unkept } = form.dataset;
  if (!(await allSent(person)) && !confirm(unkept)) return;
  forget(person);
  sessionStorage.setItem("left", person);
  isSure = true;
  form.requestSubmit();
});
