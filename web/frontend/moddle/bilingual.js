// The file keeps Chinese names in `name` and English ones in `sanlian:nameEn`. On an English page the
// drawing speaks English: while it is edited the English name stands in `name` and the Chinese one
// in `sanlian:nameZh`; whenever it is written, each goes back to its place.
const NAMED = ["bpmn:FlowElement", "bpmn:Participant", "bpmn:Lane", "bpmn:Process", "bpmn:MessageFlow"];
const CHINESE = /[\u3400-\u9fff]/;
// Elements that have no English name show their Chinese one, and must not keep it as English.
const borrowed = new WeakMap();

// The station's namespace, with the place where the Chinese name waits.
export function bilingual(sanlian) {
  const copy = JSON.parse(JSON.stringify(sanlian));
  const named = copy.types.find((type) => type.name === "Named");
  named.properties.push({ name: "nameZh", isAttr: true, type: "String" });
  return copy;
}

function visit(element, act, seen = new Set()) {
  if (!element || !element.$descriptor || seen.has(element)) return;
  seen.add(element);
  act(element);
  element.$descriptor.properties.forEach((property) => {
    if (property.isReference || property.isAttr || property.isVirtual) return;
    const value = element.get(property.name);
    (Array.isArray(value) ? value : [value]).forEach((child) => visit(child, act, seen));
  });
}

function named(definitions) {
  const found = [];
  visit(definitions, (element) => {
    if (NAMED.some((type) => element.$instanceOf && element.$instanceOf(type))) found.push(element);
  });
  return found;
}

export function toEnglish(definitions) {
  named(definitions).forEach((element) => {
    const chinese = element.name;
    const english = element.get("sanlian:nameEn");
    element.set("sanlian:nameZh", chinese);
    element.set("sanlian:nameEn", undefined);
    element.name = english || chinese;
    if (!english && chinese) borrowed.set(element, chinese);
  });
}

function own(element) {
  const text = element.name;
  if (!text || text === borrowed.get(element)) return undefined;
  return text === element.get("sanlian:nameZh") && CHINESE.test(text) ? undefined : text;
}

// Puts the names into their places in the file; answers how to go back to editing.
export function toFile(definitions) {
  const kept = named(definitions).map((element) => {
    const shown = element.name;
    const chinese = element.get("sanlian:nameZh");
    const english = own(element);
    element.name = chinese || undefined;
    element.set("sanlian:nameEn", english);
    element.set("sanlian:nameZh", undefined);
    return { element, shown, chinese };
  });
  return () =>
    kept.forEach(({ element, shown, chinese }) => {
      element.name = shown;
      element.set("sanlian:nameZh", chinese);
      element.set("sanlian:nameEn", undefined);
    });
}
