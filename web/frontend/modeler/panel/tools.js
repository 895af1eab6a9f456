// How fields read and write the drawing: one command each, so that one undo takes one change back.
import { is } from "bpmn-js/lib/util/ModelUtil";

const english = document.documentElement.lang === "en";

export class Tools {
  constructor(modeler, facts, words, choose) {
    Object.assign(this, { modeler, facts, words, choose });
    this.modeling = modeler.get("modeling");
    this.moddle = modeler.get("moddle");
    this.factory = modeler.get("bpmnFactory");
    this.registry = modeler.get("elementRegistry");
  }

  kindWords(element) {
    const bo = element.businessObject;
    const [event] = bo.eventDefinitions || [];
    const kind = bo.$type.replace("bpmn:", "");
    const base = this.words(`kind.${kind}`);
    if (!event) return base;
    return `${base} · ${this.words(`event.${event.$type.replace(/^bpmn:|EventDefinition$/g, "")}`)}`;
  }

  update(element, properties) {
    this.modeling.updateProperties(element, properties);
  }

  updateInside(element, inner, properties) {
    this.modeling.updateModdleProperties(element, inner, properties);
  }

  attribute(element, name) {
    return element.businessObject.get(`sanlian:${name}`);
  }

  setAttribute(element, name, value) {
    this.update(element, { [`sanlian:${name}`]: value || undefined });
  }

  // The name that the drawing shows is written as a label, so that the label appears or goes.
  setName(element, text, inEnglish) {
    if (inEnglish !== english) {
      this.update(element, { [this.nameKey(inEnglish)]: text || undefined });
    } else if (is(element, "bpmn:FlowElement") || is(element, "bpmn:Participant") || is(element, "bpmn:Lane")) {
      this.modeling.updateLabel(element, text || "");
    } else {
      this.update(element, { name: text || undefined });
    }
  }

  // Where the editor keeps a name of one language; see moddle/bilingual.js.
  nameKey(inEnglish) {
    if (inEnglish === english) return "name";
    return english ? "sanlian:nameZh" : "sanlian:nameEn";
  }

  nameOf(bo, inEnglish) {
    return bo.get(this.nameKey(inEnglish));
  }

  name(element, inEnglish) {
    return this.nameOf(element.businessObject, inEnglish);
  }

  formal(body) {
    return body ? this.moddle.create("bpmn:FormalExpression", { body }) : undefined;
  }

  event(element, type) {
    return (element.businessObject.eventDefinitions || []).find((each) => is(each, `bpmn:${type}EventDefinition`));
  }

  noteOf(bo, language) {
    return (bo.documentation || []).find((each) =>
      language === "en" ? /-doc-en$/.test(each.id || "") : !/-doc-en$/.test(each.id || ""),
    );
  }

  notesWith(bo, language, text) {
    const old = this.noteOf(bo, language);
    const rest = (bo.documentation || []).filter((each) => each !== old);
    const id = (old && old.id) || `${bo.id}-doc-${language}`;
    const made = text ? [this.moddle.create("bpmn:Documentation", { id, text })] : [];
    made.forEach((each) => {
      each.$parent = bo;
    });
    return language === "en" ? [...rest, ...made] : [...made, ...rest];
  }

  note(element, language) {
    return this.noteOf(element.businessObject, language);
  }

  setNote(element, language, text) {
    this.update(element, { documentation: this.notesWith(element.businessObject, language, text) });
  }

  pairs(element, type) {
    const values = (element.businessObject.extensionElements || { values: [] }).values || [];
    return values
      .filter((each) => is(each, `sanlian:${type}`))
      .map((each) => ({ name: each.name, value: each.value }));
  }

  setPairs(element, type, rows) {
    const bo = element.businessObject;
    const old = bo.extensionElements;
    const others = ((old && old.values) || []).filter((each) => !is(each, `sanlian:${type}`));
    const made = rows.map((row) => this.moddle.create(`sanlian:${type}`, row));
    const values = type === "Input" ? [...made, ...others] : [...others, ...made];
    if (old && values.length) {
      made.forEach((each) => {
        each.$parent = old;
      });
      this.updateInside(element, old, { values });
      return;
    }
    const fresh = values.length ? this.moddle.create("bpmn:ExtensionElements", { values }) : undefined;
    values.forEach((each) => {
      each.$parent = fresh;
    });
    this.update(element, { extensionElements: fresh });
  }

  // Messages, signals, errors and escalations stand at the top of the file, beside the process.
  common(type) {
    const all = this.modeler.getDefinitions().rootElements;
    return all.filter((each) => is(each, `bpmn:${type}`));
  }

  commonOptions(type) {
    const text = (each) => (type === "Escalation" && english ? each.escalationCode : each.name) || each.id;
    return [["", this.words("panel.none")], ...this.common(type).map((each) => [each.id, text(each)])];
  }

  commonOf(type, id) {
    return this.common(type).find((each) => each.id === id);
  }

  addCommon(element, type, attributes) {
    const definitions = this.modeler.getDefinitions();
    const made = this.factory.create(`bpmn:${type}`, attributes);
    made.$parent = definitions;
    this.updateInside(element, definitions, { rootElements: [made, ...definitions.rootElements] });
    return made;
  }

  elementOf(bo) {
    return this.registry.get(bo.id);
  }

  people() {
    return this.registry.filter((each) => is(each, "bpmn:UserTask"));
  }

  label(element) {
    return element.businessObject.name || element.id;
  }
}
