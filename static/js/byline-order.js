/* Names over an article are put in order by buttons or by dragging; without this, by their numbers. */

const group = document.querySelector("#bylines-group")
const moves = document.querySelector("#byline-moves")

const lines = () => [...group.querySelectorAll("tbody tr.form-row:not(.empty-form)")]

const number = () => {
  const all = lines()
  all.forEach((line, index) => {
    line.querySelector(".field-position input").value = index
    line.querySelector("[data-move='-1']").disabled = index === 0
    line.querySelector("[data-move='1']").disabled = index === all.length - 1
  })
}

const move = (line, step) => {
  const all = lines()
  const other = all[all.indexOf(line) + step]
  if (!other) return
  if (step < 0) other.before(line)
  else other.after(line)
  number()
  line.dispatchEvent(new Event("input", { bubbles: true }))
}

const press = (event) => {
  const button = event.target.closest("[data-move]")
  if (!button) return
  move(button.closest("tr"), Number(button.dataset.move))
  const next = button.disabled ? button.parentElement.querySelector(":enabled") : button
  next?.focus()
}

let dragged = null

const drag = {
  dragstart: (event) => {
    dragged = event.target.closest?.("tr.form-row") ?? null
    if (dragged) event.dataTransfer.effectAllowed = "move"
  },
  dragover: (event) => {
    const over = event.target.closest("tr.form-row:not(.empty-form)")
    if (!dragged || !over) return
    event.preventDefault()
    const all = lines()
    const step = all.indexOf(over) - all.indexOf(dragged)
    if (step < 0) over.before(dragged)
    if (step > 0) over.after(dragged)
  },
  drop: (event) => dragged && event.preventDefault(),
  dragend: () => {
    if (!dragged) return
    dragged = null
    number()
    group.dispatchEvent(new Event("input", { bubbles: true }))
  },
}

const equip = (line) => {
  const place = line.querySelector(".field-position")
  if (!place || place.querySelector(".moves")) return
  place.append(moves.content.cloneNode(true))
  place.querySelector("input").type = "hidden"
  const handle = place.querySelector(".moves")
  handle.draggable = true
}

if (group && moves) {
  lines().forEach(equip)
  number()
  group.addEventListener("click", press)
  for (const [name, answer] of Object.entries(drag)) group.addEventListener(name, answer)
  document.addEventListener("formset:added", (event) => {
    if (!group.contains(event.target)) return
    equip(event.target)
    number()
  })
  document.addEventListener("formset:removed", () => number())
}
