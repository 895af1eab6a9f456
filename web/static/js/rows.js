// Rows of a live list: a changed one lights up for a second, one taken by others stays greyed for
// a moment and says who took it, and the one being read stays until its reader moves on.
import { words } from "./words.js";

const LIT = 1000;
const LEAVING = 4000;

function isRow(node) {
  return node.nodeType === 1 && node.hasAttribute("data-row");
}

function light(row, name) {
  row.classList.add(name);
  setTimeout(() => row.classList.remove(name), LIT);
}

// The server may name the winner: data-taken='{"<task id>": "王强"}' on the list around the rows.
function takenBy(row) {
  const list = row.closest("[data-taken]");
  const names = list ? JSON.parse(list.dataset.taken || "{}") : {};
  return names[row.dataset.row];
}

function note(row) {
  const name = takenBy(row);
  const text = document.createElement("p");
  text.className = "row-note";
  text.textContent = name ? words("row.taken", { name }) : words("row.gone");
  return text;
}

function leave(row) {
  if (!row.isConnected || !row.classList.contains("is-gone")) return;
  if (row.classList.contains("is-current") || row.contains(document.activeElement)) {
    setTimeout(() => leave(row), LEAVING);
    return;
  }
  row.remove();
}

function retire(row) {
  if (row.classList.contains("is-gone")) return;
  row.classList.add("is-gone");
  // Asked one turn later, when the list around the row has learnt its new data-taken as well.
  setTimeout(() => row.isConnected && row.append(note(row)), 0);
  setTimeout(() => leave(row), LEAVING);
}

const holders = new WeakMap();

export const rowCallbacks = {
  beforeNodeRemoved(node) {
    if (!isRow(node)) return true;
    retire(node);
    return false;
  },
  afterNodeAdded(node) {
    if (isRow(node)) light(node, "is-new");
  },
  beforeNodeMorphed(node) {
    if (node.nodeType === 1 && isRow(node)) holders.set(node, node.dataset.holder);
    return true;
  },
  afterNodeMorphed(node) {
    if (isRow(node) && holders.get(node) !== node.dataset.holder) light(node, "is-changed");
  },
};
