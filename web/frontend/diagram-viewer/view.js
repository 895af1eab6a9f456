// Where the drawing stands in its frame: whole, with room for badges, and above the watermark.
const ROOM = { side: 28, top: 34, bottom: 56 };
const LARGEST = 1.15;
const STEP = 1.25;
const READABLE = 0.7;
const CLOSE = 0.85;

export function fit(viewer) {
  const canvas = viewer.get("canvas");
  const { inner, outer } = canvas.viewbox();
  const width = outer.width - 2 * ROOM.side;
  const height = outer.height - ROOM.top - ROOM.bottom;
  const scale = Math.min(LARGEST, width / inner.width, height / inner.height);
  canvas.viewbox({
    x: inner.x - (outer.width / scale - inner.width) / 2,
    y: inner.y - (ROOM.top + (height - inner.height * scale) / 2) / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

// On a narrow screen the whole drawing is too small to read: start where the case stands.
export function arrive(viewer, tokens) {
  fit(viewer);
  const canvas = viewer.get("canvas");
  const here = tokens.length && viewer.get("elementRegistry").get(tokens[0].element);
  if (!here || canvas.zoom() >= READABLE) return;
  const { outer } = canvas.viewbox();
  canvas.viewbox({
    x: here.x + here.width / 2 - outer.width / CLOSE / 2,
    y: here.y + here.height / 2 - (outer.height - ROOM.bottom) / CLOSE / 2,
    width: outer.width / CLOSE,
    height: outer.height / CLOSE,
  });
}

function zoomBy(viewer, factor) {
  const canvas = viewer.get("canvas");
  canvas.zoom(Math.max(0.2, Math.min(4, canvas.zoom() * factor)));
}

export function addZoom(figure, viewer) {
  const acts = {
    in: () => zoomBy(viewer, STEP),
    out: () => zoomBy(viewer, 1 / STEP),
    fit: () => fit(viewer),
  };
  figure.querySelectorAll("[data-zoom]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", acts[button.dataset.zoom]);
  });
}
