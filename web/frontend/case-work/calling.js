// After an `@` the colleagues who may see the case are offered by name; arrows, Enter and the mouse
// choose, Escape closes. Without an answer from the server the name is simply typed.
//   <textarea data-calls="<url of a JSON list of names>">
const known = new Map();
let open = null;

async function names(url) {
  if (!known.has(url)) {
    const reply = await fetch(url, { headers: { Accept: "application/json" } });
    if (!reply.ok) return [];
    known.set(url, await reply.json());
  }
  return known.get(url);
}

// The word after the last `@` before the caret, unless something ended it.
function started(area) {
  const before = area.value.slice(0, area.selectionStart);
  const found = before.match(/(?:^|[^A-Za-z0-9._%+-])@([^\s@，。；：、！？,.;:!?]{0,20})$/);
  return found ? found[1] : null;
}

function close() {
  if (!open) return;
  open.list.remove();
  open.area.removeAttribute("aria-controls");
  open.area.removeAttribute("aria-activedescendant");
  open = null;
}

function choose(name) {
  const { area, word } = open;
  const at = area.selectionStart;
  area.setRangeText(`${name} `, at - word.length, at, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  close();
  area.focus();
}

function mark(step) {
  const options = [...open.list.children];
  open.at = (open.at + step + options.length) % options.length;
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === open.at)));
  open.area.setAttribute("aria-activedescendant", options[open.at].id);
}

function show(area, word, found) {
  close();
  const list = document.createElement("ul");
  list.className = "calls";
  list.id = "calls";
  list.setAttribute("role", "listbox");
  found.forEach((name, at) => {
    const option = document.createElement("li");
    option.id = `call-${at}`;
    option.setAttribute("role", "option");
    option.textContent = name;
    option.onmousedown = (event) => (event.preventDefault(), choose(name));
    list.append(option);
  });
  area.after(list);
  area.setAttribute("aria-controls", "calls");
  open = { area, word, list, at: -1 };
  mark(1);
}

async function typed(event) {
  const area = event.target;
  if (!area.dataset || !area.dataset.calls) return;
  const word = started(area);
  if (word === null) return close();
  const found = (await names(area.dataset.calls)).filter((name) => name.startsWith(word) && name !== word);
  if (started(area) !== word) return;
  if (found.length) show(area, word, found.slice(0, 8));
  else close();
}

function pressed(event) {
  if (!open || event.target !== open.area || event.isComposing) return;
  const acts = {
    ArrowDown: () => mark(1),
    ArrowUp: () => mark(-1),
    Enter: () => choose(open.list.children[open.at].textContent),
    Tab: () => choose(open.list.children[open.at].textContent),
    Escape: close,
  };
  if (!acts[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  acts[event.key]();
}

export function startCalling() {
  document.addEventListener("input", (event) => typed(event).catch(close));
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("focusout", (event) => open && event.target === open.area && close());
}
