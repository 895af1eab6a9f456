"""Two pieces of data fit when their item definitions say the same structure.

BPMN 2.0.2 asks in many places for "equivalent" item definitions (8.4.10): the same definition, or
two that name the same structure. What is not declared on either side fits everything.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.lint.model import Element, Model


def definition(model: Model, holder: Element) -> Element | None:
    """Return the item definition of a data element, a message or a data object reference."""
    if holder.kind == "dataObjectReference":
        held = model.follow(holder, "dataObjectRef", "dataObject")
        return None if held is None else definition(model, held)
    name = "itemRef" if holder.kind == "message" else "itemSubjectRef"
    return model.follow(holder, name, "itemDefinition")


def equivalent(first: Element | None, second: Element | None) -> bool:
    """Whether two item definitions describe the same structure; absent on both sides does."""
    if first is None or second is None:
        return first is second
    if first is second:
        return True
    structure = first.get("structureRef")
    return (
        bool(structure)
        and structure == second.get("structureRef")
        and (first.flag("isCollection") == second.flag("isCollection"))
    )


def same_multiset(model: Model, ours: Iterable[Element], theirs: Iterable[Element]) -> bool:
    """Whether two lists of data can be paired off one to one by equivalent definitions."""
    left = [definition(model, holder) for holder in theirs]
    for holder in ours:
        mine = definition(model, holder)
        match = next((at for at, other in enumerate(left) if equivalent(mine, other)), None)
        if match is None:
            return False
        left.pop(match)
    return not left
