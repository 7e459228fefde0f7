/* The notes as the server told them last: their section, the threads about a paragraph that somebody
   has to do something about, and how many are unresolved. */

const count = document.querySelector("#notes-count")
let section = null
let list = []

export const known = () => section
export const mark = () => section?.dataset.mark ?? ""

// Each with `id`, its item in the list and the words by which its paragraph is found.
export const threads = () => list

export const know = (now) => {
  section = now
  list = [...now.querySelectorAll(".thread[data-quote]")].map((item) => ({ id: item.id, item, ...item.dataset }))
  if (count) count.textContent = now.dataset.open
  document.dispatchEvent(new CustomEvent("notes:known"))
}
