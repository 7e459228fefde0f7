/* Markers at the edge of the editor, beside each paragraph with unresolved notes: over the text and never
   in it. Pressing one asks for the first of its notes. */

import { written } from "./counting.js";
import { words } from "./notes-text.js";

const LONGEST = 60 // characters of a paragraph by which a marker is told from the others

const say = (sentence, said) => sentence.replace(/%\((\w+)\)s/g, (_all, name) => said[name])

const beginning = (node) => {
  const text = words(node.textBetween(0, node.content.size, " "))
  return text.length > LONGEST ? `${text.slice(0, LONGEST).trim()}…` : text
}

export class Marks {
  constructor(view, sentence) {
    this.view = view
    this.sentence = sentence
    this.shown = new Map() // by the id of their first note
    this.layer = Object.assign(document.createElement("div"), { className: "note-marks" })
  }

  make(id) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "note-mark" })
    button.addEventListener("click", () => document.dispatchEvent(new CustomEvent("notes:open", { detail: id })))
    this.shown.set(id, button)
    return button
  }

  // `wanted` are `{ node, at, ids }` in the order of the text.
  draw(wanted) {
    const { view, layer, shown } = this
    if (!wanted.length && !shown.size) return
    if (!layer.isConnected) view.dom.after(layer)
    layer.dir = getComputedStyle(view.dom).direction
    const firsts = new Set(wanted.map(({ ids }) => ids[0]))
    for (const [id, button] of shown) if (!firsts.has(id) && shown.delete(id)) button.remove()
    const { top } = layer.getBoundingClientRect()
    const edges = view.dom.getBoundingClientRect()
    wanted.forEach(({ node, at, ids }, index) => {
      const button = shown.get(ids[0]) ?? this.make(ids[0])
      const block = view.nodeDOM(at).getBoundingClientRect()
      const said = { count: written(ids.length), beginning: beginning(node) }
      button.textContent = said.count
      button.title = say(this.sentence, said)
      button.setAttribute("aria-label", button.title)
      button.style.insetBlockStart = `${block.top - top}px`
      button.hidden = block.top < edges.top - 1 || block.top > edges.bottom // scrolled in full screen
      if (layer.children[index] !== button) layer.insertBefore(button, layer.children[index] ?? null)
    })
  }
}
