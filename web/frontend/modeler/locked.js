// Steps that the law keeps: nobody deletes, replaces or renumbers them here, nor what holds them.
// The gate on the server refuses a diagram without them whatever this page lets through.
import RuleProvider from "diagram-js/lib/features/rules/RuleProvider";

export function lockedBy(facts) {
  const ids = new Set(facts.locked);
  return function isLocked(element) {
    const target = element.labelTarget || element;
    const bo = target.businessObject;
    return Boolean(bo && (ids.has(bo.id) || String(bo.get("sanlian:locked")) === "true"));
  };
}

export function lockedModule(isLocked) {
  const holds = (element) => isLocked(element) || (element.children || []).some(holds);

  class LockedRules extends RuleProvider {
    constructor(eventBus, contextPad) {
      super(eventBus);
      contextPad.registerProvider(100, this);
    }

    init() {
      this.addRule("elements.delete", 3000, ({ elements }) => {
        const free = elements.filter((element) => element.labelTarget || !holds(element));
        // With nothing locked among them the tool's own rules decide.
        return free.length === elements.length ? undefined : free;
      });
    }

    getContextPadEntries(element) {
      return (entries) => this.without(entries, [element]);
    }

    getMultiElementContextPadEntries(elements) {
      return (entries) => this.without(entries, elements);
    }

    without(entries, elements) {
      if (!elements.some(holds)) return entries;
      const kept = { ...entries };
      delete kept.delete;
      delete kept.replace;
      return kept;
    }
  }
  LockedRules.$inject = ["eventBus", "contextPad"];
  return { __init__: ["lockedRules"], lockedRules: ["type", LockedRules] };
}
