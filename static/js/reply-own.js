// A writer's own comments on the page that is the same for everybody: those that wait, which nobody
// else sees, and the links to change what was just said. Their addresses are secret, so they lie in
// the tab's own storage; an address that answers no more is forgotten.

const section = document.getElementById("respond");
const thread = document.getElementById("comments");
const KEY = `own:${section.querySelector("form").getAttribute("action")}`;

const addresses = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
};

const remember = (list) => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // Storage is switched off: the link is forgotten with the page.
  }
};

const listIn = (parent, before) => {
  const found = parent.querySelector(":scope > ol");
  if (found) return found;
  const list = document.createElement("ol");
  if (parent === thread) list.className = "thread";
  parent.insertBefore(list, before);
  return list;
};

// Below the comment that it answers, or at the end of the threads. What stands there for everybody
// gets the writer's own link only.
const put = (item) => {
  const comment = item.querySelector(".comment");
  const shown = document.getElementById(comment.id);
  if (shown) {
    shown.querySelector(".own-links")?.remove();
    shown.append(...comment.querySelectorAll(".own-links"));
    return shown;
  }
  const above = document.getElementById(`comment-${item.dataset.under}`)?.closest("li");
  const list = above
    ? listIn(above, above.querySelector(":scope > .more"))
    : listIn(thread, thread.querySelector(":scope > :is(.pages, .closed)"));
  list.append(item);
  return comment;
};

document.addEventListener("reply:sent", ({ detail: { item, address } }) => {
  if (!item) return;
  const comment = put(item);
  if (item.dataset.heading) thread.querySelector("h2, h1").textContent = item.dataset.heading;
  remember([...addresses(), address]);
  comment.tabIndex = -1;
  comment.focus();
});

const refresh = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const item = page.querySelector("[data-mine]");
  if (!item) return null;
  put(item);
  return new URL(answer.url).pathname;
};

const known = addresses();
const still = await Promise.allSettled(known.map(refresh));
if (known.length) {
  const living = still.map(({ status, value }, index) => (status === "rejected" ? known[index] : value));
  remember(living.filter(Boolean));
}
