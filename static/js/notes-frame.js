/* Notes and links for outsiders beside the form: the section of their own page, and what is sent
   there, without leaving what is being written. */

const dock = document.querySelector("#dock")
const section = dock.querySelector(".dock-section")
const status = dock.querySelector(".dock-status")
const count = document.querySelector("#notes-count")
const { failed } = document.querySelector("script[data-failed]").dataset
let shown = ""

const take = async (request, mode) => {
  const answer = await fetch(request)
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const found = page.querySelector(`#${mode}`)
  if (!found) throw new Error(String(answer.status))
  const opened = [...section.querySelectorAll("details[open]")].map((one) => one.closest("[id]")?.id)
  section.replaceChildren(document.importNode(found, true))
  for (const one of section.querySelectorAll(".notes-resolved")) one.open = opened.includes(mode)
  if (count && mode === "notes") count.textContent = found.dataset.open
  status.textContent = page.querySelector(".messagelist")?.textContent.trim() ?? ""
  section.dispatchEvent(new CustomEvent("dock:filled", { bubbles: true, detail: { mode } }))
}

const attempt = async (request, mode) => {
  section.setAttribute("aria-busy", "true")
  try {
    await take(request, mode)
    return true
  } catch {
    status.textContent = failed
    return false
  } finally {
    section.removeAttribute("aria-busy")
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

dock.addEventListener("dock:shown", ({ detail }) => {
  if (!detail.toggle.href) return
  section.replaceChildren()
  shown = detail.toggle.href
  attempt(new Request(shown), detail.mode).then((good) => good && refocus())
})

dock.addEventListener("submit", async (event) => {
  event.preventDefault()
  const { target, submitter } = event
  if (section.hasAttribute("aria-busy")) return
  const id = submitter?.closest("li[id]")?.id
  const body = new FormData(target, submitter)
  await attempt(new Request(shown, { method: "POST", body }), dock.dataset.mode) && refocus(id, !id)
})

dock.addEventListener("click", (event) => {
  const page = event.target.closest(".pages a")
  if (!page) return
  event.preventDefault()
  shown = page.href
  attempt(new Request(shown), dock.dataset.mode)
})
