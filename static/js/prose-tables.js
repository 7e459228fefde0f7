/* Tables of the prose editor begin with a row of heads and have a caption. The caption is an
   attribute: what stands between rows, the editor's tables do not know. */

import { Table as BaseTable, updateAttrsDialog } from "django-prose-editor/editor"
import { captionOf } from "./table-caption.js";

const caption = {
  default: null,
  parseHTML: (element) => element.querySelector(":scope > caption")?.innerHTML || null,
  renderHTML: () => ({}),
}

export const Table = BaseTable.extend({
  addOptions() {
    return { ...this.parent?.(), words: {} }
  },

  addAttributes() {
    return { ...this.parent?.(), caption }
  },

  parseHTML() {
    return [{ tag: "table" }, { tag: "caption", ignore: true }]
  },

  renderHTML({ node, HTMLAttributes }) {
    const { style: _style, ...known } = HTMLAttributes
    const said = node.attrs.caption ? [captionOf(node.attrs.caption)] : []
    return ["table", known, ...said, ["tbody", 0]]
  },

  addNodeView() {
    const build = this.parent()
    return (properties) => {
      const view = build(properties)
      const show = (node) => {
        view.table.querySelector(":scope > caption")?.remove()
        const said = Object.assign(captionOf(node.attrs.caption ?? ""), { contentEditable: "false" })
        if (node.attrs.caption) view.table.prepend(said)
      }
      const update = view.update
      view.update = (node) => update(node) && (show(node), true)
      show(properties.node)
      return view
    }
  },

  addMenuItems(menu) {
    this.parent?.(menu)
    const { words } = this.options
    menu.menu.defineItem({
      name: "table:caption",
      groups: "table",
      button: menu.buttons.material("subtitles", words.caption),
      hidden: (editor) => !editor.isActive("table"),
      command: (editor) => editor.commands.captionTable(),
    })
  },

  addCommands() {
    const { words } = this.options
    const size = (title, value) => ({ type: "number", format: "number", title, default: value, min: "1", max: "100" })
    const sizes = { rows: size(words.rows, "3"), cols: size(words.columns, "3") }
    const form = { ...sizes, head: { type: "boolean", title: words.head, default: true } }
    const askNew = updateAttrsDialog(form, { title: words.table, submitText: words.insert })
    const askCaption = updateAttrsDialog({ text: { title: words.caption } }, { title: words.caption })
    const chosen = (said) => ({ rows: Number(said.rows) || 3, cols: Number(said.cols) || 3, withHeaderRow: said.head })
    return {
      ...this.parent?.(),
      insertTableWithOptions:
        () =>
        ({ editor }) => {
          askNew(editor, {}).then((said) => said && editor.chain().focus().insertTable(chosen(said)).run())
        },
      captionTable:
        () =>
        ({ editor }) => {
          const was = captionOf(editor.getAttributes("table").caption ?? "").textContent
          const put = (text) => {
            const html = Object.assign(document.createElement("p"), { textContent: text.trim() }).innerHTML
            editor.chain().focus().updateAttributes("table", { caption: html || null }).run()
          }
          askCaption(editor, { text: was }).then((said) => said && said.text !== was && put(said.text))
          return true
        },
    }
  },
})
