/* What is pasted, made fit to be read; Word's paragraphs that look like points of a list as lists. */

const NUMBERED = /^\(?[\p{L}\p{N}_]{1,5}[.)-]/u

/* Also where nothing is shown, the page's policy counts each style and handler as a violation. */
const ATTRIBUTES = /(?<=<[^<>]*\s)(style|on\w+)(?=\s*=)/gi
export const inert = (html) => html.replace(/<style\b[\s\S]*?<\/style>/gi, "").replace(ATTRIBUTES, "data-$1")

export const style = (element) => {
  const pairs = (element.dataset?.style ?? "").toLowerCase().split(";")
  return Object.fromEntries(pairs.map((pair) => {
    const [name, ...value] = pair.split(":")
    return [name.trim(), value.join(":").trim().replace(/\s+/g, " ")]
  }))
}

const marker = (point) => [...point.querySelectorAll("*")].find((one) => style(one)["mso-list"] === "ignore")?.textContent.trim() ?? ""

export const makeLists = (body) => {
  let open = []
  for (const point of body.querySelectorAll("p")) {
    const said = /^(l\d+) level(\d+)/.exec(style(point)["mso-list"] ?? "")
    if (!said) continue
    const [name, level] = [said[1], Number(said[2])]
    if (open[0]?.list !== point.previousElementSibling) open = []
    const ends = (one) => one.level > level || (one.level === level && one.name !== name)
    while (open.length && ends(open.at(-1))) open.pop()
    if (!open.length || open.at(-1).level < level) {
      const list = body.ownerDocument.createElement(NUMBERED.test(marker(point)) ? "ol" : "ul")
      if (open.length) open.at(-1).list.lastElementChild.append(list)
      else point.before(list)
      open.push({ level, name, list })
    }
    const item = body.ownerDocument.createElement("li")
    item.append(...point.childNodes)
    open.at(-1).list.append(item)
    point.remove()
  }
}
