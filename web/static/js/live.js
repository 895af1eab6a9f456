// One event stream a tab says that something changed; each part then fetches itself again with its
// reader's own rights. Refused or cut, it polls, says so, and tries again ever more slowly.
// A part is live by data-live="inbox" with its hx-get and hx-trigger="refresh" beside it.
import { hourMinuteSecond, serverNow } from "./clock.js";
import { words } from "./words.js";

const POLL = 20000;
const GAP = 1000;
const STALE = 10000;
const PATIENCE = 5000;
const DELAYS = [1000, 2000, 5000, 10000, 20000, 40000, 60000];

let htmx, url, source, heard, good;
let state = "connecting";
let tries = 0;
let timers = {};
const asked = new Map();
const fetched = new Map();

const parts = (topic) =>
  [...document.querySelectorAll("[data-live]")].filter((n) => !topic || n.dataset.live === topic);

// A busy stream may not become a busy server: one fetch a second for each part, the last one counts.
function refresh(topic) {
  parts(topic).forEach((part) => {
    const key = part.id || part.dataset.live;
    if (asked.has(key)) return;
    const wait = Math.max(0, (fetched.get(key) || 0) + GAP - Date.now());
    asked.set(key, setTimeout(() => fetchPart(key, part), wait));
  });
}

function fetchPart(key, part) {
  asked.delete(key);
  const present = part.isConnected ? part : document.getElementById(part.id);
  if (!present) return;
  fetched.set(key, Date.now());
  htmx.trigger(present, "refresh");
}

function show(next) {
  if (next) state = next;
  const silent = serverNow() - good;
  const stale = state === "lost" && silent > STALE;
  document.body.classList.toggle("is-stale", stale);
  document.querySelectorAll("[data-connection]").forEach((node) => {
    node.dataset.state = state;
    const text = words(`live.${state}`, { at: hourMinuteSecond(good) });
    if (node.textContent !== text) node.textContent = text;
  });
}

function hear() {
  good = serverNow();
  tries = 0;
}

// A page names itself and the page before it in this tab, whose stream it takes the place of.
const before = sessionStorage.getItem("sanlian-page") || "";
const own = Math.random().toString(36).slice(2, 12);
sessionStorage.setItem("sanlian-page", own);

function listen() {
  const topics = [...new Set(parts().map((part) => part.dataset.live))];
  const query = topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join("&");
  source = new EventSource(`${url}?page=${own}&before=${before}&${query}`);
  source.onopen = () => {
    hear();
    stopPolling();
    if (heard) refresh();
    heard = true;
    show("live");
  };
  source.onerror = cut;
  source.addEventListener("beat", beat);
  topics.forEach((topic) => source.addEventListener(topic, () => (hear(), refresh(topic))));
}

// A server that sends "beat" with its interval in seconds lets a silently dead line be noticed.
function beat(event) {
  hear();
  clearTimeout(timers.watch);
  timers.watch = setTimeout(() => (close(), cut()), 2500 * (Number(event.data) || 15));
}

function cut() {
  heard = true;
  if (state === "live") show("connecting");
  startPolling();
  clearTimeout(timers.lost);
  timers.lost = setTimeout(() => state === "connecting" && show("lost"), PATIENCE);
  if (source && source.readyState !== EventSource.CLOSED) return;
  clearTimeout(timers.retry);
  const delay = DELAYS[Math.min(tries++, DELAYS.length - 1)];
  timers.retry = setTimeout(open, delay * (0.8 + Math.random() * 0.4));
}

function startPolling() {
  if (timers.poll) return;
  timers.first = setTimeout(refresh, Math.random() * 1500);
  timers.poll = setInterval(() => document.hidden || refresh(), POLL);
}

function stopPolling() {
  clearTimeout(timers.first);
  clearInterval(timers.poll);
  timers.poll = null;
}

function close() {
  clearTimeout(timers.watch);
  clearTimeout(timers.retry);
  if (source) source.close();
  source = null;
}

function open() {
  close();
  if (!document.hidden && parts().length) listen();
}

function answered(event) {
  if (!event.detail.elt.hasAttribute("data-live") || state === "live") return;
  good = event.detail.successful ? serverNow() : good;
  show(event.detail.successful ? "polling" : "lost");
}

export function startLive(library) {
  htmx = library;
  url = document.body.dataset.liveUrl;
  good = serverNow();
  if (!url || !window.EventSource || !parts().length) return;
  document.addEventListener("visibilitychange", () =>
    document.hidden ? (close(), stopPolling()) : (startPolling(), open()),
  );
  document.body.addEventListener("htmx:afterRequest", answered);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  setInterval(() => show(), 1000);
  open();
}
