/* Figures in the prose editor: a photo of the library with its caption, or a pull quote. Their
   attributes are those of prose-words.js. */

import { Node } from "django-prose-editor/editor"

const choosePhoto = (library, chosen) => {
  const id = "id_prose_photo"
  document.getElementById(id)?.remove()
  const input = document.createElement("input")
  Object.assign(input, { type: "hidden", id })
  document.body.append(input)
  window.django.jQuery(input).on("change", () => {
    if (input.value) chosen(input.value)
    input.remove()
  })
  const link = document.createElement("a")
  Object.assign(link, { id: `lookup_${id}`, href: `${library}?_to_field=id` })
  window.showRelatedObjectLookupPopup(link)
}

export const PhotoFigure = Node.create({
  name: "figure",
  group: "block",
  content: "(paragraph | blockquote)* figcaption?",
  draggable: true,
  isolating: true,

  addOptions() {
    return { library: "" }
  },

  parseHTML() {
    return [{ tag: "figure" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes, 0]
  },

  addNodeView() {
    return ({ node, HTMLAttributes }) => {
      const dom = document.createElement("figure")
      for (const [name, value] of Object.entries(HTMLAttributes)) dom.setAttribute(name, value)
      const photo = node.attrs["data-photo"]
      if (photo) {
        const picture = document.createElement("img")
        Object.assign(picture, { src: `${this.options.library}${photo}/thumbnail/`, alt: "" })
        dom.append(picture)
      }
      const contentDOM = document.createElement("div")
      dom.append(contentDOM)
      return { dom, contentDOM }
    }
  },

  addCommands() {
    return {
      insertFigure:
        () =>
        ({ editor, dispatch }) => {
          if (!dispatch) return true
          choosePhoto(this.options.library, (photo) => {
            const caption = { type: "figcaption" }
            const figure = { type: this.name, attrs: { "data-photo": photo }, content: [caption] }
            editor.chain().focus().insertContent(figure).run()
          })
          return true
        },
    }
  },
})

export const FigureCaption = Node.create({
  name: "figcaption",
  content: "inline*",
  isolating: true,

  parseHTML() {
    return [{ tag: "figcaption" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figcaption", HTMLAttributes, 0]
  },
})
