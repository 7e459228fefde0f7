/* Notes of colleagues come while the form is open: the server says at each report of the form which
   there are, and the list is fetched when it has changed. What fails is tried with the next report. */

import { isBusy, take } from "./notes-frame.js";
import { mark } from "./notes-known.js";

const { href } = document.querySelector("#notes-toggle")
const dock = document.querySelector("#dock")
let isAsking = false
let isComposing = false

// A word that is being put together, as of Chinese, would be lost with its field.
for (const [name, is] of [["compositionstart", true], ["compositionend", false]]) {
  dock.addEventListener(name, () => (isComposing = is))
}

document.addEventListener("keeping:told", async ({ detail }) => {
  if ((detail.notes ?? mark()) === mark() || isAsking || isComposing || isBusy()) return
  isAsking = true
  await take(new Request(href), "notes").catch(() => {})
  isAsking = false
})
