// New elements get ids of the house's kind: lower case with hyphens.
import BpmnFactory from "bpmn-js/lib/features/modeling/BpmnFactory";
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";

const PREFIXES = [
  ["bpmn:Activity", "step-"],
  ["bpmn:Event", "event-"],
  ["bpmn:Gateway", "choice-"],
  ["bpmn:SequenceFlow", "flow-"],
  ["bpmn:MessageFlow", "flow-"],
];

function kebab(name) {
  return `${name.replace(/^[^:]*:/, "").replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase()}-`;
}

class HouseFactory extends BpmnFactory {
  _ensureId(element) {
    if (element.id) {
      this._model.ids.claim(element.id, element);
    } else if (this._needsId(element) || is(element, "bpmn:EventDefinition")) {
      const known = PREFIXES.find(([type]) => isAny(element, [type]));
      element.id = this._model.ids.nextPrefixed(known ? known[1] : kebab(element.$type), element);
    }
  }
}
HouseFactory.$inject = ["moddle"];

export const houseIds = { bpmnFactory: ["type", HouseFactory] };
