/* A newer section of the notes takes the place of the one that is there, and what somebody is typing in
   it, has opened or reads stays as it is. */

// What is the same in both: the item of the list that it stands in, and which of its forms it is.
const nameOf = (part) => `${part.closest("li[id], section").id} ${part.closest("details, form").className}`
const same = (now, part, selector) => [...now.querySelectorAll(selector)].find((one) => nameOf(one) === nameOf(part))

const isTyped = (form) =>
  form.contains(document.activeElement) ||
  [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue)

// A browser that cannot move what has the focus gives it back.
const move = (part, into, before) => {
  const field = document.activeElement
  if (into.moveBefore && part.isConnected && into.isConnected) into.moveBefore(part, before)
  else into.insertBefore(part, before)
  if (field !== document.activeElement && part.contains(field)) field.focus({ preventScroll: true })
}

// The form that is written in, with what the newer one has to choose from.
const keep = (form, fresh) => {
  for (const select of form.querySelectorAll("select")) {
    const chosen = select.selectedOptions[0]?.text
    select.replaceChildren(...fresh.elements[select.name].options)
    const again = [...select.options].find(({ text }) => text === chosen)
    if (again) select.value = again.value
  }
  move(form, fresh.parentElement, fresh)
  fresh.remove()
}

const openTo = (part) => {
  for (let details = part.closest("details"); details; details = details.parentElement.closest("details")) details.open = true
}

const carry = (old, now, sent) => {
  const done = sent?.closest(".note-answer, .note-reword")
  for (const details of old.querySelectorAll("details[open]")) {
    const again = same(now, details, "details")
    if (again && details !== done) again.open = true
  }
  for (const form of old.querySelectorAll("form:has(textarea)")) {
    if (form === sent || !isTyped(form)) continue
    const fresh = same(now, form, "form:has(textarea)")
    if (fresh) keep(form, fresh)
    else move(form.closest("details"), now.querySelector(`#${form.closest("li[id]").id}`), null) // resolved meanwhile
    openTo(form)
  }
}

// Where somebody reads: the first item of the list that reaches into what is seen.
const readIn = (section, edge) =>
  [...section.querySelectorAll("li[id]")].find((item) => item.getBoundingClientRect().bottom > edge)

// On the same button or link of the same item, else on the item.
const refocus = (now, focused) => {
  const id = focused.closest("li[id]")?.id
  const item = id ? now.querySelector(`#${id}`) : now
  const twin = [...item?.querySelectorAll(focused.tagName) ?? []].find((one) => one.textContent === focused.textContent)
  const place = twin ?? item
  place?.focus({ preventScroll: true })
}

// `sent` is the form that the newer section answers.
export const replace = (old, now, sent) => {
  const holder = old.parentElement
  const edge = holder.getBoundingClientRect().top
  const read = holder.scrollTop ? readIn(old, edge) : null
  const was = read?.getBoundingClientRect().top
  const focused = old.contains(document.activeElement) ? document.activeElement : null
  const seen = new Set([...old.querySelectorAll("li[id]")].map(({ id }) => id))
  for (const one of now.querySelectorAll("li[id]")) one.classList.toggle("noted", !seen.has(one.id))
  old.after(now)
  carry(old, now, sent)
  old.remove()
  const again = read && now.querySelector(`#${read.id}`)
  if (again) holder.scrollTop += again.getBoundingClientRect().top - was
  if (focused && !now.contains(document.activeElement)) refocus(now, focused)
}
