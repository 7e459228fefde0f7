/* What is pasted or dropped into the prose editor is tidied first; pictures go by way of the library. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { tidied } from "./pasted.js";

const pictures = (transfer) => [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/"))

export const TidyPaste = Extension.create({
  name: "tidyPaste",

  addOptions() {
    return { words: {} }
  },

  addProseMirrorPlugins() {
    const tell = (name, detail) => this.editor.view.dom.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))
    const take = (transfer) => {
      const files = pictures(transfer)
      if (files.length) tell("library:files", files)
      return files.length > 0
    }
    return [
      new Plugin({
        props: {
          transformPastedHTML: (html) => {
            if (html.includes("data-pm-slice")) return html
            if (/<img\b/i.test(html)) tell("prose:say", this.options.words.pictures)
            return tidied(html)
          },
          handlePaste: (_view, event) => !event.clipboardData?.getData("text/html") && take(event.clipboardData),
          handleDrop: (view, event) => {
            if (!pictures(event.dataTransfer).length) return false
            event.preventDefault()
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (place) {
              const { TextSelection } = pm.state
              view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(place.pos))))
            }
            return take(event.dataTransfer)
          },
        },
      }),
    ]
  },
})
