// At a desk a row opens beside the list and the address follows; on a phone it is a page.
// Links and forms with data-beside answer into #detail while that place can be seen.
let htmx;

function place() {
  const node = document.getElementById("detail");
  return node && node.getClientRects().length ? node : null;
}

// The row whose task stands beside the list is marked, in the page and in what the list asks for.
function mark() {
  const task = document.querySelector("#detail [data-task]");
  document.querySelectorAll("#inbox-rows [data-row]").forEach((row) => {
    const here = Boolean(task) && row.dataset.row === task.dataset.task;
    row.classList.toggle("is-current", here);
    const link = row.querySelector("a[data-beside]");
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

function ask(verb, url, values) {
  htmx.ajax(verb, url, { target: "#detail", swap: "innerHTML", values }).then(() => {
    mark();
    const node = place();
    if (node) node.scrollTop = 0;
    const list = document.getElementById("inbox-rows");
    if (verb === "POST" && list) htmx.trigger(list, "refresh");
  });
}

function chosen(event) {
  const link = event.target.closest("a[data-beside]");
  const own = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || own || event.defaultPrevented || !place()) return;
  event.preventDefault();
  ask("GET", link.getAttribute("href"));
}

function sent(event) {
  const form = event.target;
  if (!form.matches("form[data-beside]") || event.defaultPrevented || !place()) return;
  event.preventDefault();
  ask("POST", form.getAttribute("action"), Object.fromEntries(new FormData(form)));
}

// The list tells which rows it shows, so that the answer can say who took those that vanished.
function told(event) {
  if (event.detail.elt.id !== "inbox-rows") return;
  const task = document.querySelector("#detail [data-task]");
  const rows = [...document.querySelectorAll("#inbox-rows [data-row]:not(.is-gone)")];
  if (task && place()) event.detail.headers["Row-Current"] = task.dataset.task;
  event.detail.headers["Rows-Seen"] = rows.map((row) => row.dataset.row).join(",");
}

export function startBeside(library) {
  htmx = library;
  document.addEventListener("click", chosen);
  document.addEventListener("submit", sent);
  document.body.addEventListener("htmx:configRequest", told);
}
