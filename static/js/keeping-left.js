// Signed out: the other tabs are covered, and nothing that was typed stays in this browser.

import { forget } from "./keeping-local.js";

const person = sessionStorage.getItem("left");
if (person) {
  new BroadcastChannel("desk").postMessage({ said: "left", person });
  forget(person);
  sessionStorage.removeItem("left");
}
