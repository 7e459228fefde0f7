/* Notes and links for outsiders beside the form: the section of their own page, and what is sent
   there, without leaving what is being written. */

import { token } from "./keeping-send.js";
import { replace } from "./notes-carry.js";
import { know, known } from "./notes-known.js";

const dock = document.querySelector("#dock")
const section = dock.querySelector(".dock-section")
const status = dock.querySelector(".dock-status")
const { failed } = document.querySelector("script[data-failed]").dataset
let shown = ""
let pending = 0
let isSending = false
let asking = new AbortController() // whoever sends something waits for no older list

const isShown = (mode) => !dock.hidden && dock.dataset.mode === mode

const fill = (found, mode, sent) => {
  const old = mode === "notes" ? known() : null
  if (old?.isConnected) replace(old, found, sent)
  else if (isShown(mode)) section.replaceChildren(found)
  if (mode === "notes") know(found)
  if (isShown(mode)) section.dispatchEvent(new CustomEvent("dock:filled", { bubbles: true, detail: { mode } }))
}

export const isBusy = () => pending > 0

// Fetches a section and shows it where it is wanted; gives what the server says besides.
export const take = async (request, mode, sent) => {
  asking.abort()
  if (request.method === "GET") asking = new AbortController()
  const answer = await fetch(request, request.method === "GET" ? { signal: asking.signal } : {})
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const found = page.querySelector(`#${mode}`)
  if (!found) throw new Error(String(answer.status))
  const said = page.querySelector(".messagelist")?.textContent.trim() ?? ""
  const isRefused = said && mode === "notes" // what was written is there to be sent again
  fill(document.importNode(found, true), mode, isRefused ? null : sent)
  return said
}

const attempt = async (request, mode, sent) => {
  pending += 1
  section.setAttribute("aria-busy", "true")
  try {
    status.textContent = await take(request, mode, sent)
    return true
  } catch ({ name }) {
    if (name !== "AbortError") status.textContent = failed
    return false
  } finally {
    pending -= 1
    if (!pending) section.removeAttribute("aria-busy")
  }
}

// Whoever acted on a thread stays there; a new link is there to copy; after a note comes the next.
const refocus = (id, made) => {
  const there = id && document.getElementById(id)
  const address = made ? section.querySelector(".link-address") : null
  const first = section.querySelector("textarea, input:not([type=hidden])")
  const own = [...there?.querySelectorAll("button, summary, a") ?? []].find((one) => one.checkVisibility())
  const place = own ?? address ?? first
  place?.focus()
  if (place === address) address?.select()
}

dock.addEventListener("dock:shown", async ({ detail: { mode, toggle } }) => {
  if (!toggle.href) return
  shown = toggle.href
  section.replaceChildren(...(mode === "notes" && known() ? [known()] : []))
  const isGood = await attempt(new Request(shown), mode)
  if (isGood && isShown(mode) && !section.contains(document.activeElement)) refocus()
})

dock.addEventListener("submit", async (event) => {
  event.preventDefault()
  const { target, submitter } = event
  if (isSending) return
  isSending = section.classList.toggle("is-sent", true)
  const id = submitter?.closest("li[id]")?.id
  const body = new FormData(target, submitter)
  body.set("csrfmiddlewaretoken", token()) // who signed in again meanwhile has another
  await attempt(new Request(shown, { method: "POST", body }), dock.dataset.mode, target) && refocus(id, !id)
  isSending = section.classList.toggle("is-sent", false)
})

dock.addEventListener("click", (event) => {
  const page = event.target.closest(".pages a")
  if (!page) return
  event.preventDefault()
  shown = page.href
  attempt(new Request(shown), dock.dataset.mode)
})
