/* Beside the choice of a photo: the photo that is chosen. */

const { library } = document.querySelector("script[data-library]").dataset
const photo = document.querySelector("#id_photo")

const show = () => {
  const holder = photo.closest(".form-row")
  holder.querySelector(".preview")?.remove()
  if (!photo.value) return
  const picture = document.createElement("img")
  Object.assign(picture, { className: "preview", alt: "", src: `${library}${photo.value}/thumbnail/` })
  holder.append(picture)
}

if (photo) {
  window.django.jQuery(photo).on("change", show)
  show()
}
