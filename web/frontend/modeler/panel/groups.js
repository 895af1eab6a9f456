// Which fields an element has. Each group says when it applies; the order is the order of the panel.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { conditions, timers, triggers } from "./events.js";
import { calls, repeats } from "./work.js";

export function groupsOf(element, tools, locked) {
  const makers = [names, processOf, role, work, operation, decision, calls, act, timers, triggers, conditions,
    repeats, escalations, exchange, notes, number];
  return makers.map((make) => make(element, tools, locked)).filter(Boolean);
}

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function names(element, tools) {
  if (!isAny(element, ["bpmn:FlowElement", "bpmn:Participant", "bpmn:Lane", "bpmn:Process", "bpmn:MessageFlow"])) {
    return null;
  }
  return {
    title: "group.names",
    fields: [
      { key: "name-zh", kind: "area", label: "field.name-zh", lang: "zh-Hans", value: tools.name(element, false), set: (text) => tools.setName(element, text, false) },
      { key: "name-en", kind: "area", label: "field.name-en", lang: "en", value: tools.name(element, true), set: (text) => tools.setName(element, text, true) },
    ],
  };
}

// A pool is the frame; what is deployed and shown in lists is the process inside it.
function processOf(element, tools) {
  const process = is(element, "bpmn:Participant") && element.businessObject.processRef;
  if (!process) return null;
  const field = (language, kind) => ({
    key: `process-${kind}-${language}`, kind: "area", lang: language === "en" ? "en" : "zh-Hans",
    label: kind === "name" ? `field.process-${language}` : `field.process-note-${language}`,
    rows: kind === "name" ? 1 : 3,
    value: kind === "name" ? tools.nameOf(process, language === "en") : (tools.noteOf(process, language) || {}).text,
    set: (text) =>
      tools.updateInside(element, process, kind === "name"
        ? { [tools.nameKey(language === "en")]: text || undefined }
        : { documentation: tools.notesWith(process, language, text) }),
  });
  return {
    title: "group.process",
    fields: [field("zh", "name"), field("en", "name"), field("zh", "note"), field("en", "note")],
  };
}

function role(element, tools) {
  if (!is(element, "bpmn:Lane")) return null;
  return {
    title: "group.people",
    fields: [
      { key: "role", kind: "select", label: "field.role", options: [["", tools.words("panel.none")], ...tools.facts.roles], value: tools.attribute(element, "role"), set: (value) => tools.setAttribute(element, "role", value) },
    ],
  };
}

export function attribute(element, tools, name, more) {
  return {
    key: name, kind: "text", label: `field.${name}`, value: tools.attribute(element, name),
    set: (value) => tools.setAttribute(element, name, value), ...more,
  };
}

export function choice(element, tools, name, options, more) {
  return attribute(element, tools, name, {
    kind: "select", options: [["", tools.words("panel.none")], ...options], ...more,
  });
}

function formField(element, tools) {
  const form = tools.attribute(element, "form");
  const link = form && { url: `${tools.facts.libraryUrl}/form/${form}`, text: tools.words("panel.open-form") };
  return choice(element, tools, "form", tools.facts.forms, { link });
}

export function deadlineField(element, tools) {
  const code = tools.attribute(element, "deadline");
  const known = tools.facts.deadlines.find(([each]) => each === code);
  return choice(element, tools, "deadline", tools.facts.deadlines.map(([each, text]) => [each, `${each} ${text}`]), {
    note: known && known[2],
    link: known && { url: `${tools.facts.libraryUrl}/deadlines/${code}`, text: tools.words("panel.open-deadline") },
  });
}

function work(element, tools) {
  if (!is(element, "bpmn:UserTask")) return null;
  const others = tools.people().filter((each) => each !== element).map((each) => [each.id, tools.label(each)]);
  return {
    title: "group.work",
    fields: [
      formField(element, tools),
      deadlineField(element, tools),
      attribute(element, tools, "due", { code: true }),
      attribute(element, tools, "stage"),
      attribute(element, tools, "assignee", { code: true }),
      attribute(element, tools, "unit", { code: true }),
      attribute(element, tools, "priority", { code: true }),
      choice(element, tools, "notBy", others),
    ],
  };
}

function operation(element, tools) {
  if (!isAny(element, ["bpmn:ServiceTask", "bpmn:SendTask"])) return null;
  return {
    title: "group.operation",
    fields: [choice(element, tools, "operation", tools.facts.operations.map((name) => [name, name]))],
  };
}

function decision(element, tools) {
  if (!is(element, "bpmn:BusinessRuleTask")) return null;
  const table = tools.attribute(element, "decision");
  const link = table && { url: `${tools.facts.libraryUrl}/decision/${table}`, text: tools.words("panel.open-decision") };
  return {
    title: "group.decision",
    fields: [
      choice(element, tools, "decision", tools.facts.decisions, { link }),
      attribute(element, tools, "result", { code: true }),
    ],
  };
}

// What people may do from the pages by sending a message: 申请延期, 退回 and the like.
function act(element, tools) {
  const catches = isAny(element, ["bpmn:CatchEvent", "bpmn:ReceiveTask"]);
  if (!catches || !(tools.event(element, "Message") || is(element, "bpmn:ReceiveTask"))) return null;
  const open = String(tools.attribute(element, "act")) === "true";
  const fields = [
    { key: "act", kind: "check", label: "field.act", value: open, set: (on) => tools.update(element, { "sanlian:act": on || undefined }) },
  ];
  if (open) {
    fields.push(attribute(element, tools, "roles", { note: tools.words("field.roles-note") }), formField(element, tools));
  }
  return { title: "group.act", fields };
}

function escalations(element, tools) {
  if (!is(element, "bpmn:Activity")) return null;
  const attached = (element.attachers || []).filter((each) => tools.event(each, "Timer"));
  const add = () => {
    const shape = tools.modeler.get("elementFactory").createShape({
      type: "bpmn:BoundaryEvent", eventDefinitionType: "bpmn:TimerEventDefinition", cancelActivity: false,
    });
    const place = { x: element.x + element.width - 24, y: element.y + element.height };
    const made = tools.modeling.createShape(shape, place, element, { attach: true });
    const code = tools.attribute(element, "deadline");
    const [timer] = made.businessObject.eventDefinitions;
    if (code) tools.updateInside(made, timer, { timeDate: tools.formal(`deadline("${code}")`) });
    tools.choose(made.id);
  };
  return {
    title: "group.escalation",
    fields: [
      { key: "escalations", kind: "links", label: "field.escalations", value: attached.map((each) => ({ text: tools.label(each), act: () => tools.choose(each.id) })) },
      { key: "add-escalation", kind: "button", label: "field.add-escalation", act: add },
    ],
  };
}

function exchange(element, tools) {
  if (!isAny(element, ["bpmn:Activity", "bpmn:Event"]) || isAny(element, ["bpmn:SubProcess", "bpmn:UserTask"])) return null;
  const field = (type, label) => ({
    key: label, kind: "pairs", label: `field.${label}`, value: tools.pairs(element, type),
    set: (rows) => tools.setPairs(element, type, rows),
  });
  return { title: "group.exchange", fields: [field("Input", "inputs"), field("Output", "outputs")] };
}

function notes(element, tools) {
  const field = (language) => ({
    key: `note-${language}`, kind: "area", rows: 3, label: `field.note-${language}`, lang: language === "en" ? "en" : "zh-Hans",
    value: (tools.note(element, language) || {}).text, set: (text) => tools.setNote(element, language, text),
  });
  return { title: "group.notes", fields: [field("zh"), field("en")] };
}

function number(element, tools, locked) {
  const fixed = locked || isAny(element, ["bpmn:Process", "bpmn:Participant", "bpmn:Collaboration"]);
  const set = (value) => {
    const free = KEBAB.test(value) && !tools.moddle.ids.assigned(value);
    if (free) tools.update(element, { id: value });
    return free;
  };
  return {
    title: "group.id",
    fields: [
      { key: "id", kind: "text", code: true, label: "field.id", readonly: fixed, value: element.businessObject.id, note: fixed ? "" : tools.words("field.id-note"), set },
    ],
  };
}
