// Fields of called processes and of steps that repeat.
import { is } from "bpmn-js/lib/util/ModelUtil";

export function calls(element, tools) {
  if (!is(element, "bpmn:CallActivity")) return null;
  const called = element.businessObject.calledElement;
  const link = called && { url: `${tools.facts.libraryUrl}/process/${called}`, text: tools.words("panel.open-process") };
  return {
    title: "group.call",
    fields: [
      { key: "called", kind: "select", label: "field.called", link, options: [["", tools.words("panel.none")], ...tools.facts.processes], value: called, set: (value) => tools.update(element, { calledElement: value || undefined }) },
    ],
  };
}

export function repeats(element, tools) {
  const loop = element.businessObject.loopCharacteristics;
  if (!loop || !is(loop, "bpmn:MultiInstanceLoopCharacteristics")) return null;
  const write = (properties) => tools.updateInside(element, loop, properties);
  const item = loop.inputDataItem;
  const setItem = (name) =>
    item
      ? tools.updateInside(element, item, { name })
      : write({ inputDataItem: tools.moddle.create("bpmn:DataInput", { id: `${element.id}-item`, name }) });
  // The list is a key of the process data, not an element of the drawing.
  const setList = (key) => write({ loopDataInputRef: key ? tools.moddle.create("bpmn:Property", { id: key }) : undefined });
  return {
    title: "group.repeat",
    fields: [
      { key: "list", kind: "text", code: true, label: "field.list", value: loop.loopDataInputRef && loop.loopDataInputRef.id, set: setList },
      { key: "item", kind: "text", code: true, label: "field.item", value: item && item.name, set: setItem },
      { key: "until", kind: "area", code: true, label: "field.until", value: (loop.completionCondition || {}).body, set: (text) => write({ completionCondition: tools.formal(text) }) },
      { key: "one-by-one", kind: "check", label: "field.one-by-one", value: loop.isSequential, set: (on) => write({ isSequential: on || undefined }) },
    ],
  };
}
