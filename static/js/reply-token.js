// Fetches the token that says "a browser's script ran here" when a reply form is first used, and puts
// it into the form. Networks that look automatic get a challenge instead (ALTCHA, version 2), which
// this same module solves in a Worker. Without a token, or without this module, a reply is held.

const ADDRESS = "/comments/token/";
const FRESH = 60 * 60 * 1000;
const PATIENCE = 10000;
const fetched = new WeakMap();
const waiting = new WeakMap();

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const derive = async ({ cost, keyLength, nonce, salt }, counter) => {
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(bytes(nonce));
  new DataView(password.buffer).setUint32(nonce.length / 2, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  return hex(await crypto.subtle.deriveBits(how, key, 8 * keyLength));
};

const solve = async (challenge) => {
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await derive(challenge.parameters, counter);
    if (derivedKey.startsWith(challenge.parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
  }
};

const solveAside = (challenge) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.url, { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = reject;
    worker.postMessage(challenge);
  });

const fill = async (field) => {
  const answer = await fetch(ADDRESS, { cache: "no-store", credentials: "omit" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { token, challenge } = await answer.json();
  field.value = token ?? (await solveAside(challenge));
};

const onFocus = async ({ target }) => {
  const field = target.form?.querySelector("input[name=token]");
  if (!field || Date.now() - (fetched.get(field) ?? 0) < FRESH) return;
  fetched.set(field, Date.now());
  const filled = fill(field);
  waiting.set(field, filled);
  try {
    await filled;
  } catch {
    fetched.delete(field); // the next focus tries again; until then a moderator looks first
  } finally {
    waiting.delete(field);
  }
};

// Who sends before the token is there waits for it a little, and is told so.
const onSubmit = async (event) => {
  const { target: form, submitter } = event;
  const field = form.querySelector("input[name=token]");
  if (!waiting.has(field)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const told = form.querySelector("[data-checking]");
  if (told.textContent) return; // pressed again
  told.textContent = told.dataset.checking;
  const enough = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([waiting.get(field), enough]).catch(() => {});
  waiting.delete(field);
  told.textContent = "";
  form.requestSubmit(submitter);
};

if (typeof document === "undefined") {
  self.onmessage = async ({ data }) => self.postMessage(await solve(data));
} else {
  document.addEventListener("focusin", onFocus);
  document.addEventListener("submit", onSubmit, { capture: true });
  if (document.activeElement) onFocus({ target: document.activeElement });
}
