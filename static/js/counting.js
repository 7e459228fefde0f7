/* How long a text is, by the rules of lib/counting.py; characters as people see them. */

const SIGN = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}"
const SIGNS = new RegExp(`[${SIGN}]`, "gu")
const TOKENS = new RegExp(`[^\\s\\u2013\\u2014\\u2026${SIGN}]+`, "gu")
const BLOCK = /<(?=\/?(?:p|h[2-4]|li|ul|ol|blockquote|pre|figure|figcaption|table|caption|t[rdh]|thead|tbody)\b|[bh]r\b)/g
const segmenter = Intl.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" })

const found = (text, pattern) => text.match(pattern) ?? []

export const characters = (text) => (segmenter ? [...segmenter.segment(text)] : [...text]).length

export const counted = (text) => {
  const signs = found(text, SIGNS).length
  const spaced = found(text, TOKENS).filter((token) => /[\p{L}\p{N}]/u.test(token)).length
  const minutes = signs || spaced ? Math.max(1, Math.floor(signs / 300 + spaced / 184 + 0.5)) : 0
  return { words: signs + spaced, characters: characters(text.trim().replace(/\s+/g, " ")), minutes }
}

export const textOf = (html) =>
  new DOMParser().parseFromString(html.replace(BLOCK, " <"), "text/html").body.textContent

export const written = (number) => new Intl.NumberFormat(document.documentElement.lang).format(number)
