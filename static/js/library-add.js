/* Pictures from this device go into the library, with what is to be said about them, and from there
   into the article: chosen, pasted, or dropped on the editor or the drawer. */

const drawer = document.querySelector("#library")
const inside = drawer?.querySelector(".inside")
let taken = []

/* Asked for when there is something to add, as the library's own form asks for it. */
const ask = (add) => {
  const { length } = add.elements.pictures.files
  add.querySelector(".said").hidden = length === 0
  add.elements.alt.required = length === 1
  add.elements.alt.closest("p").hidden = length > 1
  if (length) add.elements[length === 1 ? "alt" : "caption"].focus()
}

const take = (files) => {
  taken = files
  document.dispatchEvent(new CustomEvent("library:open"))
}

const fill = () => {
  const add = inside.querySelector(".add")
  if (!add || !taken.length) return
  const transfer = new DataTransfer()
  for (const file of taken) transfer.items.add(file)
  add.elements.pictures.files = transfer.files
  taken = []
  ask(add)
}

const settle = (request, add) => {
  const found = inside.querySelector(".found")
  add.querySelector("progress").hidden = true
  add.querySelector(".send").disabled = false
  if (![201, 422].includes(request.status)) {
    drawer.querySelector(".failure").textContent = drawer.dataset.failed
    return
  }
  const answer = document.createElement("div")
  answer.innerHTML = request.responseText
  const photos = [...answer.querySelectorAll("[data-photo]")].map((tile) => tile.dataset.photo)
  drawer.querySelector(".failure").replaceChildren(...answer.querySelectorAll(".refusals"))
  if (photos.length) {
    found.prepend(...answer.childNodes)
    add.reset()
    ask(add)
    drawer.dispatchEvent(new CustomEvent("library:kept", { detail: photos }))
  }
}

const send = (add) => {
  if (!add.reportValidity()) return
  const request = new XMLHttpRequest() /* fetch tells nothing of what was sent so far */
  const progress = add.querySelector("progress")
  progress.hidden = false
  add.querySelector(".send").disabled = true
  request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = loaded / total))
  request.addEventListener("loadend", () => settle(request, add))
  request.open("POST", add.action)
  request.send(new FormData(add))
}

if (drawer) {
  drawer.addEventListener("library:ready", fill)
  document.addEventListener("library:files", ({ detail }) => take(detail))
  drawer.addEventListener("change", ({ target }) => target.name === "pictures" && ask(target.form))
  drawer.addEventListener("reset", ({ target }) => setTimeout(ask, 0, target))
  drawer.addEventListener("submit", ({ target }) => target.matches(".add") && send(target))
  drawer.addEventListener("dragover", (event) => event.preventDefault())
  drawer.addEventListener("drop", (event) => {
    event.preventDefault()
    if (event.dataTransfer.files.length) take([...event.dataTransfer.files])
  })
}
