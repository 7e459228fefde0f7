/* A button beside a field copies what stands in it; where the browser forbids that, it is selected. */

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button[data-copied]")
  if (!button) return
  const field = button.closest("p").querySelector("input")
  field.select()
  try {
    await navigator.clipboard.writeText(field.value)
    button.textContent = button.dataset.copied
  } catch {
    field.focus()
  }
})
