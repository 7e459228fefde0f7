/* What people paste from word processors and pages, in plain HTML, as lib/html_pasted.py has it:
   lists, emphasis, headings and links as elements. Both are tested with the same samples. */

import { inert, makeLists, style } from "./pasted-lists.js";
const DROPPED = "style, script, meta, link, title, xml, img, button, select, iframe, del[datetime], .MsoCommentReference, .msocomtxt, .msocomanchor"
const KEPT = ["href", "colspan", "rowspan", "scope", "data-photo", "data-embed"]
const HEADINGS = "h1, h2, h3, h4, h5, h6"
const BOLD = ["bold", "bolder", "600", "700", "800", "900"]
const NAMES = { b: "strong", i: "em", strike: "s", del: "s" }
const RAISED = { super: "sup", sub: "sub" }

const rename = (element, tag) => {
  const made = element.ownerDocument.createElement(tag)
  for (const { name, value } of element.attributes) if (/^[\w-]+$/.test(name)) made.setAttribute(name, value)
  made.append(...element.childNodes)
  element.replaceWith(made)
}

const unwrap = (element) => element.replaceWith(...element.childNodes)
const plain = (element) => element.querySelectorAll("strong").forEach(unwrap)
const words = (element) => element.textContent.trim().split(/\s+/).join(" ")

const fill = (element, tag) => {
  const inner = element.ownerDocument.createElement(tag)
  inner.append(...element.childNodes)
  element.append(inner)
}

const drop = (body) => {
  const silent = (element) => {
    const { display, "mso-list": list, "mso-element": part = "" } = style(element)
    return display === "none" || list === "ignore" || part.startsWith("comment")
  }
  for (const element of body.querySelectorAll("*")) if (element.matches(DROPPED) || silent(element)) element.remove()
}

const emphasise = (body) => {
  for (const element of body.querySelectorAll("b, strong, i, em, strike, del")) {
    const { "font-weight": weight, "font-style": slant } = style(element)
    const said = element.matches("b, strong") ? weight : element.matches("i, em") ? slant : ""
    if (["normal", "400"].includes(said)) unwrap(element)
    else if (NAMES[element.localName]) rename(element, NAMES[element.localName])
  }
  for (const element of body.querySelectorAll("span, font, u")) {
    const said = style(element)
    const struck = `${said["text-decoration"] ?? ""} ${said["text-decoration-line"] ?? ""}`
    if (BOLD.includes(said["font-weight"])) fill(element, "strong")
    if (["italic", "oblique"].includes(said["font-style"])) fill(element, "em")
    if (struck.includes("line-through")) fill(element, "s")
    if (RAISED[said["vertical-align"]]) fill(element, RAISED[said["vertical-align"]])
  }
}

const settleHeadings = (body) => {
  body.querySelectorAll("p.MsoTitle").forEach((one) => rename(one, "h1"))
  const down = body.querySelector("h1") ? 1 : 0
  for (const heading of body.querySelectorAll(HEADINGS)) rename(heading, `h${Math.min(Number(heading.localName[1]) + down, 4)}`)
}

const settleTables = (body) => {
  const isBold = (cell) => words(cell) && [...cell.querySelectorAll("strong")].map(words).join(" ") === words(cell)
  for (const table of body.querySelectorAll("table")) {
    const heads = [...table.querySelectorAll("thead :is(td, th)")]
    const first = [...(table.querySelector("tr")?.querySelectorAll("td, th") ?? [])]
    for (const cell of heads.length ? heads : first.every(isBold) ? first : []) if (cell.matches("td")) rename(cell, "th")
  }
}

const settleLinks = (body) => {
  for (const link of body.querySelectorAll("a")) {
    const address = URL.parse(link.getAttribute("href") ?? "")
    const isRedirect = /^(www\.)?google\.com\/url$/.test(address && address.hostname + address.pathname)
    const target = isRedirect ? (address.searchParams.get("q") ?? "") : ""
    if (/^https?:\/\//.test(target)) link.setAttribute("href", target)
    else if (/^(#|$)/.test(link.getAttribute("href") ?? "")) unwrap(link)
  }
}

const bare = (element) => {
  const kept = element.matches("figure") ? [...KEPT, "class"] : KEPT
  for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name)
}

export const tidied = (html) => {
  const { body } = new DOMParser().parseFromString(inert(html), "text/html")
  const rows = (one) => ["UL", "OL"].includes(one.parentElement.tagName) && one.previousElementSibling?.matches("li")
  makeLists(body)
  drop(body)
  emphasise(body)
  for (const inner of body.querySelectorAll("ul, ol")) if (rows(inner)) inner.previousElementSibling.append(inner)
  settleHeadings(body)
  settleTables(body)
  body.querySelectorAll(`th, ${HEADINGS}`).forEach(plain)
  settleLinks(body)
  body.querySelectorAll("body > br, div > br").forEach((rule) => rule.remove())
  for (const block of body.querySelectorAll(`p, ${HEADINGS}`)) if (!block.textContent.trim()) block.remove()
  body.querySelectorAll("*").forEach(bare)
  return body.innerHTML
}
