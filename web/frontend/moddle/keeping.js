// Names that the file writes where the library expects the id of an element, such as the list of a
// multi-instance activity, would be lost in the next export. They are kept as what they are: a
// reference to something of that name that the drawing does not hold.
export function keepLooseNames({ warnings = [] }, moddle) {
  return warnings.filter((warning) => {
    if (!warning.property || !warning.element || !warning.value) return true;
    const property = warning.element.$descriptor.propertiesByName[warning.property];
    if (!property || !property.isReference || property.isMany) return true;
    warning.element.set(warning.property, moddle.create("bpmn:Property", { id: warning.value }));
    return false;
  });
}
