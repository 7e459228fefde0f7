// Texts that the server does not have yet, in the browser's own storage: by person, article and tab.
// They go as soon as the server has them, when the person signs out, and after thirty days.

const PREFIX = "unsaved:";
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;

const name = ({ person, address, tab }) => `${PREFIX}${person}:${address}:${tab}`;

// Storage that is switched off, or full, keeps nothing; `put` says so.
export const put = (text) => {
  try {
    localStorage.setItem(name(text), JSON.stringify({ ...text, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
};

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

const keysOf = (person) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${person}:`));
  } catch {
    return [];
  }
};

export const textsOf = (person) => {
  const texts = keysOf(person).map(read).filter(Boolean);
  for (const old of texts.filter(({ at }) => at < Date.now() - KEPT_FOR)) drop(old);
  return texts.filter(({ at }) => at >= Date.now() - KEPT_FOR).sort((one, two) => one.sequence - two.sequence);
};

// Only the text that is meant: another tab may have written a later one under the same name.
export const drop = (text) => {
  const kept = read(name(text));
  if (kept && kept.sequence <= text.sequence) localStorage.removeItem(name(text));
};

export const forget = (person) => keysOf(person).forEach((key) => localStorage.removeItem(key));
