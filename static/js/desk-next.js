// When the last response of a page is decided, the next page is pulled in below what was decided, so
// that its decisions can still be undone. Without this module "Older" leads there.

const list = document.querySelector(".responses");
let isPulling = false;

const left = () => list.querySelector("li.response:not(.done)");

const address = () => {
  const older = document.querySelector(".pages a[rel=next]");
  if (older) return older.href;
  const queue = new URL(location.href);
  for (const name of ["before", "after", "page", "date"]) queue.searchParams.delete(name);
  return queue.href;
};

const pull = async () => {
  const from = address();
  const answer = await fetch(from);
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const had = document.activeElement;
  for (const row of page.querySelectorAll(".responses > li")) {
    if (!document.getElementById(row.id)) list.append(row);
  }
  for (const part of [".pages", ".queues"]) {
    document.querySelector(part).replaceWith(page.querySelector(part));
  }
  history.replaceState(null, "", from);
  document.querySelector("main .nothing")?.remove();
  const nothing = page.querySelector(".nothing");
  if (nothing && !left()) list.after(nothing);
  if (had === document.body || had.matches(".done")) (left() ?? nothing)?.focus();
};

document.addEventListener("decided", async () => {
  if (!list || isPulling) return;
  if (left()) {
    document.querySelector("main .nothing")?.remove();
    return;
  }
  isPulling = true;
  try {
    await pull();
  } catch {
    // The network is gone: "Older" leads on when it is back.
  } finally {
    isPulling = false;
  }
});
