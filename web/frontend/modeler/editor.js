// The editor put together: the drawing tool in the page's language, our panel beside it, the draft
// on the server, the gate's findings below.
import Modeler from "bpmn-js/lib/Modeler";
import { addZoom, arrive, fit } from "../diagram-viewer/view.js";
import { bilingual, toEnglish, toFile } from "../moddle/bilingual.js";
import { keepLooseNames } from "../moddle/keeping.js";
import sanlian from "../moddle/sanlian.json";
import { Draft } from "./draft.js";
import { Findings } from "./findings.js";
import { houseIds } from "./ids.js";
import { lockedBy, lockedModule } from "./locked.js";
import { Outline } from "./outline.js";
import { Panel } from "./panel/panel.js";
import { translation } from "./translate.js";

const english = document.documentElement.lang === "en";

function build(root, isLocked) {
  const modeler = new Modeler({
    container: root.querySelector("[data-canvas]"),
    moddleExtensions: { sanlian: english ? bilingual(sanlian) : sanlian },
    additionalModules: [translation(root), houseIds, lockedModule(isLocked)],
    textRenderer: { defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily } },
  });
  modeler.on("import.parse.complete", (event) => {
    keepLooseNames(event, modeler.get("moddle"));
    if (english && event.definitions) toEnglish(event.definitions);
  });
  return modeler;
}

// The library writes the file in one go when asked, so the names are out of place for no reader.
function writer(modeler) {
  let back = null;
  if (english) {
    modeler.on("saveXML.start", ({ definitions }) => {
      back = toFile(definitions);
    });
    modeler.on(["saveXML.serialized", "saveXML.done"], () => {
      if (back) back();
      back = null;
    });
  }
  return async () => (await modeler.saveXML({ format: true })).xml;
}

function speaker(book) {
  return (key, values = {}) =>
    (book[key] === undefined ? key : book[key]).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

function chooser(modeler) {
  return (id) => {
    const element = modeler.get("elementRegistry").get(id);
    if (!element) return;
    const canvas = modeler.get("canvas");
    if (canvas.zoom() < 0.7) canvas.zoom(0.9);
    canvas.scrollToElement(element, 120);
    modeler.get("selection").select(element);
  };
}

function download(xml, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([xml], { type: "application/xml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function addActs(root, modeler, draft, findings, write) {
  const stack = modeler.get("commandStack");
  const acts = {
    undo: () => stack.canUndo() && stack.undo(),
    redo: () => stack.canRedo() && stack.redo(),
    save: () => draft.save(),
    check: async () => findings.check(await write()),
    find: () => modeler.get("searchPad").toggle(),
    download: async () => download(await write(), root.dataset.fileName),
  };
  root.querySelectorAll("[data-act]").forEach((button) => {
    button.addEventListener("click", () => acts[button.dataset.act]());
  });
  const show = () => {
    root.querySelector('[data-act="undo"]').disabled = !stack.canUndo();
    root.querySelector('[data-act="redo"]').disabled = !stack.canRedo();
  };
  modeler.on("commandStack.changed", show);
  show();
  return acts;
}

// The drawing has its own keys; Escape and single letters must not reach the page behind it.
function addKeys(root, acts) {
  root.addEventListener("keydown", (event) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      acts.save();
    }
    event.stopPropagation();
  });
}

// Leaving for the comparison waits until everything is saved.
function addLeaving(root, draft) {
  root.querySelectorAll("[data-leave]").forEach((link) => {
    link.addEventListener("click", async (event) => {
      if (!draft.dirty) return;
      event.preventDefault();
      if (await draft.save()) window.location.assign(link.href);
    });
  });
  root.querySelectorAll("form").forEach((form) =>
    form.addEventListener("submit", () => {
      draft.stopped = true;
      draft.left = true;
      const stamp = form.querySelector('[name="seen"]');
      if (stamp) stamp.value = draft.stamp;
    }),
  );
}

export async function edit(root, { xml, stamp }, book, facts) {
  const words = speaker(book);
  const isLocked = lockedBy(facts);
  const modeler = build(root, isLocked);
  await modeler.importXML(xml);
  const write = writer(modeler);
  const choose = chooser(modeler);
  const state = root.querySelector("[data-draft-state]");
  const say = (key, values) => {
    state.textContent = words(key, values);
    root.querySelector("[data-moved]").hidden = key !== "draft.moved";
    if (key === "draft.saved") root.querySelector("[data-discard]").hidden = false;
  };
  const draft = new Draft(root, stamp, write, say);
  const findings = new Findings(root, modeler, words, choose);
  new Panel(root.querySelector("[data-panel]"), modeler, words, facts, isLocked, choose);
  new Outline(root.querySelector("[data-outline]"), modeler, words, choose);
  modeler.on("commandStack.changed", () => draft.changed());
  addKeys(root, addActs(root, modeler, draft, findings, write));
  addLeaving(root, draft);
  addZoom(root, modeler);
  const svg = root.querySelector("[data-canvas] svg");
  svg.setAttribute("role", "application");
  svg.setAttribute("aria-label", root.dataset.label);
  const start = modeler.get("elementRegistry").find((element) => element.type === "bpmn:StartEvent");
  if (window.location.hash.length > 1) {
    fit(modeler);
    choose(decodeURIComponent(window.location.hash.slice(1)));
  } else arrive(modeler, start ? [{ element: start.id }] : []);
  root.dataset.ready = "true";
  performance.mark("modeler-ready");
}
