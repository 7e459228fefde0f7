/* Notes in the prose editor: which paragraph has which, a button for a new one, and the paragraph that
   is shown for a moment. The document knows nothing of it. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { threads } from "./notes-known.js";
import { Marks } from "./notes-marks.js";
import { blockAt, moved, noted, rangeOf, settled } from "./notes-text.js";

const SHOWN = 2_000 // milliseconds
const { Decoration, DecorationSet } = pm.view
const { PluginKey, TextSelection } = pm.state
const key = new PluginKey("notes")

const tell = (view, said) => view.dispatch(view.state.tr.setMeta(key, said).setMeta("addToHistory", false))

const apply = (tr, was) => {
  const said = tr.getMeta(key)
  if (!said && !tr.docChanged) return was
  const move = (place) => moved(tr, place)
  const shown = said?.shown === undefined ? was.shown : said.shown
  return { places: settled(tr.doc, threads(), was.places, move), shown: shown === null ? null : move(shown) }
}

const decorations = (state) => {
  const { shown } = key.getState(state)
  const block = shown === null ? null : blockAt(state.doc, shown)
  if (!block) return null
  const { at, node } = block
  return DecorationSet.create(state.doc, [Decoration.node(at, at + node.nodeSize, { class: "noted" })])
}

// The words of a note are selected, their paragraph stands out for a moment.
const show = (view, id) => {
  const place = key.getState(view.state).places.get(id)
  const thread = threads().find((one) => one.id === id)
  const block = place === undefined ? null : blockAt(view.state.doc, place)
  if (!thread || !block) return
  const { from, to } = rangeOf(block, thread.quote)
  const { doc, tr } = view.state
  view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(from), doc.resolve(to))).setMeta(key, { shown: from }))
  view.focus()
  view.nodeDOM(block.at).scrollIntoView({ block: "center" })
  setTimeout(() => tell(view, { shown: null }), SHOWN)
}

const beside = (words) => (view) => {
  const marks = new Marks(view, words.marker)
  const draw = () => {
    const { places } = key.getState(view.state)
    for (const { id, item } of threads()) item.classList.toggle("is-here", places.has(id))
    marks.draw(noted(view.state.doc, places))
  }
  const observer = new ResizeObserver(draw)
  observer.observe(view.dom)
  view.dom.addEventListener("scroll", draw)
  document.addEventListener("notes:known", () => tell(view, {}))
  document.addEventListener("notes:show", ({ detail }) => show(view, detail))
  return { update: draw, destroy: () => observer.disconnect() }
}

export const ParagraphNotes = Extension.create({
  name: "paragraphNotes",

  addOptions() {
    return { words: {} }
  },

  addMenuItems({ buttons, menu }) {
    if (!document.querySelector("#notes-toggle")) return
    menu.defineItem({
      name: "note",
      groups: "nodes",
      button: buttons.material("add_comment", this.options.words.add),
      command: () => document.dispatchEvent(new CustomEvent("notes:new")),
    })
  },

  addProseMirrorPlugins() {
    const { editor } = this
    const narrow = () => editor.storage.fullscreen?.fullscreen && editor.commands.toggleFullscreen()
    for (const name of ["notes:open", "notes:new"]) document.addEventListener(name, narrow)
    const state = { init: (_config, { doc }) => ({ places: settled(doc, threads()), shown: null }), apply }
    return [new Plugin({ key, state, props: { decorations }, view: beside(this.options.words) })]
  },
})
