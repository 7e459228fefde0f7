// "Read the whole comment" brings the rest in place; without this module the link leads to the
// comment's own page.

const whole = async (link) => {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(`#${CSS.escape(link.closest(".comment").id)} .said`);
};

document.addEventListener("click", async (event) => {
  const link = event.target.closest(".whole a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const said = await whole(link);
    link.closest(".comment").querySelector(".said").replaceWith(said);
    link.closest(".whole").remove();
    said.tabIndex = -1;
    said.focus();
  } catch {
    location.assign(link.href);
  }
});
