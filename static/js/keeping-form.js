// The article's form and what stands in it; what the server says about it in data attributes.

export const form = document.querySelector("#article_form");
export const keeping = document.querySelector("#keeping");
export const { person, signIn } = keeping.dataset;

const NONE = "00000000-0000-0000-0000-000000000000";

// crypto.randomUUID is there on secure origins only; a newsroom on a closed network may have none.
const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
};

export const tab = uuid();

export const own = (name, value) => {
  form.elements[`unsaved-${name}`].value = value;
};

// A new article has no row; its id is made here and stands in the address, so that a reload finds it.
const begin = () => {
  if (!keeping.dataset.address.includes(NONE)) return keeping.dataset.address;
  const token = uuid();
  own("token", token);
  document.querySelector("#unsaved-form [name=unsaved-token]").value = token;
  const address = new URL(location.href);
  address.searchParams.set("unsaved", token);
  history.replaceState(history.state, "", address);
  return keeping.dataset.address.replace(NONE, token);
};

export const address = begin();

own("tab", tab);

// A page that answers a form would be sent once more by a reload: its address alone is asked for.
history.replaceState(history.state, "", location.href);

export const fields = () => {
  const found = {};
  for (const select of form.querySelectorAll("select[multiple][name]")) found[select.name] = [];
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("unsaved-") || name === "csrfmiddlewaretoken") continue;
    if (typeof value === "string") (found[name] ??= []).push(value);
  }
  return found;
};

// jQuery's events too: the fields that complete words announce their changes by those alone.
export const onTyping = (call) => window.django.jQuery(form).on("input change", call);
