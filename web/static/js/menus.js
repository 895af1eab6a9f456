// Folded menus and due details close when the reader goes elsewhere or presses Escape.
const OPEN = "details[data-menu][open]";

function closeOthers(target) {
  document.querySelectorAll(OPEN).forEach((menu) => {
    if (!target || !menu.contains(target)) menu.open = false;
  });
}

// The way to another seat remembers where the reader is now, also after the list moved the address.
function here(event) {
  const link = event.target.closest("a[data-here]");
  if (!link) return;
  const to = new URL(link.href);
  to.searchParams.set("page", location.pathname + location.search);
  link.href = to;
}

export function startMenus() {
  document.addEventListener("click", here, true);
  document.addEventListener("click", (event) => closeOthers(event.target));
  document.addEventListener("focusin", (event) => closeOthers(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(OPEN);
    if (!menu) return;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  });
}
