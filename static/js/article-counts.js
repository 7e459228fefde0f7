/* Says how long what is written is: under each line that search results and cards cut, and under
   the body. A hint is no fault; only what the database takes is a limit. */

import { characters, counted, textOf, written } from "./counting.js";

const form = document.querySelector("#article_form")

for (const field of form.querySelectorAll("[data-hints]")) {
  const hints = JSON.parse(field.dataset.hints)
  const count = document.createElement("p")
  const number = document.createElement("span")
  const hint = document.createElement("span")
  count.className = "count"
  hint.setAttribute("role", "status")
  count.append(number, " ", hint)
  field.after(count)
  const show = () => {
    const length = characters(field.value.trim())
    const passed = hints.filter(([most]) => length > most).at(-1)
    number.textContent = `${written(length)} / ${written(hints[0][0])}`
    if (hint.textContent !== (passed?.[1] ?? "")) hint.textContent = passed?.[1] ?? ""
  }
  field.addEventListener("input", show)
  show()
}

const body = form.querySelector("[name=body]")
const holder = form.querySelector(".counts")
let waiting = 0

const count = () => {
  waiting = 0
  const said = counted(textOf(body.value))
  for (const [name, number] of Object.entries(said)) holder.querySelector(`[data-count=${name}]`).textContent = written(number)
  holder.hidden = false
}

if (holder) {
  body.addEventListener("input", () => (waiting ||= requestIdleCallback?.(count, { timeout: 500 }) ?? setTimeout(count, 300)))
  count()
}
