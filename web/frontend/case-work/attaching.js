// Files by choice, drag, paste and camera: one at a time, each with its progress, each sent under a
// key of its own, so that trying again after a lost line stores nothing twice.
//   <form data-attach data-most="<bytes>" data-…="<words>"> … <ol data-attach-jobs>
import { fill, line, tell } from "./jobs.js";

const queue = [];
let busy = false;

function keyOf() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function add(form, files) {
  for (const file of files) {
    const job = { form, file, key: keyOf(), line: line(form, file) };
    if (file.size > Number(form.dataset.most)) end(job, fill(form.dataset.tooLarge, file.name), "bad");
    else queue.push(job);
  }
  next();
}

function next() {
  if (busy || !queue.length) return;
  busy = true;
  send(queue.shift());
}

function bodyOf({ form, file, key }) {
  const data = new FormData();
  const purpose = form.querySelector("[name=purpose]:checked");
  const task = form.querySelector("[name=task]");
  data.append("file", file, file.name || "image.png");
  data.append("purpose", purpose ? purpose.value : "");
  data.append("task", task ? task.value : "");
  data.append("idempotency_key", key);
  return data;
}

function send(job) {
  const { form, line: at } = job;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRF-Token", form.querySelector("[name=csrf_token]").value);
  request.upload.onprogress = (event) => at.progress(event.loaded, event.total);
  request.onload = () => judged(job, request);
  request.onerror = () => done(job, fill(form.dataset.lost, job.file.name), true);
  request.onabort = () => done(job, form.dataset.stopped, true);
  at.stop(() => request.abort());
  request.send(bodyOf(job));
}

function answer(request) {
  try {
    return JSON.parse(request.responseText);
  } catch (error) {
    return {};
  }
}

function judged(job, request) {
  const { form, file } = job;
  const { words } = answer(request);
  if (request.status === 200 && words === "") return done(job, form.dataset.kept, false);
  if ([401, 403].includes(request.status) || request.responseURL.includes("/sign-in")) {
    return done(job, form.dataset.signedOut, true);
  }
  const refused = request.status === 422 && words;
  return done(job, words || fill(form.dataset.refused, file.name), !refused);
}

function done(job, words, again) {
  const kept = words === job.form.dataset.kept;
  end(job, words, kept ? "good" : "bad");
  if (again) job.line.again(() => (queue.push(job), next()));
  if (kept) document.querySelectorAll("#attachment-list").forEach((list) => list.dispatchEvent(new Event("refresh")));
  busy = false;
  next();
}

function end(job, words, tone) {
  job.line.end(words, tone);
  tell(job.form, `${job.file.name} ${words}`);
}

const place = () => document.querySelector("form[data-attach]");
const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");

// A file that misses the place must not replace the page and what is typed on it.
function dragged(event) {
  if (!carries(event)) return;
  event.preventDefault();
  const here = event.target.closest && event.target.closest("form[data-attach]");
  document.querySelectorAll("form[data-attach]").forEach((form) => form.classList.toggle("is-over", form === here));
}

function dropped(event) {
  if (!carries(event)) return;
  dragged(event);
  const form = event.target.closest("form[data-attach]");
  if (!form) return;
  form.classList.remove("is-over");
  add(form, event.dataTransfer.files);
}

// A table copied from Excel is text with a picture beside it: in a field it stays text.
function pasted(event) {
  const from = event.clipboardData;
  const form = place();
  if (!form || !from || !from.files.length || [...from.types].includes("text/plain")) return;
  event.preventDefault();
  add(form, from.files);
}

function chosen(event) {
  if (!event.target.matches("[data-attach-pick]")) return;
  add(event.target.closest("form"), [...event.target.files]);
  event.target.value = "";
}

function leaving(event) {
  if (!busy) return;
  event.preventDefault();
  event.returnValue = "";
}

export function startAttaching() {
  document.addEventListener("dragover", dragged);
  document.addEventListener("drop", dropped);
  document.addEventListener("paste", pasted);
  document.addEventListener("change", chosen);
  // With the script nothing is sent by the form itself; Enter on a choice would send it empty.
  document.addEventListener("submit", (event) => event.target.matches("form[data-attach]") && event.preventDefault(), true);
  window.addEventListener("beforeunload", leaving);
  document.documentElement.classList.add("can-attach");
}
