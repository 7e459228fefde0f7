/* What stands beside the form: the preview, the notes, the links for outsiders; one at a time. The
   button or link that opens one closes it again, and so does Escape; other modules fill it when they
   hear "dock:shown". Without this module each opens a page of its own. */

const preview = document.querySelector("#preview-toggle")
const links = [...document.querySelectorAll("a[data-dock]")]
const content = document.querySelector("#preview-pane").content.cloneNode(true)
const dock = content.querySelector("#dock")
dock.hidden = true
document.querySelector(".tools").after(dock)

let from = null // the text or the marker from which it was opened
const toggles = new Map([["preview", preview], ...links.map((link) => [link.dataset.dock, link])])

const say = () => {
  for (const [mode, toggle] of toggles) {
    toggle.setAttribute("aria-expanded", String(!dock.hidden && dock.dataset.mode === mode))
  }
  document.body.classList.toggle("docked", !dock.hidden)
}

// Whoever closes it from elsewhere, by a key while writing, goes on writing there.
const isHere = () => dock.contains(document.activeElement) || document.activeElement === document.body

const close = () => {
  const wasHere = isHere()
  dock.hidden = true
  say()
  if (!wasHere) return
  const back = from?.isConnected && from !== document.body ? from : toggles.get(dock.dataset.mode)
  const field = back.editor?.view ?? back // the prose editor knows where its cursor was
  field.focus()
}

const open = (mode) => {
  const toggle = toggles.get(mode)
  if (!dock.contains(document.activeElement)) from = document.activeElement
  dock.dataset.mode = mode
  dock.hidden = false
  dock.querySelector(".dock-title").textContent = toggle.firstChild.textContent.trim()
  dock.querySelector(".dock-status").textContent = ""
  say()
  dock.dispatchEvent(new CustomEvent("dock:shown", { bubbles: true, detail: { mode, toggle } }))
}

for (const [mode, toggle] of toggles) {
  toggle.setAttribute("aria-controls", "dock")
  if (toggle.matches("a")) toggle.setAttribute("role", "button")
  toggle.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (!dock.hidden && dock.dataset.mode === mode) close()
    else open(mode)
  })
  toggle.addEventListener("keydown", (event) => {
    if (event.key === " " && toggle.matches("a")) {
      event.preventDefault()
      toggle.click()
    }
  })
}

dock.querySelector(".dock-close").addEventListener("click", close)
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !dock.hidden && isHere()) close()
})
say()
