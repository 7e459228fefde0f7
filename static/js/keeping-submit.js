// Save and its neighbours: the server is asked first whether it is there and still knows the writer.
// If not, the page stays and says so; signed in again, the button does what it was pressed for.

import { form, own } from "./keeping-form.js";
import { flush } from "./keeping-flow.js";
import { nextSequence } from "./keeping-report.js";
import { token } from "./keeping-send.js";
import { askToSignIn, onLater, onSignedIn } from "./keeping-sign-in.js";

const STAYS = ["offline", "signed_out", "somebody_else"];
let isSure = false;
let waiting = null; // the button that was pressed by who has to sign in first

const submit = (button) => {
  isSure = true;
  own("sequence", nextSequence());
  form.elements.csrfmiddlewaretoken.value = token();
  form.requestSubmit(button);
};

form.addEventListener("submit", async (event) => {
  if (isSure) return;
  event.preventDefault();
  const button = event.submitter;
  const { reason } = await flush();
  if (!STAYS.includes(reason)) submit(button);
  else if (reason !== "offline") {
    askToSignIn(reason, { takesFocus: true });
    waiting = button;
  }
});

onSignedIn(() => {
  if (waiting) submit(waiting);
  waiting = null;
});
onLater(() => (waiting = null));

// Back to this page as it was left: it may be sent again.
addEventListener("pageshow", () => (isSure = false));
