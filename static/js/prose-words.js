/* Words in the prose editor: cited works, abbreviations, languages. What stands in a body and has
   no button is not lost by editing it. */

import { Extension, Mark } from "django-prose-editor/editor"

const written = (name) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(name),
  renderHTML: (attributes) => (attributes[name] ? { [name]: attributes[name] } : {}),
})

export const Cite = Mark.create({
  name: "cite",

  parseHTML() {
    return [{ tag: "cite" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["cite", HTMLAttributes, 0]
  },
})

export const Abbreviation = Mark.create({
  name: "abbr",

  addAttributes() {
    return { title: written("title") }
  },

  parseHTML() {
    return [{ tag: "abbr" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["abbr", HTMLAttributes, 0]
  },
})

export const WrittenAttributes = Extension.create({
  name: "writtenAttributes",

  addGlobalAttributes() {
    const inLanguage = { lang: written("lang"), dir: written("dir") }
    const blocks = ["paragraph", "heading", "listItem", "bulletList", "orderedList", "figcaption", "table"]
    return [
      { types: [...blocks, "tableCell", "cite", "abbr"], attributes: inLanguage },
      { types: ["figure"], attributes: { ...inLanguage, "data-photo": written("data-photo"), "data-embed": written("data-embed"), class: written("class") } },
      { types: ["blockquote"], attributes: { ...inLanguage, cite: written("cite") } },
      { types: ["link"], attributes: { ...inLanguage, hreflang: written("hreflang") } },
      { types: ["tableHeader"], attributes: { ...inLanguage, scope: written("scope") } },
    ]
  },
})

/* The editor's buttons are called in its code, in English only; here in the desk's language. */
export const Spoken = Extension.create({
  name: "spoken",

  addOptions() {
    return { buttons: {} }
  },

  onCreate() {
    for (const button of document.querySelectorAll(".prose-menubar [data-name]")) {
      const said = this.options.buttons[button.dataset.name]
      if (!said) continue
      Object.assign(button, { title: said, ariaLabel: said })
      if (button.matches(".prose-menubar__option")) (button.firstElementChild ?? button).textContent = said
    }
  },
})

/* The editor writes a style element of its own; the page's policy asks for the page's nonce. */
export const PageNonce = Extension.create({
  name: "pageNonce",

  onBeforeCreate() {
    const label = document.querySelector("label[for=id_body]")?.textContent.replace(/:\s*$/, "") ?? ""
    this.editor.setOptions({
      injectNonce: document.querySelector("script[nonce]")?.nonce,
      editorProps: { attributes: { "aria-label": label, "aria-multiline": "true" } },
    })
  },
})

/* The paragraph that the editor puts behind a quote or a picture at the end comes with the first
   click: nobody typed it, so it is no change to be kept, and Undo does not take it away. */
export const ChangesByWriters = Extension.create({
  name: "changesByWriters",

  dispatchTransaction({ transaction, next }) {
    if (!transaction.docChanged) transaction.setMeta("preventUpdate", true).setMeta("addToHistory", false)
    next(transaction)
  },
})
