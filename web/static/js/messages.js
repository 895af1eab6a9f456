// What the server or the line has to say: short messages in one live region, and errors that tell
// what was kept and what to do. A message never carries anything that the page does not show too.
import { meta, words } from "./words.js";

const STAY = 10000;

export function toast(text, tone = "") {
  const region = document.getElementById("toasts");
  if (!region || [...region.children].some((t) => t.dataset.text === text)) return;
  const box = document.createElement("div");
  box.className = `toast ${tone}`;
  box.dataset.text = text;
  const line = document.createElement("span");
  line.textContent = text;
  box.append(line);
  region.append(box);
  expire(box);
}

// A message under the pointer or the focus waits: its undo button must stay reachable.
function expire(box) {
  setTimeout(() => {
    if (box.matches(":hover") || box.contains(document.activeElement)) expire(box);
    else box.remove();
  }, STAY);
}

function refused(event) {
  const status = event.detail.xhr ? event.detail.xhr.status : 0;
  const live = event.detail.elt && event.detail.elt.hasAttribute("data-live");
  if (status === 401) toast(words("error.signed-out"));
  else if (live) return;
  else if (status === 403 || status === 404) toast(words("error.not-here"));
  else if (status === 429) toast(words("error.too-many"));
  else toast(words(status ? "error.server" : "error.line"));
}

export function startMessages() {
  document.body.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRF-Token"] = meta("csrf-token");
  });
  document.body.addEventListener("htmx:responseError", refused);
  document.body.addEventListener("htmx:sendError", refused);
  document.body.addEventListener("htmx:timeout", refused);
  // HX-Trigger: {"toast": {"text": "…"}}
  document.body.addEventListener("toast", (event) => toast(event.detail.text || event.detail.value));
  document.querySelectorAll("#toasts .toast").forEach(expire);
  document.body.addEventListener("htmx:oobAfterSwap", (event) =>
    event.target.querySelectorAll(".toast").forEach(expire),
  );
}
