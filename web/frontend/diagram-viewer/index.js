// The case's diagram with its tokens on it: read, moved and enlarged, never edited.
// The page gives the drawing by URL and the state as a JSON block, and keeps a table beside it that
// says the same in words. The watermark of bpmn.io stays free: the drawing is fitted above it.
//   <figure data-diagram data-xml-url="…" data-state="<id of the JSON block>" data-label="…">
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import sanlian from "../moddle/sanlian.json";
import { speakEnglish } from "./names.js";
import { drawState } from "./overlays.js";
import { addZoom, arrive } from "./view.js";
import "./index.css";

function stateOf(figure) {
  const block = document.getElementById(figure.dataset.state);
  return block ? JSON.parse(block.textContent) : {};
}

function describe(canvas, label) {
  const svg = canvas.querySelector("svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
}

async function load(figure) {
  const reply = await fetch(figure.dataset.xmlUrl, { headers: { Accept: "application/xml" } });
  if (!reply.ok) throw new Error(`The drawing answered ${reply.status}.`);
  return reply.text();
}

async function show(figure) {
  const container = figure.querySelector("[data-canvas]");
  const viewer = new NavigatedViewer({
    container,
    moddleExtensions: { sanlian },
    zoomScroll: { enabled: false },
    textRenderer: { defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily } },
  });
  if (document.documentElement.lang === "en") viewer.on("import.parse.complete", speakEnglish);
  await viewer.importXML(await load(figure));
  describe(container, figure.dataset.label);
  const state = stateOf(figure);
  drawState(viewer, state);
  arrive(viewer, state.tokens || []);
  addZoom(figure, viewer);
  figure.dataset.ready = "true";
}

// The table below tells the same as the drawing, so a failure costs the picture, not the knowledge.
function failed(figure) {
  figure.querySelector("[data-canvas]").hidden = true;
  figure.querySelector("[data-failed]").hidden = false;
  figure.dataset.ready = "failed";
}

document.querySelectorAll("[data-diagram]").forEach((figure) => {
  show(figure).catch(() => failed(figure));
});
