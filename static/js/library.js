/* The picture library beside an article: searched, and put in by a button, a key or by dragging. */

const drawer = document.querySelector("#library")
const form = document.querySelector("#article_form")
const inside = drawer?.querySelector(".inside")
const failure = drawer?.querySelector(".failure")
let editor = null
let wasThere = false
let before = null

const ask = async (query = "") => {
  const answer = await fetch(drawer.dataset.address + query, { headers: { accept: "text/html" } })
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText)
  return answer.text()
}

const tryTo = (work) => work().then(() => (failure.textContent = "")).catch(() => (failure.textContent = drawer.dataset.failed))

const open = async () => {
  before = document.activeElement
  drawer.hidden = false
  drawer.querySelector("h2").focus()
  if (!inside.childElementCount) await tryTo(async () => (inside.innerHTML = await ask()))
  drawer.dispatchEvent(new CustomEvent("library:ready"))
}

const close = () => {
  drawer.hidden = true
  before?.focus()
}

const put = (photos) => {
  const chain = editor.chain().focus(wasThere ? undefined : "end")
  for (const photo of photos) chain.insertPhoto(photo)
  chain.run()
}

const lead = ({ photo, name }) => {
  const field = form.querySelector("#id_photo")
  field.append(new Option(name, photo, true, true))
  window.django.jQuery(field).trigger("change")
}

const find = (field) => tryTo(async () => {
  const tiles = await ask(`?${new URLSearchParams({ q: field.value })}`)
  if (field.isConnected) inside.querySelector(".found").innerHTML = tiles
})

const more = (button) => tryTo(async () => {
  const { value: q } = inside.querySelector("[name=q]")
  const tiles = document.createElement("div")
  tiles.innerHTML = await ask(`?${new URLSearchParams({ q, page: button.dataset.page })}`)
  button.parentElement.replaceWith(...tiles.childNodes)
})

if (drawer) {
  let waiting = 0
  document.addEventListener("library:open", open)
  form.addEventListener("prose-editor:ready", ({ detail }) => {
    editor = detail.editor
    editor.on("focus", () => (wasThere = true))
  })
  drawer.addEventListener("library:kept", ({ detail }) => put(detail))
  drawer.addEventListener("keydown", (event) => event.key === "Escape" && close())
  drawer.addEventListener("input", ({ target }) => {
    if (target.name !== "q") return
    clearTimeout(waiting)
    waiting = setTimeout(find, 250, target)
  })
  drawer.addEventListener("submit", (event) => {
    event.preventDefault()
    if (event.target.matches(".find")) find(event.target.elements.q)
  })
  drawer.addEventListener("click", ({ target }) => {
    const tile = target.closest("[data-photo]")
    if (target.closest(".close")) close()
    if (target.closest(".put")) put([tile.dataset.photo])
    if (target.closest(".lead")) lead(tile.dataset)
    if (target.closest(".more")) more(target)
  })
  drawer.addEventListener("dragstart", ({ target, dataTransfer }) => {
    const { photo } = target.closest("[data-photo]").dataset
    dataTransfer.setData("text/html", `<figure data-photo="${photo}"></figure>`)
    dataTransfer.effectAllowed = "copy"
  })
}
