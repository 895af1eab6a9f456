// Two drawings of one process beside each other, moved as one, with what differs in colour and sign.
// The table below says the same in words; its rows lead to the element in both drawings.
//   <div data-compare> two figures [data-side] with data-xml-url, a JSON block "compare-state".
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { speakEnglish } from "../diagram-viewer/names.js";
import { addZoom, arrive } from "../diagram-viewer/view.js";
import sanlian from "../moddle/sanlian.json";
import "./index.css";

const SIGNS = { added: "+", removed: "−", changed: "≠", moved: "↔" };

async function open(figure) {
  const viewer = new NavigatedViewer({
    container: figure.querySelector("[data-canvas]"),
    moddleExtensions: { sanlian },
    zoomScroll: { enabled: false },
    textRenderer: { defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily } },
  });
  if (document.documentElement.lang === "en") viewer.on("import.parse.complete", speakEnglish);
  const reply = await fetch(figure.dataset.xmlUrl, { headers: { Accept: "application/xml" } });
  if (!reply.ok) throw new Error(`The drawing answered ${reply.status}.`);
  await viewer.importXML(await reply.text());
  const svg = figure.querySelector("svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", figure.dataset.label);
  return viewer;
}

function paint(viewer, { element, change, label }) {
  const known = viewer.get("elementRegistry").get(element);
  if (!known || !known.parent) return;
  viewer.get("canvas").addMarker(element, `is-${change}`);
  if (known.waypoints && change === "moved") return;
  const badge = document.createElement("div");
  badge.className = `mark mark--${change}`;
  badge.textContent = SIGNS[change];
  badge.title = label;
  badge.setAttribute("role", "img");
  badge.setAttribute("aria-label", label);
  viewer.get("overlays").add(element, "change", { position: { top: -12, left: -8 }, html: badge });
}

function together(one, other) {
  let busy = false;
  const follow = (from, to) =>
    from.on("canvas.viewbox.changed", ({ viewbox }) => {
      if (busy) return;
      busy = true;
      const { x, y, width, height } = viewbox;
      to.get("canvas").viewbox({ x, y, width, height });
      busy = false;
    });
  follow(one, other);
  follow(other, one);
}

function show(viewers, id) {
  viewers.forEach((viewer) => {
    const known = viewer.get("elementRegistry").get(id);
    if (!known) return;
    const canvas = viewer.get("canvas");
    if (canvas.zoom() < 0.7) canvas.zoom(0.85);
    canvas.scrollToElement(known, 80);
  });
}

async function start(root) {
  const figures = [...root.querySelectorAll("[data-side]")];
  const viewers = await Promise.all(figures.map(open));
  const state = JSON.parse(document.getElementById("compare-state").textContent);
  viewers.forEach((viewer) => state.forEach((change) => paint(viewer, change)));
  const nodes = state.filter(({ change }) => change !== "moved");
  const first = nodes.find(({ element }) => viewers[1].get("elementRegistry").get(element));
  viewers.forEach((viewer) => arrive(viewer, first ? [{ element: first.element }] : []));
  together(...viewers);
  figures.forEach((figure, index) => addZoom(figure, viewers[index]));
  document.querySelectorAll("[data-show]").forEach((button) => {
    button.addEventListener("click", () => show(viewers, button.dataset.show));
  });
  root.dataset.ready = "true";
}

const root = document.querySelector("[data-compare]");
start(root).catch((error) => {
  root.hidden = true;
  root.dataset.ready = "failed";
  console.error(error);
});
