// What happened, on the drawing: the path taken, who holds which step now, how long steps took.
// State: {"done": [ids], "tokens": [{element, text, label}], "times": [{element, text, label}],
//         "heat": [{element, step: 1..5}]}. Overlays are nodes, never strings of markup.
function badge(kind, { text, label }) {
  const node = document.createElement("div");
  node.className = `mark mark--${kind}`;
  node.textContent = text;
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", label || text);
  node.title = label || text;
  return node;
}

function put(viewer, kind, position) {
  const overlays = viewer.get("overlays");
  const known = viewer.get("elementRegistry");
  return (entry) => {
    if (known.get(entry.element)) {
      overlays.add(entry.element, kind, { position, html: badge(kind, entry), scale: { min: 0.7, max: 1.2 } });
    }
  };
}

function mark(viewer, element, name) {
  if (viewer.get("elementRegistry").get(element)) viewer.get("canvas").addMarker(element, name);
}

export function drawState(viewer, { done = [], tokens = [], times = [], heat = [] }) {
  done.forEach((element) => mark(viewer, element, "is-done"));
  tokens.forEach(({ element }) => mark(viewer, element, "is-here"));
  heat.forEach(({ element, step }) => mark(viewer, element, `heat-${step}`));
  tokens.forEach(put(viewer, "token", { top: -13, right: 15 }));
  times.forEach(put(viewer, "time", { bottom: 8, left: 4 }));
}
