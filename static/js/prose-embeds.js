/* Buttons of the prose editor for a pull quote and for what stands on another site; an address of a
   known site that is pasted into an empty paragraph becomes such a figure. */

import { Extension, Plugin, updateAttrsDialog } from "django-prose-editor/editor"

export const Embeds = Extension.create({
  name: "embeds",

  addOptions() {
    return { hosts: {}, words: {} }
  },

  addMenuItems({ buttons, menu }) {
    const { words } = this.options
    menu.defineItem({
      name: "pullquote",
      groups: "nodes",
      button: buttons.material("chat_bubble", words.pullquote),
      command: (editor) => editor.chain().focus().insertPullQuote().run(),
    })
    menu.defineItem({
      name: "embed",
      groups: "nodes",
      button: buttons.material("smart_display", words.embed),
      command: (editor) => editor.commands.askForEmbed(),
    })
  },

  addCommands() {
    const { hosts, words } = this.options
    const dialog = updateAttrsDialog(
      { address: { format: "url", title: words.address, description: words.known, required: true } },
      { title: words.embed, submitText: words.insert },
    )
    return {
      askForEmbed:
        () =>
        ({ editor }) => {
          dialog(editor, {}).then((said) => said && editor.chain().focus().putEmbed(said.address.trim()).run())
          return true
        },
      putEmbed:
        (address) =>
        ({ editor, commands }) => {
          const known = hosts[URL.parse(address)?.hostname]
          if (known && /^https?:/.test(address)) return commands.insertEmbed(address)
          editor.view.dom.dispatchEvent(new CustomEvent("prose:say", { bubbles: true, detail: words.unknown }))
          const marks = [{ type: "link", attrs: { href: address } }]
          return /^https?:/.test(address) && commands.insertContent({ type: "text", text: address, marks })
        },
    }
  },

  addProseMirrorPlugins() {
    const { editor } = this
    const handlePaste = (view, event) => {
      const text = event.clipboardData?.getData("text/plain").trim() ?? ""
      const { $from, empty } = view.state.selection
      const isAlone = empty && $from.parent.type.name === "paragraph" && !$from.parent.childCount && $from.depth === 1
      const isKnown = /^https?:\/\/\S+$/.test(text) && this.options.hosts[URL.parse(text)?.hostname]
      return Boolean(isAlone && isKnown && editor.commands.insertEmbed(text))
    }
    return [new Plugin({ props: { handlePaste } })]
  },
})
