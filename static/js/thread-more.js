// "N more replies" brings them in place; without this module the link leads to a page of them.

const replies = async (link) => {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const items = [...page.querySelectorAll(".thread > li")];
  const fresh = items.filter((item) => !document.getElementById(item.querySelector("[id]").id));
  return { fresh, next: page.querySelector(".pages [rel=next]") };
};

const listAbove = (more) => {
  const before = more.previousElementSibling;
  if (before?.localName === "ol") return before;
  const list = document.createElement("ol");
  more.before(list);
  return list;
};

const bring = async (link) => {
  const more = link.closest(".more");
  const { fresh, next } = await replies(link);
  listAbove(more).append(...fresh);
  if (next) {
    link.href = next.href;
    link.textContent = next.textContent;
  } else more.remove();
  const first = fresh[0]?.querySelector("[id]");
  if (!first) return;
  first.tabIndex = -1;
  first.focus();
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest(".more a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    await bring(link);
  } catch {
    location.assign(link.href);
  } finally {
    link.ariaBusy = "false";
  }
});
