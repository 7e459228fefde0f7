/* The preview beside the form: the page that the server makes of what is in the form, again a moment
   after each change. Only what changed in it is put anew, so that it stays where it was read. */

const AFTER = 400 // milliseconds without a key
const WIDE = 1280 // pixels of a desktop's window
const form = document.querySelector("#article_form")
const dock = document.querySelector("#dock")
const frame = dock.querySelector("iframe")
const section = dock.querySelector(".dock-section")
const status = dock.querySelector(".dock-status")
const { failed } = document.querySelector("script[data-failed]").dataset
const address = document.querySelector("#preview-toggle").formAction
const modes = [...dock.querySelectorAll("[data-show]")]
let timer, asked = 0, asking = new AbortController()

const showing = () => !dock.hidden && dock.dataset.mode === "preview"

// The scripts of the page do not run in its frame, whatever it holds; links lead nowhere.
const renew = (old, now) => {
  if (old.isEqualNode(now)) return
  const mayKeep = old.nodeName === now.nodeName && old.nodeType === 1 && now.childElementCount
  if (!mayKeep || ["FIGURE", "PICTURE", "P", "TABLE"].includes(old.nodeName)) {
    old.replaceWith(old.ownerDocument.importNode(now, true))
    return
  }
  for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name)
  for (const { name, value } of now.attributes) old.setAttribute(name, value)
  const [was, will] = [[...old.childNodes], [...now.childNodes]]
  let first = 0, last = 0
  const most = Math.min(was.length, will.length)
  while (first < most && was[first].isEqualNode(will[first])) first += 1
  while (last < most - first && was.at(-1 - last).isEqualNode(will.at(-1 - last))) last += 1
  const [gone, come] = [was.slice(first, was.length - last), will.slice(first, will.length - last)]
  if (gone.length === come.length) gone.forEach((node, place) => renew(node, come[place]))
  else {
    const next = was[was.length - last] ?? null
    for (const node of come) old.insertBefore(old.ownerDocument.importNode(node, true), next)
    for (const node of gone) node.remove()
  }
}

const fill = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html")
  const elsewhere = page.querySelector("#elsewhere")
  elsewhere?.querySelector("summary").remove()
  if (showing()) section.replaceChildren(...(elsewhere?.childNodes ?? []))
  page.querySelector("#previewed")?.remove()
  for (const script of page.querySelectorAll("script")) script.remove()
  const base = page.createElement("base")
  base.target = "_blank"
  page.head.prepend(base)
  page.normalize()
  const shown = frame.contentDocument
  if (!shown?.querySelector("main")) frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`
  else renew(shown.documentElement, page.documentElement)
}

const ask = async () => {
  const number = (asked += 1)
  asking.abort()
  asking = new AbortController()
  try {
    const answer = await fetch(address, { method: "POST", body: new FormData(form), signal: asking.signal })
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status))
    const html = await answer.text()
    if (number === asked) fill(html)
    if (number === asked && showing()) status.textContent = ""
  } catch {
    if (number === asked && showing()) status.textContent = failed
  }
}

const later = () => {
  clearTimeout(timer)
  if (showing()) timer = setTimeout(ask, AFTER)
}

const fit = () => {
  const scale = dock.dataset.view === "desktop" ? frame.parentElement.clientWidth / WIDE : 1
  frame.style.setProperty("--scale", Math.min(scale, 1))
}

const show = (mode) => {
  dock.dataset.view = mode
  for (const button of modes) button.setAttribute("aria-pressed", String(button.dataset.show === mode))
  fit()
}

for (const button of modes) button.addEventListener("click", () => show(button.dataset.show))
new ResizeObserver(fit).observe(frame.parentElement)
form.addEventListener("input", later)
window.django.jQuery(form).on("change", later)
dock.addEventListener("dock:shown", () => showing() && ask())
show("phone")
