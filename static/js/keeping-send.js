// One report to the server. Its answer is an object; `reason` says why something was not kept:
// one of the server's words, or `offline` when there is no answer that can be read.

const PATIENCE = 20_000;
const MOST_ALIVE = 60_000; // bytes that a browser sends after the page is closed (64 KiB in all)

// The token of the cookie, not of the page: signing in again gives another one.
export const token = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";

const post = (address, body, outlives) =>
  fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body,
    keepalive: outlives && new Blob([body]).size < MOST_ALIVE,
    signal: outlives ? undefined : AbortSignal.timeout(PATIENCE),
  });

const isJSON = (answer) => answer.headers.get("Content-Type")?.startsWith("application/json");

export const send = async (address, report, { outlives = false } = {}) => {
  const body = JSON.stringify(report);
  try {
    let answer = await post(address, body, outlives);
    if (answer.status === 403 && !isJSON(answer)) {
      await fetch(address); // gives the cookie that is missing
      answer = await post(address, body, outlives);
    }
    if (!isJSON(answer)) return { reason: "offline" };
    return await answer.json();
  } catch {
    return { reason: "offline" };
  }
};
