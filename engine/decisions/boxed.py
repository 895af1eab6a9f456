"""Boxed expressions become steps (DMN 1.5 §10.2): texts, contexts, calls, lists, relations."""

from __future__ import annotations

from engine.decisions import boxed_loops, tables
from engine.decisions.building import Builder, broken, checked
from engine.decisions.item_definitions import reference_of
from engine.decisions.reading import (
    Element,
    attribute,
    child,
    children,
    kind_of,
    named,
    place_of,
    text_of,
)
from engine.feel.conformance import Type
from engine.feel.invocation import call, defined
from engine.feel.run import Frame, Step

LOGIC = (
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "list",
    "relation",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)


def logic(builder: Builder, holder: Element, names: frozenset[str]) -> Step:
    """The step of the expression that an element holds."""
    found = child(holder, *LOGIC)
    if found is None:
        builder.find("decision-empty", holder)
        return broken(holder)
    return expression(builder, found, names)


def expression(builder: Builder, element: Element, names: frozenset[str]) -> Step:
    """The step of one boxed expression, checked against its own type."""
    wanted = builder.type_of(reference_of(element), element)
    return checked(_expression(builder, element, names), wanted, place_of(element))


def _expression(builder: Builder, element: Element, names: frozenset[str]) -> Step:
    match kind_of(element):
        case "literalExpression":
            return literal(builder, element, names)
        case "decisionTable":
            return tables.step(builder, element, names)
        case "context":
            return _context(builder, element, names)
        case "invocation":
            return _invocation(builder, element, names)
        case "list":
            return _list(builder, element, names)
        case "relation":
            return _relation(builder, element, names)
        case "functionDefinition":
            return function(builder, element, names, "")
    return boxed_loops.step(builder, element, names, logic)


def literal(builder: Builder, element: Element, names: frozenset[str]) -> Step:
    """The step of a `literalExpression`."""
    language = attribute(element, "expressionLanguage")
    if language and "FEEL" not in language.upper():
        builder.find("decision-language", element, language=language)
        return broken(element)
    text = text_of(element)
    if not text:
        builder.find("decision-empty", element)
        return broken(element)
    return builder.text(text, names, element)


def _context(builder: Builder, element: Element, names: frozenset[str]) -> Step:
    entries: list[tuple[str, Step]] = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        name = "" if variable is None else named(variable)
        inner = names | {name} if _is_function(entry) and name else names
        step = logic(builder, entry, inner)
        wanted = builder.type_of(attribute(variable, "typeRef"), entry)
        entries.append((name, checked(step, wanted, name or place_of(entry))))
        names = names | {name} if name else names
    return _context_step(tuple(entries))


def _is_function(entry: Element) -> bool:
    found = child(entry, *LOGIC)
    if found is None:
        return False
    return kind_of(found) == "functionDefinition" or text_of(found).startswith("function")


def _context_step(entries: tuple[tuple[str, Step], ...]) -> Step:
    def build(frame: Frame) -> object:
        values: dict[str, object] = {}
        inner = Frame(values, frame, frame.run)
        for name, step in entries:
            value = step(inner)
            if not name:
                return value
            values[name] = value
        return dict(values)

    return build


def _invocation(builder: Builder, element: Element, names: frozenset[str]) -> Step:
    called = child(element, *LOGIC)
    callee = broken(element) if called is None else expression(builder, called, names)
    bindings: list[tuple[str, Step]] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        if parameter is not None and child(binding, *LOGIC) is not None:
            bindings.append((named(parameter), logic(builder, binding, names)))

    def invoke(frame: Frame) -> object:
        arguments = {name: step(frame) for name, step in bindings}
        return call(frame.run, callee(frame), [], arguments)

    return invoke


def _list(builder: Builder, element: Element, names: frozenset[str]) -> Step:
    items = [expression(builder, item, names) for item in children(element, *LOGIC)]
    return lambda frame: [item(frame) for item in items]


def _relation(builder: Builder, element: Element, names: frozenset[str]) -> Step:
    columns = [
        (named(column), builder.type_of(reference_of(column), column))
        for column in children(element, "column")
    ]
    rows: list[list[tuple[str, Step]]] = []
    for row in children(element, "row"):
        cells = [expression(builder, cell, names) for cell in children(row, *LOGIC)]
        rows.append(
            [
                (name, checked(cell, wanted, name))
                for (name, wanted), cell in zip(columns, cells, strict=False)
            ]
        )
    return lambda frame: [{name: cell(frame) for name, cell in row} for row in rows]


def parameters_of(builder: Builder, element: Element) -> tuple[tuple[str, Type], ...]:
    """The formal parameters of a function definition."""
    return tuple(
        (named(one), builder.type_of(attribute(one, "typeRef"), one))
        for one in children(element, "formalParameter")
    )


def function(builder: Builder, element: Element, names: frozenset[str], name: str) -> Step:
    """The step whose value is a function; Java and PMML functions are refused by design."""
    kind = attribute(element, "kind") or "FEEL"
    if kind.upper() not in ("FEEL", "F"):
        builder.find("decision-external", element, kind=kind)
        return lambda frame: frame.run.warn("external functions are refused by design")
    parameters = parameters_of(builder, element)
    inner = names | {parameter for parameter, _ in parameters}
    body = logic(builder, element, inner)
    return lambda frame: defined(name, parameters, body, frame)
