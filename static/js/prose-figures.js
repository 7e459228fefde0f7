/* Figures in the prose editor: a photo of the library, what stands on another site, or a pull quote,
   each with its caption. Their attributes are those of prose-words.js. */

import { Node } from "django-prose-editor/editor"

const make = (tag, properties) => Object.assign(document.createElement(tag), properties)

export const PhotoFigure = Node.create({
  name: "figure",
  group: "block",
  content: "(paragraph | blockquote | table | codeBlock | bulletList | orderedList)* figcaption",
  draggable: true,
  isolating: true,

  addOptions() {
    return { library: "", hosts: {}, words: {} }
  },

  parseHTML() {
    return [{ tag: "figure" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes, 0]
  },

  addNodeView() {
    const { library, hosts, words } = this.options
    return ({ node, HTMLAttributes, editor, getPos }) => {
      const { "data-photo": photo, "data-embed": embed, class: kind } = node.attrs
      const dom = make("figure")
      for (const [name, value] of Object.entries(HTMLAttributes)) dom.setAttribute(name, value)
      const empty = photo ? words.caption : kind?.includes("pullquote") ? words.speaker : words.embedCaption
      dom.style.setProperty("--empty", JSON.stringify(empty))
      const acts = make("div", { className: "figure-acts", contentEditable: "false" })
      const act = (word, run) => {
        const button = make("button", { type: "button", textContent: word })
        button.addEventListener("click", () => run(editor.chain().focus().setNodeSelection(getPos())).run())
        acts.append(button)
        return button
      }
      if (photo) {
        const isWide = kind === "wide"
        const wide = act(words.wide, (chain) => chain.updateAttributes("figure", { class: isWide ? null : "wide" }))
        wide.setAttribute("aria-pressed", isWide)
        acts.before(dom.appendChild(make("img", { src: `${library}${photo}/thumbnail/`, alt: "" })))
      }
      if (embed) {
        const host = URL.parse(embed)?.hostname
        const card = make("p", { className: "embedded", contentEditable: "false" })
        card.append(make("strong", { textContent: hosts[host] ?? host }), " ", make("bdi", { textContent: embed }))
        dom.append(card)
      }
      act(words.remove, (chain) => chain.deleteSelection())
      const contentDOM = make("div")
      dom.append(contentDOM, acts)
      return { dom, contentDOM, stopEvent: (event) => acts.contains(event.target) }
    }
  },

  addCommands() {
    const figure = (attrs, inside = []) => ({ type: this.name, attrs, content: [...inside, { type: "figcaption" }] })
    const put = (content) => ({ state: { selection }, chain }) => {
      const { $from, to } = selection
      const isFree = $from.depth === 1 && $from.parent.isTextblock && !$from.parent.childCount
      const place = isFree ? { from: $from.before(1), to: $from.after(1) } : $from.depth ? $from.after(1) : to
      return chain().insertContentAt(place, content).run()
    }
    return {
      insertFigure: () => ({ editor, dispatch }) =>
        !dispatch || editor.view.dom.dispatchEvent(new CustomEvent("library:open", { bubbles: true })),
      insertPhoto: (photo) => put(figure({ "data-photo": String(photo) })),
      insertEmbed: (address) => put(figure({ "data-embed": address })),
      insertPullQuote:
        () =>
        (properties) => {
          const { doc, selection } = properties.state
          const text = doc.textBetween(selection.from, selection.to, " ")
          const said = { type: "paragraph", content: text ? [{ type: "text", text }] : [] }
          return put(figure({ class: "pullquote" }, [{ type: "blockquote", content: [said] }]))(properties)
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
