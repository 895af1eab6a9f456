// The panel beside the drawing: the fields of what is chosen, in groups. A field writes through the
// tool's own commands, so that every change can be undone; what is written anew keeps the focus.
import { h, fieldNode } from "./fields.js";
import { groupsOf } from "./groups.js";
import { Tools } from "./tools.js";

export class Panel {
  constructor(root, modeler, words, facts, isLocked, choose) {
    Object.assign(this, { root, modeler, words, isLocked });
    this.tools = new Tools(modeler, facts, words, choose);
    modeler.on(["selection.changed", "commandStack.changed", "root.set"], () => this.later());
    this.show();
  }

  // After the present event, so that the focus has arrived where the person is going.
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), 0);
  }

  chosen() {
    const selected = this.modeler.get("selection").get();
    if (selected.length > 1) return null;
    const element = selected[0] || this.process();
    return element && (element.labelTarget || element);
  }

  // With nothing chosen the panel speaks of the process; of its pool, when it is drawn in one.
  process() {
    const root = this.modeler.get("canvas").getRootElement();
    const pool = (root.children || []).find(
      (child) => child.businessObject && child.businessObject.processRef,
    );
    return pool || root;
  }

  show() {
    const element = this.chosen();
    const active = document.activeElement;
    const key = this.root.contains(active) ? active.dataset.key : "";
    const caret = key && active.selectionStart;
    if (!element) {
      this.root.replaceChildren(h("p", { class: "muted" }, this.words("panel.several")));
      return;
    }
    this.root.replaceChildren(...this.parts(element));
    const again = key && this.root.querySelector(`[data-key="${key}"]`);
    if (again) {
      again.focus();
      if (caret !== undefined && caret !== null && again.setSelectionRange) {
        again.setSelectionRange(caret, caret);
      }
    }
  }

  parts(element) {
    const { businessObject: bo } = element;
    const head = h("div", { class: "panel-head" },
      h("h2", {}, this.tools.kindWords(element)),
      h("code", {}, bo.id),
      this.isLocked(element)
        ? h("p", { class: "panel-locked" }, this.words("panel.locked"))
        : null,
    );
    const groups = groupsOf(element, this.tools, this.isLocked(element)).map(({ title, fields }) =>
      h("fieldset", {}, h("legend", {}, this.words(title)), ...fields.map((f) => fieldNode(f, this.words))),
    );
    return [head, ...groups];
  }
}
