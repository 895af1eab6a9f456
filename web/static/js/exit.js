// Escape twice within a second leaves for the neutral page, and Back does not return here.
// Somebody may stand behind the screen; the page says where it goes by data-exit-url on the body.
const WITHIN = 700;

export function startExit() {
  const url = document.body.dataset.exitUrl;
  let last = 0;
  if (!url) return;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat) return;
    if (event.key !== "Escape") {
      last = 0;
      return;
    }
    if (event.timeStamp - last < WITHIN && last > 0) window.location.replace(url);
    last = event.timeStamp;
  });
}
