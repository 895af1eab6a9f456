// A list of everything that is drawn, by name, so that any element can be reached without a pointer.
const LEFT_OUT = new Set(["label", "bpmn:SequenceFlow", "bpmn:MessageFlow", "bpmn:Association"]);

export class Outline {
  constructor(select, modeler, words, choose) {
    Object.assign(this, { select, modeler, words });
    select.addEventListener("focus", () => this.fill());
    select.addEventListener("mousedown", () => this.fill());
    select.addEventListener("change", () => select.value && choose(select.value));
    modeler.on("commandStack.changed", () => {
      this.stale = true;
    });
    this.stale = true;
    this.fill();
  }

  fill() {
    if (!this.stale) return;
    this.stale = false;
    const shown = this.modeler
      .get("elementRegistry")
      .filter((element) => element.parent && !LEFT_OUT.has(element.type) && element.businessObject)
      .map((element) => ({ id: element.id, name: element.businessObject.name || element.id }))
      .sort((a, b) => a.name.localeCompare(b.name, document.documentElement.lang));
    const first = document.createElement("option");
    first.value = "";
    first.textContent = this.words("outline.choose");
    const options = shown.map(({ id, name }) => {
      const option = document.createElement("option");
      option.value = id;
      option.textContent = name === id ? id : `${name} (${id})`;
      return option;
    });
    this.select.replaceChildren(first, ...options);
  }
}
