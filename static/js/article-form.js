/* The article form follows the article: its fields run in the language's direction, the chosen photo is shown. */

const form = document.querySelector("#article_form")
const language = form.querySelector("#id_language")
const { library } = document.querySelector("script[data-library]").dataset

const turn = () => {
  const direction = language.dataset.rtl.split(" ").includes(language.value) ? "rtl" : "ltr"
  const fields = ".line, #id_standfirst, .prose-editor .ProseMirror[contenteditable]"
  for (const field of form.querySelectorAll(fields)) {
    field.lang = language.value
    field.dir = field.matches("input, textarea") && !field.value ? direction : "auto"
    if (field.matches(".ProseMirror")) field.dir = direction
  }
}

const say = ({ detail }) => (form.querySelector(".prose-said").textContent = detail)

const show = (photo) => {
  const holder = photo.closest(".form-row")
  holder.querySelector(".preview")?.remove()
  if (!photo.value) return
  const picture = document.createElement("img")
  Object.assign(picture, { className: "preview", alt: "", src: `${library}${photo.value}/thumbnail/` })
  holder.append(picture)
}

/* Select2 4.0 names its boxes by what is chosen, so an empty one has no name. */
const name = () => {
  for (const select of form.querySelectorAll("select.admin-autocomplete")) {
    const label = select.labels[0]?.textContent.replace(/:\s*$/, "")
    const parts = select.parentElement.querySelectorAll(":is(.select2-selection, .select2-selection__rendered, .select2-search__field)")
    for (const part of label ? parts : []) if (!part.matches("ul")) part.setAttribute("aria-label", label)
  }
}

if (language) {
  window.django.jQuery(name)
  language.addEventListener("change", turn)
  form.addEventListener("prose-editor:ready", turn)
  form.addEventListener("input", turn)
  form.addEventListener("prose:say", say)
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches(".line") || event.key !== "Enter" || event.isComposing) return
    event.preventDefault()
    form.requestSubmit(form.querySelector("[name=_save]"))
  })
  turn()
  const photo = form.querySelector("#id_photo")
  window.django.jQuery(photo).on("change", () => show(photo))
  show(photo)
}
