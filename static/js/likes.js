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

class Refused extends Error {}

const flip = (button) => {
  button.value = button.value === "like" ? "unlike" : "like";
  [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
};

// Where many likes come from one network, work lets one more through.
const solve = ({ challenge, solver }) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(solver, { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = reject;
    worker.postMessage(JSON.parse(challenge));
  });

// The new count; when nothing was counted, an error with the sentence that says why.
const send = async (form, fields) => {
  const body = new URLSearchParams(fields);
  const answer = await fetch(address(form), { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const count = page.querySelector(".likes-count");
  if (answer.ok && count) return count.textContent;
  const told = page.querySelector(".told");
  if (told?.dataset.challenge && !fields.proof) {
    form.parentElement.querySelector(".likes-count").textContent = form.dataset.checking;
    return send(form, { ...fields, proof: await solve(told.dataset) });
  }
  throw new Refused(told?.textContent);
};

const tell = (section, sentence) => {
  section.querySelector("[role=alert]")?.remove();
  if (!sentence) return;
  const told = Object.assign(document.createElement("p"), { className: "error" });
  told.setAttribute("role", "alert");
  section.querySelector(".likes-count").after(told);
  told.textContent = sentence;
};

for (const section of document.querySelectorAll("[data-likes]")) {
  const form = section.querySelector("form");
  const button = form.querySelector("button[name=action]");
  if (section.dataset.likes === "shared") {
    if (remembered(form)) flip(button);
  } else {
    remember(form, button.value === "unlike");
  }
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const action = button.value;
    const count = section.querySelector(".likes-count");
    const before = count.textContent;
    try {
      count.textContent = await send(form, { action });
      remember(form, action === "like");
      flip(button);
      tell(section, "");
    } catch (failure) {
      count.textContent = before;
      tell(section, (failure instanceof Refused && failure.message) || form.dataset.failed);
    } finally {
      busy = false;
    }
  });
}
