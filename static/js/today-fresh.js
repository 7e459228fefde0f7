// The first page tells what is new without being loaded again: every minute while somebody looks at
// it, and when they come back to it. What has the focus is left alone.

const EVERY = 60_000;
const place = document.querySelector("[data-fresh]");

const refresh = async () => {
  if (document.hidden || place.contains(document.activeElement)) return;
  const answer = await fetch(location.pathname, { headers: { "X-In-Place": "yes" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-fresh]");
  if (fresh && fresh.innerHTML !== place.innerHTML) place.replaceChildren(...fresh.childNodes);
};

if (place) {
  const quietly = () => refresh().catch(() => {}); // the server is away: the next minute tries again
  setInterval(quietly, EVERY);
  document.addEventListener("visibilitychange", quietly);
}
