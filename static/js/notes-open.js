/* From the text to its notes: a marker opens the first note of its paragraph, and the form for a new one
   is opened where the cursor stands. Who leaves with a note that is not sent is asked first. */

import { known } from "./notes-known.js";

const dock = document.querySelector("#dock")
const toggle = document.querySelector("#notes-toggle")

const isShown = () => !dock.hidden && dock.dataset.mode === "notes"

const go = (selector) => {
  const place = dock.querySelector(selector)
  place?.focus({ preventScroll: true })
  place?.scrollIntoView({ block: "start" })
}

// Notes that are known are there at once; else the form has the focus when they have come.
const open = (selector) => {
  if (!isShown()) toggle.click()
  go(selector)
}

document.addEventListener("notes:open", ({ detail }) => open(`#${detail}`))
document.addEventListener("notes:new", () => open("#note-text"))

// Back to the text; a dock that covers it makes room.
dock.addEventListener("click", (event) => {
  const link = event.target.closest(".note-jump")
  if (!link) return
  event.preventDefault()
  if (dock.offsetWidth >= document.documentElement.clientWidth) dock.querySelector(".dock-close").click()
  document.dispatchEvent(new CustomEvent("notes:show", { detail: link.closest("li").id }))
})

// Saving the article leaves the page, too. Whoever stays sees why they were asked.
addEventListener("beforeunload", (event) => {
  const fields = [...known()?.querySelectorAll("textarea") ?? []]
  const unsent = fields.find((field) => field.value !== field.defaultValue && field.value.trim())
  if (!unsent) return
  event.preventDefault()
  setTimeout(() => {
    if (!isShown()) toggle.click()
    unsent.focus()
  })
})
