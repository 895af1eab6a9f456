// Reads a drawing as the editor does and writes it as the editor does, in one language of the page.
//   node moddle/round-trip.mjs zh|en < drawing.bpmn > written.bpmn
import { readFileSync } from "node:fs";
import { BpmnModdle } from "bpmn-moddle";
import { bilingual, toEnglish, toFile } from "./bilingual.js";
import { keepLooseNames } from "./keeping.js";

const english = process.argv[2] === "en";
const sanlian = JSON.parse(readFileSync(new URL("./sanlian.json", import.meta.url), "utf8"));
const moddle = new BpmnModdle({ sanlian: english ? bilingual(sanlian) : sanlian });
const { rootElement, warnings } = await moddle.fromXML(readFileSync(0, "utf8"));
const left = keepLooseNames({ warnings }, moddle);
left.forEach(({ message }) => console.error(message));
if (english) {
  toEnglish(rootElement);
  // Twice, as when it is saved again and again.
  toFile(rootElement)();
  toFile(rootElement);
}
const { xml } = await moddle.toXML(rootElement, { format: true });
process.stdout.write(xml);
