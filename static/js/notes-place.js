/* Which paragraph a note is about: the one where the cursor stands in the body, with the words that
   are selected; and from a note back to its paragraph. */

const dock = document.querySelector("#dock")
const body = () => document.querySelector(".prose-editor .ProseMirror[contenteditable]")
const MOST = 300 // characters of a quote
const SETTLED = 50 // milliseconds after which an editor that got the focus has its selection
let last = null

const words = (text) => text.replace(/\s+/gu, " ").trim()

const here = () => {
  const selection = document.getSelection()
  const text = body()
  if (!text?.contains(selection.anchorNode) || !selection.rangeCount) return null
  const range = selection.getRangeAt(0)
  const block = [...text.children].find((child) => child.contains(range.startContainer))
  if (!block) return null
  const beginning = words(block.textContent)
  const quote = words(selection.toString()).slice(0, MOST).trim()
  return { beginning, quote: beginning.includes(quote) ? quote : "" }
}

const propose = () => {
  const form = dock.querySelector(".note-new")
  if (!form || !last) return
  const options = [...form.elements.place.options].slice(1)
  const same = (option) => last.beginning && last.beginning.startsWith(words(option.text).replace(/…$/u, ""))
  const found = options.find(same)
  form.elements.place.value = found?.value ?? ""
  form.elements.quote.value = last.quote || (found ? "" : last.beginning.slice(0, MOST).trim())
  const quoted = form.querySelector(".note-quoted")
  quoted.hidden = !form.elements.quote.value
  quoted.firstElementChild.textContent = form.elements.quote.value
}

const mark = (block, quote) => {
  const range = document.createRange()
  range.selectNodeContents(block)
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    const start = node.data.indexOf(quote)
    if (start < 0) continue
    range.setStart(node, start)
    range.setEnd(node, start + quote.length)
    break
  }
  return range
}

const jump = ({ quote, beginning, place }) => {
  const blocks = [...body().children]
  const holds = (part) => (block) => part && words(block.textContent).includes(words(part).replace(/…$/u, ""))
  const block = blocks.find(holds(quote)) ?? blocks.find(holds(beginning)) ?? blocks[Number(place)]
  if (!block) return
  block.scrollIntoView({ block: "center" })
  body().focus({ preventScroll: true })
  setTimeout(() => { // the editor puts its own selection back first
    const selection = document.getSelection()
    selection.removeAllRanges()
    selection.addRange(mark(block, quote))
  }, SETTLED)
}

document.addEventListener("selectionchange", () => {
  const now = here()
  if (!now) return
  last = now
  propose()
})
dock.addEventListener("dock:filled", propose)
dock.addEventListener("change", ({ target }) => {
  if (target.name !== "place") return
  last = null
  target.form.elements.quote.value = ""
  target.form.querySelector(".note-quoted").hidden = true
})
dock.addEventListener("click", (event) => {
  const link = event.target.closest(".note-jump")
  if (!link || !body()) return
  event.preventDefault()
  jump(link.dataset)
})
