// Sends the form without leaving the page. The server answers as it answers everybody: with the form
// and what is wrong beside its fields, or with the page on which the writer finds the comment.

const section = document.getElementById("respond");
const form = section.querySelector("form");
const button = form.querySelector("button");
const FIELDS = ["comment", "author", "email", "url"];

let isSending = false;

const busy = (state) => {
  isSending = state;
  button.setAttribute("aria-disabled", String(state));
  form.setAttribute("aria-busy", String(state));
};

const silence = () => {
  for (const said of form.querySelectorAll(".error")) said.remove();
  for (const name of FIELDS) {
    const field = form.elements[name];
    field?.removeAttribute("aria-invalid");
    field?.removeAttribute("aria-describedby");
  }
};

const alarm = (...content) => {
  const box = Object.assign(document.createElement("div"), { className: "error", tabIndex: -1 });
  box.setAttribute("role", "alert");
  box.append(...content);
  form.prepend(box);
  return box;
};

// What is wrong, beside its field; the first such field has the focus.
const complain = (fresh) => {
  const summary = alarm(...(fresh.querySelector("[role=alert]")?.childNodes ?? []));
  for (const name of FIELDS) {
    const [own, other] = [form.elements[name], fresh.elements[name]];
    const said = other && fresh.querySelector(`#${CSS.escape(other.id)}_error`);
    if (!own || !said) continue;
    own.setAttribute("aria-invalid", "true");
    own.setAttribute("aria-describedby", said.id);
    own.after(said);
  }
  (form.querySelector("[aria-invalid=true]") ?? summary).focus();
};

const fail = () => alarm(section.dataset.failed).focus();

const send = async () => {
  const answer = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { answer, page };
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isSending) return;
  busy(true);
  try {
    const { answer, page } = await send();
    silence();
    const fresh = page.querySelector("#respond form");
    const item = page.querySelector("[data-mine]");
    if (answer.ok && item) {
      form.elements.comment.value = "";
      const detail = { item, address: new URL(answer.url).pathname };
      form.dispatchEvent(new CustomEvent("reply:sent", { bubbles: true, detail }));
    } else if (answer.ok) {
      form.dispatchEvent(new CustomEvent("reply:sent", { bubbles: true, detail: {} }));
      location.assign(answer.url);
    } else if (fresh) complain(fresh);
    else fail();
  } catch {
    silence();
    fail();
  } finally {
    busy(false);
  }
});
