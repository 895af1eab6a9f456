// The page's clock is the server's: a wrong PC clock must not change what is shown as due.
// Only differences to the server's stamp are used; nothing here knows calendars or holidays.
import { meta, words } from "./words.js";

const stamped = Number(meta("server-time"));
const offset = stamped ? stamped - Date.now() : 0;
const zone = meta("station-zone") || undefined;

export function serverNow() {
  return Date.now() + offset;
}

function format(options, ms) {
  return new Intl.DateTimeFormat("zh-CN", { hourCycle: "h23", timeZone: zone, ...options }).format(ms);
}

export function hourMinute(ms) {
  return format({ hour: "2-digit", minute: "2-digit" }, ms);
}

export function hourMinuteSecond(ms) {
  return format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }, ms);
}

function parts(ms) {
  const total = Math.max(0, Math.floor(ms / 1000));
  return {
    d: Math.floor(total / 86400),
    h: Math.floor((total % 86400) / 3600),
    m: Math.floor((total % 3600) / 60),
    s: total % 60,
  };
}

// A length in the two largest units that matter: days and hours, hours and minutes, minutes and seconds.
export function span(ms) {
  const p = parts(ms);
  if (p.d > 0) return words("span.dh", p);
  if (p.h > 0) return words("span.hm", p);
  return p.m > 0 ? words("span.ms", p) : words("span.s", p);
}

const two = (n) => String(n).padStart(2, "0");

// A running watch: 18:41 or 1:46:20.
export function watch(ms) {
  const p = parts(ms);
  const hours = p.d * 24 + p.h;
  return hours > 0 ? `${hours}:${two(p.m)}:${two(p.s)}` : `${p.m}:${two(p.s)}`;
}
