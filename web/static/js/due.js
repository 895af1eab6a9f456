// Texts that run: each element says by data-tick what it shows of which instant, once a second.
// Words in working days or dates carry no data-tick: only the server's calendar may change them.
//   left     time left to data-due, "剩 6 分 12 秒", then "超期 2 分 3 秒"
//   span     the same without the word around it
//   watch    m:ss left to data-due, never below zero
//   elapsed  running watch since data-since
//   clock    the station's time of day
//   ring     svg circle: the share of data-span that is left to data-due
import { hourMinuteSecond, serverNow, span, watch } from "./clock.js";
import { words } from "./words.js";

const HOUR = 3600000;

function left(node, now) {
  const ms = Number(node.dataset.due) - now;
  const chip = node.closest(".due");
  if (chip && ms < 0) turn(chip, "late");
  else if (chip && ms < HOUR && chip.dataset.urgent) turn(chip, "now");
  return ms >= 0 ? words("due.left", { span: span(ms) }) : words("due.late", { span: span(-ms) });
}

function turn(chip, tone) {
  chip.classList.remove("due--calm", "due--near", "due--soon", "due--now", "due--late");
  chip.classList.add(`due--${tone}`);
}

function ring(node, now) {
  const share = (Number(node.dataset.due) - now) / Number(node.dataset.span);
  const percent = Math.max(0, Math.min(1, share)) * 100;
  node.setAttribute("stroke-dasharray", `${percent.toFixed(1)} 100`);
  return null;
}

const shows = {
  left,
  ring,
  span: (node, now) => span(Math.abs(Number(node.dataset.due) - now)),
  watch: (node, now) => watch(Number(node.dataset.due) - now),
  elapsed: (node, now) => watch(now - Number(node.dataset.since)),
  clock: (_, now) => hourMinuteSecond(now),
};

export function tick(root = document) {
  const now = serverNow();
  root.querySelectorAll("[data-tick]").forEach((node) => {
    const show = shows[node.dataset.tick];
    const text = show ? show(node, now) : null;
    if (text !== null && node.textContent !== text) node.textContent = text;
  });
}

export function startDue() {
  tick();
  setInterval(() => document.hidden || tick(), 1000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  document.body.addEventListener("htmx:afterSwap", () => tick());
}
