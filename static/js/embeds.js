/* What stands on another site is put into the page when a reader asks for it, and not before: until
   then nobody else learns of the visit. */

const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation"

const show = (figure) => {
  const frame = document.createElement("iframe")
  frame.title = figure.querySelector("a").textContent
  frame.loading = "lazy"
  frame.allow = "fullscreen; encrypted-media; picture-in-picture"
  frame.referrerPolicy = "strict-origin" /* players refuse a page that does not say its site */
  frame.setAttribute("sandbox", SANDBOX)
  frame.src = figure.dataset.frame
  figure.prepend(frame)
  figure.querySelector(".ask").remove()
  frame.focus()
}

for (const figure of document.querySelectorAll("figure[data-frame]")) {
  const ask = document.createElement("p")
  const button = document.createElement("button")
  const note = document.createElement("small")
  ask.className = "ask"
  button.type = "button"
  button.textContent = figure.dataset.button
  note.textContent = figure.dataset.note
  button.addEventListener("click", () => show(figure))
  ask.append(button, note)
  figure.querySelector("p").after(ask)
}
