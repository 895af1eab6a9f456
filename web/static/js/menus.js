// Folded menus and due details close when the reader goes elsewhere or presses Escape.
const OPEN = "details[data-menu][open]";

function closeOthers(target) {
  document.querySelectorAll(OPEN).forEach((menu) => {
    if (!target || !menu.contains(target)) menu.open = false;
  });
}

export function startMenus() {
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
