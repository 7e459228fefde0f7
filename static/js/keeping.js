// Nothing that is typed into the article's form is lost, and its writer sees who else is there.

import { person } from "./keeping-form.js";
import { cover, flush, isKept, takeOver, uncover } from "./keeping-flow.js";
import { recover } from "./keeping-offers.js";
import { askToSignIn, onSignedIn } from "./keeping-sign-in.js";
import { onSignIn, onTakeOver } from "./keeping-state.js";
import "./keeping-submit.js";

const LOOK = 10_000; // who else is there

const isVisible = () => document.visibilityState === "visible";

onTakeOver(takeOver);
onSignIn(() => askToSignIn("signed_out"));
onSignedIn(() => {
  uncover();
  flush();
});

addEventListener("online", () => flush());
addEventListener("pageshow", (event) => event.persisted && flush());
addEventListener("pagehide", () => flush({ outlives: true, leaving: true }));
document.addEventListener("visibilitychange", () => {
  if (isVisible()) flush();
  else if (!isKept()) flush({ outlives: true });
});
setInterval(() => isVisible() && flush(), LOOK);

// Somebody signs out in a tab: this one sends what it has before, and is covered from then on.
const others = new BroadcastChannel("desk");
others.addEventListener("message", async ({ data }) => {
  if (data.person !== person) return;
  if (data.said === "leaving" && !isKept()) {
    others.postMessage({ said: "busy", person });
    await flush();
    others.postMessage({ said: isKept() ? "done" : "unkept", person });
  }
  if (data.said === "left") {
    cover();
    askToSignIn("signed_out", { covers: true });
  }
});

await recover();
await flush();
