// The form to reply comes to the comment that it answers, and goes home when that is cancelled.
// Without this module the same links load the page with the form filled in for an answer.

const section = document.getElementById("respond");
const form = section.querySelector("form");
const heading = section.querySelector("h2");
const cancel = section.querySelector(".cancel");
const home = document.createComment("the form’s home");
section.before(home);

let asked = null; // the link that brought the form where it is

const isolated = (name) => `\u2068${name}\u2069`;

const answer = (comment) => {
  form.elements.comment_parent.value = comment ? comment.id.slice("comment-".length) : "";
  heading.textContent = comment
    ? section.dataset.to.replace("…", isolated(comment.querySelector(".p-author").textContent))
    : section.dataset.plain;
  cancel.hidden = !comment;
  (comment ?? home).after(section);
  form.dispatchEvent(new Event("reply:placed"));
};

const goHome = () => {
  if (section.previousSibling === home) return false;
  answer(null);
  return true;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest(".answer a[href*='replytocom=']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  asked = link;
  answer(link.closest(".comment"));
  form.elements.comment.focus();
});

const giveUp = (event) => {
  if (!goHome()) return;
  event.preventDefault();
  asked?.focus();
};

cancel.addEventListener("click", giveUp);
section.addEventListener("keydown", (event) => {
  if (event.key === "Escape") giveUp(event);
});
form.addEventListener("reply:sent", goHome);
