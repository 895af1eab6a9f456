// Rows that are picked: how many, a range with Shift, and an act on them beside the list. The page
// works without this: the boxes belong to a plain form.
import { words } from "./words.js";

let htmx, last;

const picks = () => [...document.querySelectorAll("#inbox-rows [data-pick]")];

function count() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const number = picks().filter((box) => box.checked).length;
  const place = bar.querySelector("[data-bulk-count]");
  const text = words("bulk.count", { n: number });
  place.hidden = number === 0;
  if (place.textContent !== text) place.textContent = text;
  bar.classList.toggle("is-on", number > 0);
}

// A box that is picked with Shift takes those between it and the one before along.
function picked(event) {
  const box = event.target.closest("[data-pick]");
  if (!box) return;
  const all = picks();
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) all.slice(from, to + 1).forEach((each) => (each.checked = box.checked));
  last = box;
  count();
}

const place = () => {
  const node = document.getElementById("detail");
  return node && node.getClientRects().length ? node : null;
};

// FormData keeps one value a name in an object; an act on many sends many.
function lists(form, button) {
  const found = {};
  new FormData(form).forEach((value, name) => (found[name] = name in found ? [].concat(found[name], value) : value));
  if (button && button.name) found[button.name] = button.value;
  return found;
}

function sent(event) {
  const form = event.target;
  if (!form.matches("[data-bulk], [data-bulk-step] form") || event.defaultPrevented || !place()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  const url = (button && button.getAttribute("formaction")) || form.getAttribute("action");
  htmx.ajax("POST", url, { target: "#detail", swap: "innerHTML", values: lists(form, button) }).then(after);
}

function after() {
  const list = document.getElementById("inbox-rows");
  if (document.querySelector("#detail [data-bulk-step] [data-undo], #detail [data-bulk-step] .bulk-lines")) {
    const done = !document.getElementById("bulk-step");
    if (done) picks().forEach((box) => (box.checked = false));
  }
  count();
  if (list) htmx.trigger(list, "refresh");
}

// The offer to take back counts down and goes; the page says the rest in words.
function countDown() {
  document.querySelectorAll("[data-undo]").forEach((form) => {
    const left = Number(form.dataset.undo) - 1;
    form.dataset.undo = String(left);
    if (left <= 0) form.remove();
    else form.querySelector("[data-undo-words]").textContent = words("bulk.undo", { n: left });
  });
}

export function startBulk(library) {
  htmx = library;
  document.addEventListener("click", picked);
  document.addEventListener("submit", sent, true);
  document.body.addEventListener("htmx:afterSettle", count);
  setInterval(countDown, 1000);
  count();
}
