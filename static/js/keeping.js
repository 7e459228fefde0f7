// Nothing that is typed into the article's form is lost, and its writer sees who else is there.

import { person } from "./keeping-form.js";
import { flush, takeOver } from "./keeping-flow.js";
import { recover } from "./keeping-offers.js";
import { cover, isKept } from "./keeping-report.js";
import { askToSignIn, onSignedIn } from "./keeping-sign-in.js";
import { isLost, onSignIn, onTakeOver } from "./keeping-state.js";
import "./keeping-submit.js";

const LOOK = 10_000; // who else is there

const isVisible = () => document.visibilityState === "visible";

onTakeOver(takeOver);
onSignIn(() => askToSignIn("signed_out", { takesFocus: true }));
onSignedIn(() => {
  cover(false);
  flush();
});

addEventListener("beforeunload", (event) => isLost() && event.preventDefault());
addEventListener("online", () => flush());
addEventListener("pageshow", (event) => event.persisted && flush());
addEventListener("pagehide", () => flush({ outlives: true, leaving: true }));
document.addEventListener("visibilitychange", () => {
  if (isVisible()) flush();
  else if (!isKept()) flush({ outlives: true });
});
let isRecovered = false;
setInterval(async () => {
  if (!isVisible()) return;
  await flush();
  if (!isRecovered) isRecovered = await recover();
}, LOOK);

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
    cover(true);
    askToSignIn("signed_out", { covers: true });
  }
});

isRecovered = await recover();
await flush();
