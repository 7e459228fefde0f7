/* The caption of a table out of its HTML: read where nothing runs and nothing loads; only what
   stands in a line comes out. */

const INLINE = "a, abbr, b, cite, code, em, i, s, strong, sub, sup"

export const captionOf = (html) => {
  const read = Object.assign(document.createElement("template"), { innerHTML: html }).content
  for (const element of read.querySelectorAll("*")) {
    if (!element.matches(INLINE)) element.replaceWith(...element.childNodes)
    for (const { name, value } of [...element.attributes]) {
      const isGood = name === "href" ? /^(https?:|mailto:|tel:|[/#?])/i.test(value) : /^(title|lang|dir|hreflang)$/.test(name)
      if (!isGood) element.removeAttribute(name)
    }
  }
  const made = document.createElement("caption")
  made.append(read)
  return made
}
