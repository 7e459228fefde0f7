/* Where in the editor's document the words stand that a note is about. Text is compared as the server
   has it: on one line, one space between words. */

const SURE = 12 // characters

export const words = (text) => text.replace(/\s+/gu, " ").trim()

// The letters of a block, and the place in the document of each.
const lettersOf = (node, at) => {
  let text = ""
  const places = []
  const push = (letter, place) => {
    if (letter === " " && (!text || text.endsWith(" "))) return
    text += letter
    places.push(place)
  }
  node.descendants((inner, offset) => {
    const start = at + 1 + offset
    if (!inner.isText) push(" ", start)
    else for (let i = 0; i < inner.text.length; i += 1) push(inner.text[i].replace(/\s/u, " "), start + i)
  })
  return { text, places }
}

// The block at this place, as `{ node, at }`; null between blocks.
export const blockAt = (doc, place) => {
  const there = doc.resolve(Math.min(place, doc.content.size))
  return there.depth ? { node: there.node(1), at: there.before(1) } : null
}

// From where to where the words stand in a block; the whole of it where they do not.
export const rangeOf = ({ node, at }, quote) => {
  const { text, places } = lettersOf(node, at)
  const start = text.indexOf(quote)
  const [first, last] = start < 0 ? [0, places.length - 1] : [start, start + quote.length - 1]
  return places.length ? { from: places[first], to: places[last] + 1 } : { from: at + 1, to: at + 1 }
}

const nearest = (blocks, place) =>
  blocks.toSorted((one, other) => Math.abs(one.index - place) - Math.abs(other.index - place))[0]

// Blocks with the threads whose places are in them, `{ node, at, ids }`, in the order of the text.
export const noted = (doc, places) => {
  const blocks = new Map()
  for (const [id, place] of places) {
    const block = blockAt(doc, place)
    if (!blocks.has(block.at)) blocks.set(block.at, { ...block, ids: [] })
    blocks.get(block.at).ids.push(id)
  }
  return [...blocks.values()].toSorted((one, other) => one.at - other.at)
}

// Where a thread's paragraph is: by its beginning, else by the quoted words if they are so many that
// they stand in one only, or in any case when it `isLost`; null for nowhere.
const find = (doc, { quote, beginning = "", place = 0 }, isLost) => {
  const blocks = []
  doc.forEach((node, at, index) => blocks.push({ node, at, index, text: lettersOf(node, at).text }))
  const begins = beginning.replace(/…$/u, "")
  const found =
    nearest(begins ? blocks.filter(({ text }) => text.startsWith(begins)) : [], place) ??
    nearest(isLost || quote.length >= SURE ? blocks.filter(({ text }) => text.includes(quote)) : [], place)
  return found ? rangeOf(found, quote).from : null
}

// Where a place is after a change; null when its paragraph was deleted.
export const moved = ({ before, mapping }, place) => {
  const opening = mapping.mapResult(before.resolve(place).before(1), 1)
  const now = mapping.mapResult(place, 1)
  return opening.deletedAfter && now.deletedAcross ? null : now.pos
}

// The place of each thread by its id. What was found stays with its paragraph, however that is reworded
// in the editor; `move` tells where a place is now.
export const settled = (doc, threads, was = new Map(), move = (place) => place) => {
  const now = new Map()
  for (const thread of threads) {
    const kept = was.has(thread.id) ? move(was.get(thread.id)) : null
    const block = kept === null ? null : blockAt(doc, kept)
    const holds = block && lettersOf(block.node, block.at).text.includes(thread.quote)
    const place = holds ? kept : (find(doc, thread, !block) ?? (block && kept))
    if (place !== null) now.set(thread.id, place)
  }
  return now
}
