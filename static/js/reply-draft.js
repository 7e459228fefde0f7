// Nothing that was typed is lost: the draft of each answer lies in the browser's own storage until it
// is sent. Until the writer ticks "Save my name …", it lies in the tab's (sessionStorage), which lives
// through a reload and a wrong link and ends with the tab: nothing stays on a shared computer without
// consent. Ticked, name, address and drafts stay for the next time (localStorage); unticked, they go.
// The page itself is the same for everybody: only the browser fills the form in.

const form = document.querySelector("#respond form");
const { comment, comment_parent: parent, remember } = form.elements;
const WRITER = ["author", "email", "url"];

// A guest who is asked to sign in finds the draft in the form behind that, which names the same place.
const article = form.dataset.draft ?? form.getAttribute("action");
const key = () => `draft:${article}:${parent.value}`;

// Storage that is switched off, or full, keeps nothing; the form works without.
const tried = (action) => {
  try {
    return action();
  } catch {
    return null;
  }
};

const forget = (name) => {
  tried(() => sessionStorage.removeItem(name));
  tried(() => localStorage.removeItem(name));
};

const kept = (name) =>
  tried(() => sessionStorage.getItem(name)) ?? tried(() => localStorage.getItem(name)) ?? "";

const keep = (name, text) => {
  forget(name);
  if (text) tried(() => (remember?.checked ? localStorage : sessionStorage).setItem(name, text));
};

const keepWriter = () => {
  if (!remember?.checked) return forget("writer");
  const said = WRITER.filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]);
  return tried(() => localStorage.setItem("writer", JSON.stringify(Object.fromEntries(said))));
};

const fillIn = () => {
  const said = tried(() => JSON.parse(localStorage.getItem("writer")));
  if (remember && said) remember.checked = true;
  for (const name of said ? WRITER : []) {
    const field = form.elements[name];
    if (field && !field.value) field.value = said[name] ?? "";
  }
};

// What is typed already goes along to the comment that it answers, unless a draft waits there.
let place = key();
const move = () => {
  const waiting = kept(key());
  if (waiting) comment.value = waiting;
  else {
    keep(key(), comment.value);
    forget(place);
  }
  place = key();
};

fillIn();
if (!comment.value) comment.value = kept(key());
comment.addEventListener("input", () => keep(key(), comment.value));
remember?.addEventListener("change", () => {
  keep(key(), comment.value);
  keepWriter();
});
form.addEventListener("submit", () => (remember ? keepWriter() : forget(key())));
form.addEventListener("reply:placed", move);
form.addEventListener("reply:sent", () => forget(key()), { capture: true });
