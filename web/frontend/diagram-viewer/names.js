// Names in the reader's language: the drawing is Chinese, each element may carry an English name.
// Room for a Chinese label beside an event is too narrow for an English one, so it is widened.
const LABEL = 96;

function widen(label) {
  const bounds = label && label.bounds;
  if (!bounds || bounds.width >= LABEL) return;
  bounds.x -= (LABEL - bounds.width) / 2;
  bounds.width = LABEL;
}

export function speakEnglish({ definitions, elementsById }) {
  Object.values(elementsById || {}).forEach((element) => {
    const english = element.get && element.get("sanlian:nameEn");
    if (english) element.name = english;
  });
  ((definitions && definitions.diagrams) || []).forEach(({ plane }) =>
    ((plane && plane.planeElement) || []).forEach((drawn) => widen(drawn.label)),
  );
}
