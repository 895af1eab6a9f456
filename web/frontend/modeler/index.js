// The page where a diagram is changed. On a desk it loads the editor; on a narrow screen, or in a
// browser that is too old for it, the drawing is shown to be read, and the page says why.
//   <div data-modeler data-source-url data-draft-url data-check-url …> with JSON blocks
//   "modeler-words" (texts) and "modeler-facts" (roles, forms, deadlines … of the station).
import "./index.css";

const root = document.querySelector("[data-modeler]");
const reason = () => {
  if (window.matchMedia("(max-width: 759px)").matches) return "narrow";
  return typeof structuredClone === "function" ? "" : "old";
};

function block(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// The drawing comes while the editor is still loading.
async function load(url) {
  const reply = await fetch(url, { headers: { Accept: "application/xml" } });
  if (!reply.ok) throw new Error(`The drawing answered ${reply.status}.`);
  return { xml: await reply.text(), stamp: (reply.headers.get("ETag") || "").replace(/^W\/|"/g, "") };
}

async function start() {
  const drawing = load(root.dataset.sourceUrl);
  const why = reason();
  root.dataset.mode = why ? "reading" : "editing";
  if (why) {
    root.querySelector(`[data-note="${why}"]`).hidden = false;
    const { read } = await import("./reader.js");
    return read(root, await drawing);
  }
  const { edit } = await import("./editor.js");
  return edit(root, await drawing, block("modeler-words"), block("modeler-facts"));
}

start().catch((error) => {
  root.dataset.ready = "failed";
  root.querySelector('[data-note="failed"]').hidden = false;
  console.error(error);
});
