/* One picture wants its description before it is sent; several are described afterwards. */

const pictures = document.querySelector("#id_pictures")
const alt = document.querySelector("#id_alt")

const ask = () => {
  const one = pictures.files.length < 2
  alt.required = one
  alt.disabled = !one
}

pictures.addEventListener("change", ask)
ask()
