/* Which paragraph a new note is about: the one where the cursor stands in the body, with the words that
   are selected. */

import { words } from "./notes-text.js";

const dock = document.querySelector("#dock")
const body = () => document.querySelector(".prose-editor .ProseMirror[contenteditable]")
const MOST = 300 // characters of a quote
let last = null

const here = () => {
  const selection = document.getSelection()
  const text = body()
  if (!text?.contains(selection.anchorNode) || !selection.rangeCount) return null
  const range = selection.getRangeAt(0)
  const block = [...text.children].find((child) => child.contains(range.startContainer))
  if (!block) return null
  return { block, ...standing(block), quote: words(selection.toString()).slice(0, MOST).trim() }
}

const standing = (block) => ({ whole: words(block.textContent), index: [...block.parentNode.children].indexOf(block) })

// The paragraph among those that are saved: by its beginning, of several the nearest.
const saved = (options, { whole, index }) => {
  const begins = (said) => (said.endsWith("…") ? whole.startsWith(said.slice(0, -1)) : whole === said)
  const far = ({ value }) => Math.abs(value - index)
  const found = [...options].slice(1).filter(({ text }) => whole && begins(words(text)))
  return found.toSorted((one, other) => far(one) - far(other))[0]
}

const propose = () => {
  const form = dock.querySelector(".note-new")
  if (!form || !last) return
  if (last.block.isConnected) Object.assign(last, standing(last.block)) // typed on since
  const { whole, quote } = last
  const found = saved(form.elements.place.options, last)
  form.elements.place.value = found?.value ?? ""
  form.elements.quote.value = !found ? whole.slice(0, MOST).trim() : whole.includes(quote) ? quote : ""
  const quoted = form.querySelector(".note-quoted")
  quoted.hidden = !form.elements.quote.value
  quoted.firstElementChild.textContent = form.elements.quote.value
}

document.addEventListener("selectionchange", () => {
  const now = here()
  if (!now) return
  last = now
  propose()
})
dock.addEventListener("dock:filled", propose)
dock.addEventListener("focusin", propose)
dock.addEventListener("change", ({ target }) => {
  if (target.name !== "place") return
  last = null
  target.form.elements.quote.value = ""
  target.form.querySelector(".note-quoted").hidden = true
})
