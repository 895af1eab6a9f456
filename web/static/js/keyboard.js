// Single keys for people who live in the list; off while typing, and off for good when switched off.
//   j k  next, previous row      1-9  the view of that number
//   /    search                  ?    the list of keys, with the switch
//   any other letter presses the visible [data-key] of that letter
// The switch belongs to the person: the server keeps it, so that it is off on every machine.
import { meta } from "./words.js";

const STORE = "sanlian-keys";

export function keysOn() {
  const said = document.body.dataset.keys || localStorage.getItem(STORE);
  return said !== "off";
}

function switchKeys(on) {
  const said = on ? "on" : "off";
  localStorage.setItem(STORE, said);
  const url = document.body.dataset.keysUrl;
  if (!url) return;
  document.body.dataset.keys = said;
  const body = new URLSearchParams({ keys: said, csrf_token: meta("csrf-token") });
  fetch(url, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => {});
}

function typing(event) {
  if (event.isComposing || event.keyCode === 229) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  return Boolean(
    event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable], dialog[open]"),
  );
}

const visible = (node) => node.getClientRects().length > 0;

function move(step) {
  const links = [...document.querySelectorAll("[data-row] > div > a, [data-row] > a")].filter(visible);
  if (!links.length) return false;
  const focused = links.indexOf(document.activeElement);
  const current = links.findIndex((link) => link.closest(".is-current"));
  const from = focused >= 0 ? focused : current;
  const next = from < 0 ? 0 : Math.max(0, Math.min(links.length - 1, from + step));
  links[next].focus();
  return true;
}

// The row under the focus comes first, then whatever else on the page answers to the letter.
function press(letter) {
  const row = document.activeElement && document.activeElement.closest("[data-row]");
  const near = row && row.querySelector(`[data-key="${letter}"]`);
  const node = near || [...document.querySelectorAll(`[data-key="${letter}"]`)].find(visible);
  if (!node || node.disabled) return false;
  if (node.tagName === "SELECT") node.focus();
  else node.click();
  return true;
}

function view(number) {
  const link = [...document.querySelectorAll("#inbox-views a")][number - 1];
  if (!link) return false;
  link.click();
  return true;
}

function search() {
  const box = [...document.querySelectorAll("[data-search]")].find(visible);
  if (!box) return false;
  box.focus();
  box.select();
  return true;
}

function help() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open || !dialog.showModal) return false;
  dialog.querySelector("[data-keys-switch]").checked = keysOn();
  dialog.showModal();
  return true;
}

const acts = {
  j: () => move(1),
  k: () => move(-1),
  "/": search,
};

function actOf(key) {
  if (acts[key]) return acts[key];
  if (/^[1-9]$/.test(key)) return () => view(Number(key));
  return /^[a-z]$/.test(key) ? () => press(key) : null;
}

export function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (typing(event)) return;
    const asksHelp = event.key === "?" || event.key === "？";
    const act = asksHelp ? help : keysOn() && actOf(event.key);
    if (act && act()) event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keys-switch]")) {
      switchKeys(event.target.checked);
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) help();
  });
}
