// A form is sent once, its errors get the focus, and a new line of a list starts in its first field.
// Validity is the server's business: forms carry novalidate and its answers carry the words.
import { words } from "./words.js";

const AGAIN = 8000;
const sent = new WeakSet();

function release(form) {
  sent.delete(form);
  form.removeAttribute("aria-busy");
}

function hold(form) {
  sent.add(form);
  form.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), AGAIN);
}

function submitted(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) event.preventDefault();
  else hold(form);
}

function htmxAsks(event) {
  const form = event.detail.elt;
  if (form.tagName !== "FORM") return;
  if (sent.has(form)) event.preventDefault();
  else hold(form);
}

// An answer about the fields is late when something was changed after the question; the change has
// asked again by itself, and what was chosen meanwhile may not be taken back.
let changes = 0;
const asked = new WeakMap();

function late(event) {
  const { elt, xhr } = event.detail;
  if (elt.id === "form-fields" && asked.get(xhr) !== changes) event.detail.shouldSwap = false;
}

// After a refusal the summary speaks first; after "add" the new line's first field is ready.
export function focusNews(root) {
  const place = root.querySelector("[data-focus]");
  if (!place) return;
  place.removeAttribute("data-focus");
  const field = place.matches("input, select, textarea, [tabindex]")
    ? place
    : place.querySelector("input:not([type=hidden]), select, textarea");
  if (field) field.focus();
}

function counted(event) {
  const node = event.target;
  const place = node.id && document.querySelector(`[data-count-of="${node.id}"]`);
  if (place) place.textContent = words("form.count", { n: node.value.length, max: node.maxLength });
}

// The browser's own file button speaks the browser's language; ours names what was picked.
function picked(event) {
  const place = event.target.type === "file" && document.querySelector(`[data-files-of="${event.target.id}"]`);
  if (place) place.textContent = [...event.target.files].map((file) => file.name).join("、");
}

export function startForms() {
  document.addEventListener("change", () => (changes += 1), true);
  document.body.addEventListener("htmx:beforeSend", (event) => asked.set(event.detail.xhr, changes));
  document.body.addEventListener("htmx:beforeSwap", late);
  document.addEventListener("change", picked);
  document.addEventListener("submit", submitted);
  document.addEventListener("input", counted);
  document.body.addEventListener("htmx:beforeRequest", htmxAsks);
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.tagName === "FORM") release(event.detail.elt);
  });
  document.body.addEventListener("htmx:afterSettle", (event) => focusNews(event.target));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[aria-busy]").forEach(release);
  });
  focusNews(document);
}
