// The drawing for reading only.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { speakEnglish } from "../diagram-viewer/names.js";
import { addZoom, fit } from "../diagram-viewer/view.js";
import { keepLooseNames } from "../moddle/keeping.js";
import sanlian from "../moddle/sanlian.json";

export async function read(root, { xml }) {
  const viewer = new NavigatedViewer({
    container: root.querySelector("[data-canvas]"),
    moddleExtensions: { sanlian },
    zoomScroll: { enabled: false },
    textRenderer: { defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily } },
  });
  // What a listener gives back would take the place of the drawing.
  viewer.on("import.parse.complete", (event) => {
    keepLooseNames(event, viewer.get("moddle"));
  });
  if (document.documentElement.lang === "en") viewer.on("import.parse.complete", speakEnglish);
  await viewer.importXML(xml);
  fit(viewer);
  addZoom(root, viewer);
  root.dataset.ready = "true";
}
