// Swaps that change only what changed: focus, selection, scroll and what is being typed stay.
// hx-swap="morph" (the element itself) or "morph:innerHTML"; the library's own htmx glue needs eval.
import { Idiomorph } from "idiomorph";
import { rowCallbacks } from "./rows.js";

function styleOf(swapStyle) {
  if (swapStyle === "morph" || swapStyle === "morph:outerHTML") return "outerHTML";
  return swapStyle === "morph:innerHTML" ? "innerHTML" : null;
}

export function morph(target, content, morphStyle) {
  return Idiomorph.morph(target, content, {
    morphStyle,
    ignoreActiveValue: true,
    restoreFocus: true,
    callbacks: { ...rowCallbacks, beforeAttributeUpdated: keepOpen },
  });
}

// What the reader unfolded or picked stays so; an open or checked state is theirs, not the server's.
function keepOpen(name, node) {
  if (name === "checked" && node.hasAttribute("data-pick")) return false;
  return !(name === "open" && node.tagName === "DETAILS");
}

export function defineMorph(htmx) {
  htmx.defineExtension("morph", {
    isInlineSwap: (swapStyle) => styleOf(swapStyle) === "outerHTML",
    handleSwap(swapStyle, target, fragment) {
      const morphStyle = styleOf(swapStyle);
      return morphStyle ? morph(target, fragment.children, morphStyle) : false;
    },
  });
}
