// What is typed is saved a moment later on the server, and the page says when. A failed save says
// so too, keeps what was typed and tries again; nothing is kept in the browser.
// <form data-draft-url="…"> posts its fields and expects {"at": "13:36"} or {"at_ms": …} back.
import { hourMinute, serverNow } from "./clock.js";
import { meta, words } from "./words.js";

const PAUSE = 1500;
const RETRY = [5000, 10000, 20000, 60000];
const jobs = new WeakMap();

function job(form) {
  if (!jobs.has(form)) jobs.set(form, { timer: 0, version: 0, saved: 0, fails: 0, stopped: false });
  return jobs.get(form);
}

function say(form, key, values) {
  const place = document.querySelector(`[data-draft-state="${form.id}"]`);
  if (place) place.textContent = words(key, values);
}

function body(form) {
  const data = new FormData(form);
  form.querySelectorAll("input[type=file], input[type=password]").forEach((i) => data.delete(i.name));
  return new URLSearchParams(data);
}

function plan(form, delay) {
  const at = job(form);
  clearTimeout(at.timer);
  if (!at.stopped) at.timer = setTimeout(() => save(form), delay);
}

async function save(form, keepalive = false) {
  const at = job(form);
  const version = at.version;
  if (at.stopped || at.saved === version || !form.isConnected) return;
  try {
    const reply = await fetch(form.dataset.draftUrl, {
      method: "POST",
      body: body(form),
      headers: { "X-CSRF-Token": meta("csrf-token"), Accept: "application/json" },
      keepalive,
    });
    await judge(form, at, version, reply);
  } catch (error) {
    failed(form, at);
  }
}

async function judge(form, at, version, reply) {
  if (reply.status === 401 || reply.status === 409 || reply.status === 410) {
    at.stopped = true;
    say(form, reply.status === 401 ? "draft.signed-out" : "draft.moved");
    return;
  }
  if (!reply.ok) throw new Error(String(reply.status));
  const answer = await reply.json();
  at.fails = 0;
  at.saved = Math.max(at.saved, version);
  say(form, "draft.saved", { at: answer.at || hourMinute(answer.at_ms || serverNow()) });
}

function failed(form, at) {
  say(form, "draft.failed");
  plan(form, RETRY[Math.min(at.fails++, RETRY.length - 1)]);
}

function changed(event) {
  const form = event.target.form;
  if (!form || !form.dataset.draftUrl) return;
  job(form).version += 1;
  plan(form, PAUSE);
}

const forms = () => document.querySelectorAll("form[data-draft-url]");

// A form that is being sent saves no draft; one that could not be sent goes on saving.
function sending(event) {
  const form = event.detail.elt;
  if (!form.dataset.draftUrl) return;
  clearTimeout(job(form).timer);
  job(form).stopped = event.type === "htmx:beforeRequest";
}

export function startDrafts() {
  document.body.addEventListener("htmx:beforeRequest", sending);
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) =>
    document.body.addEventListener(name, sending),
  );
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  // A sent form needs no draft any more; one that comes back refused starts again with its page.
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.dataset.draftUrl) clearTimeout(job(event.target).timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) forms().forEach((form) => save(form, true));
  });
}
