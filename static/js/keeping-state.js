// Says beside the buttons whether what was typed is kept, and where. What is not as usual, and that it
// is over, is also told to those who hear the page; "Saving" and "Saved" at every pause would only
// disturb them.

const line = document.querySelector("#kept");
const told = document.querySelector("#kept-told");
const USUAL = ["saved", "kept", "saving"];

export const show = (state, why = "") => {
  const before = line.dataset.state ?? "saved";
  const said = line.getAttribute(`data-${state}`);
  line.dataset.state = state;
  line.hidden = false;
  line.querySelector(".now").textContent = said;
  line.querySelector(".why").textContent = why;
  line.querySelector("[data-sign-in]").hidden = state !== "signed-out";
  line.querySelector("[data-take-over]").hidden = state !== "elsewhere";
  const isOver = !USUAL.includes(before) && state !== "saving";
  if (before !== state && (isOver || !USUAL.includes(state))) told.textContent = `${said} ${why}`;
};

export const isLost = () => line.dataset.state === "lost";
export const onSignIn = (call) => line.querySelector("[data-sign-in]").addEventListener("click", call);
export const onTakeOver = (call) => line.querySelector("[data-take-over]").addEventListener("click", call);

// Who else is there, and what they saved meanwhile; whoever wants to know more of the answer hears it.
export const tell = (answer) => {
  const { others, news } = answer
  document.dispatchEvent(new CustomEvent("keeping:told", { detail: answer }))
  const list = document.querySelector("#others");
  const now = [...list.children].map((item) => item.textContent);
  if (others && others.join() !== now.join()) {
    list.replaceChildren(...others.map((said) => Object.assign(document.createElement("li"), { textContent: said })));
  }
  const place = document.querySelector("#news");
  if (news && place.querySelector("span").textContent !== news.said) {
    place.querySelector("span").textContent = news.said;
    place.querySelector("a").href = news.address;
    place.hidden = false;
  }
};
