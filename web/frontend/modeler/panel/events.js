// Fields of events and flows: when a timer fires, what starts an event, under which condition.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { attribute } from "./groups.js";

const TIMES = ["timeDate", "timeDuration", "timeCycle"];

export function timers(element, tools) {
  const timer = tools.event(element, "Timer");
  if (!timer) return null;
  const kind = TIMES.find((name) => timer.get(name)) || TIMES[0];
  const body = (timer.get(kind) || {}).body || "";
  const write = (name, text) =>
    tools.updateInside(element, timer, {
      timeDate: undefined, timeDuration: undefined, timeCycle: undefined, [name]: tools.formal(text),
    });
  const codes = tools.facts.deadlines.map(([code, text]) => [code, `${code} ${text}`]);
  const used = (body.match(/^deadline\("([^"]+)"/) || [])[1] || "";
  const put = (code) =>
    code && write("timeDate", used ? body.replace(/^deadline\("[^"]+"/, `deadline("${code}"`) : `deadline("${code}")`);
  return {
    title: "group.timer",
    fields: [
      { key: "timer-deadline", kind: "select", label: "field.timer-deadline", options: [["", tools.words("panel.none")], ...codes], value: used, set: put },
      { key: "timer-kind", kind: "select", label: "field.timer-kind", options: TIMES.map((name) => [name, tools.words(`time.${name}`)]), value: kind, set: (name) => write(name, body) },
      { key: "timer-when", kind: "area", code: true, label: "field.timer-when", value: body, set: (text) => write(kind, text) },
      ...interrupting(element, tools),
    ],
  };
}

function interrupting(element, tools) {
  const bo = element.businessObject;
  if (!is(element, "bpmn:BoundaryEvent")) return [];
  return [
    { key: "interrupting", kind: "check", label: "field.interrupting", value: bo.cancelActivity !== false, note: tools.words("field.interrupting-note"), set: (on) => tools.update(element, { cancelActivity: on }) },
  ];
}

const REFERENCES = { Message: "messageRef", Signal: "signalRef", Error: "errorRef", Escalation: "escalationRef" };

export function triggers(element, tools) {
  const bo = element.businessObject;
  const type = Object.keys(REFERENCES).find((each) => tools.event(element, each));
  const task = isAny(element, ["bpmn:ReceiveTask", "bpmn:SendTask"]);
  if (!type && !task) return null;
  const kind = type || "Message";
  const holder = type ? tools.event(element, type) : bo;
  const property = REFERENCES[kind];
  const set = (value) => tools.updateInside(element, holder, { [property]: value || undefined });
  const create = (name) => {
    if (!name) return;
    const known = tools.common(kind).find((each) => each.name === name || each.id === name);
    const code = { Error: { errorCode: name }, Escalation: { escalationCode: name } }[kind];
    set(known || tools.addCommon(element, kind, { name, ...code }));
  };
  const fields = [
    { key: "trigger", kind: "select", label: `field.${property}`, options: tools.commonOptions(kind), value: holder[property] && holder[property].id, set: (id) => set(tools.commonOf(kind, id)) },
    { key: "trigger-new", kind: "text", label: "field.trigger-new", value: "", set: create },
  ];
  if (kind === "Message" && !task) fields.push(attribute(element, tools, "correlation", { code: true }));
  if (!tools.event(element, "Timer")) fields.push(...interrupting(element, tools));
  return { title: "group.trigger", fields };
}

export function conditions(element, tools) {
  const bo = element.businessObject;
  const event = tools.event(element, "Conditional");
  if (event) {
    return {
      title: "group.condition",
      fields: [
        { key: "condition", kind: "area", code: true, label: "field.condition", value: (event.condition || {}).body, set: (text) => tools.updateInside(element, event, { condition: tools.formal(text) }) },
        ...interrupting(element, tools),
      ],
    };
  }
  if (!is(element, "bpmn:SequenceFlow")) return null;
  const source = element.source;
  const standard = source && source.businessObject.default === bo;
  const splits = source && isAny(source, ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:Activity"]);
  if (!splits) return null;
  const condition = { key: "condition", kind: "area", code: true, rows: 3, label: "field.condition", note: tools.words("field.condition-note"), readonly: standard, value: (bo.conditionExpression || {}).body, set: (text) => tools.update(element, { conditionExpression: tools.formal(text) }) };
  const fallback = { key: "default", kind: "check", label: "field.default", value: standard, set: (on) => tools.update(source, { default: on ? bo : undefined }) };
  return { title: "group.condition", fields: [condition, fallback] };
}
