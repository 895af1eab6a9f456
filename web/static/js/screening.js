// The five safety questions by keyboard. "No" answers the indicators below it, "yes" opens them and
// asks; an indicator that says danger turns its question to "yes". The server keeps the same rule.
//   a button [data-all-no] says "no" to all;  Ctrl+Enter finishes the step from anywhere in its form
const indicators = (box) => Object.entries(JSON.parse(box.dataset.safe));
const named = (box, name, value) => box.querySelector(`input[name="${name}"][value="${value}"]`);
const asked = (box, value) => box.querySelector(`input[name^="_ask."][value="${value}"]`);

function no(box) {
  asked(box, "no").checked = true;
  indicators(box).forEach(([name, safe]) => (named(box, name, safe).checked = true));
  box.querySelector("details").open = false;
}

function yes(box) {
  const inner = indicators(box);
  box.querySelector("details").open = true;
  inner.forEach(([name, safe]) => {
    named(box, name, safe).checked = false;
    if (inner.length === 1) named(box, name, safe === "true" ? "false" : "true").checked = true;
  });
}

// What the indicators say of their question.
function follow(box) {
  const inner = indicators(box);
  const danger = inner.some(([name, safe]) => named(box, name, safe === "true" ? "false" : "true").checked);
  const safe = inner.every(([name, answer]) => named(box, name, answer).checked);
  if (danger) asked(box, "yes").checked = true;
  else if (safe) asked(box, "no").checked = true;
}

function changed(event) {
  const box = event.target.closest("[data-question]");
  if (!box) return;
  if (!event.target.name.startsWith("_ask.")) follow(box);
  else if (event.target.value === "no") no(box);
  else yes(box);
}

function allNo(button) {
  const boxes = [...button.form.querySelectorAll("[data-question]")];
  boxes.forEach(no);
  // One change is enough: the page asks again and saves its draft.
  if (boxes.length) asked(boxes[0], "no").dispatchEvent(new Event("change", { bubbles: true }));
}

function finish(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  const form = event.target.closest("form") || document.getElementById("task-form");
  if (!form || form.id !== "task-form") return;
  event.preventDefault();
  form.requestSubmit();
}

// A step that opens as a page of its own is ready to be typed in; a finger keeps its own pace.
function ready() {
  const form = document.querySelector(".task--page #task-form");
  const idle = !document.activeElement || document.activeElement === document.body;
  if (!form || !idle || location.hash || !matchMedia("(pointer: fine)").matches) return;
  const fields = [...form.querySelectorAll("#form-fields input:not([type=hidden]), #form-fields select, #form-fields textarea")];
  const open = fields.find((field) => !answered(form, field) && field.getClientRects().length);
  if (open) open.focus({ preventScroll: open.getBoundingClientRect().bottom < innerHeight });
}

function answered(form, field) {
  if (field.type === "radio") return Boolean(form.querySelector(`input[name="${field.name}"]:checked`));
  return field.type === "checkbox" || field.value !== "";
}

export function startScreening() {
  document.addEventListener("change", changed, true);
  document.addEventListener("keydown", finish);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-all-no]");
    if (button) allNo(button);
  });
  const show = () => document.querySelectorAll("[data-all-no][hidden]").forEach((one) => (one.hidden = false));
  show();
  document.body.addEventListener("htmx:afterSettle", show);
  document.querySelectorAll("[data-all-no][data-focus]").forEach((one) => one.focus());
  ready();
}
