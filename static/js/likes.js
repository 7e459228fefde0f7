// Likes without leaving the page. The page is the same for everybody, so what this browser liked is
// remembered in its own storage; without it, or without this module, the form works as it stands.

// The button is named "action", so that form.action is the button.
const address = (form) => form.getAttribute("action");

const key = (form) => `liked:${address(form)}`;

const remember = (form, likes) => {
  try {
    if (likes) localStorage.setItem(key(form), "yes");
    else localStorage.removeItem(key(form));
  } catch {
    // Storage is switched off: the state is forgotten with the page.
  }
};

const remembered = (form) => {
  try {
    return localStorage.getItem(key(form)) === "yes";
  } catch {
    return false;
  }
};

const send = async (form, action) => {
  const answer = await fetch(address(form), { method: "POST", body: new URLSearchParams({ action }) });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-likes]");
};

const flip = (button) => {
  button.value = button.value === "like" ? "unlike" : "like";
  [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
};

for (const section of document.querySelectorAll("[data-likes]")) {
  const form = section.querySelector("form");
  const button = form.querySelector("button[name=action]");
  if (section.dataset.likes === "shared" && remembered(form)) flip(button);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const action = button.value;
    button.disabled = true;
    try {
      const fresh = await send(form, action);
      section.querySelector(".likes-count").textContent = fresh.querySelector(".likes-count").textContent;
      remember(form, action === "like");
      flip(button);
    } catch {
      const field = { type: "hidden", name: "action", value: action };
      form.append(Object.assign(document.createElement("input"), field));
      form.submit();
    } finally {
      button.disabled = false;
    }
  });
}
