"""Boxed conditions and iterations (DMN 1.5 §10.2.2.8 to .11): if, filter, for, some, every."""

from __future__ import annotations

from collections.abc import Callable

from engine.decisions.building import Builder, broken
from engine.decisions.reading import Element, attribute, child, kind_of
from engine.feel.run import Frame, Run, Step
from engine.feel.values import kind

Logic = Callable[[Builder, Element, frozenset[str]], Step]


def step(builder: Builder, element: Element, names: frozenset[str], logic: Logic) -> Step:
    """The step of one of these expressions."""

    def part(name: str, *more: str) -> Step:
        found = child(element, name)
        if found is None:
            builder.find("decision-empty", element, part=name)
            return broken(element)
        return logic(builder, found, names | set(more))

    variable = attribute(element, "iteratorVariable")
    match kind_of(element):
        case "conditional":
            return _conditional(part("if"), part("then"), part("else"))
        case "filter":
            return _filter(part("in"), part("match", "item"))
        case "for":
            return _for(variable, part("in"), part("return", variable, "partial"))
        case "some" | "every":
            wanted = kind_of(element) == "every"
            return _quantified(variable, part("in"), part("satisfies", variable), wanted=wanted)
    return broken(element)


def _conditional(condition: Step, chosen: Step, other: Step) -> Step:
    def choose(frame: Frame) -> object:
        answer = condition(frame)
        if answer is not None and not isinstance(answer, bool):
            return frame.run.warn(f"a condition is a {kind(answer)}, not a boolean")
        return chosen(frame) if answer else other(frame)

    return choose


def _items(run: Run, value: object) -> list[object]:
    items = value if isinstance(value, list) else [] if value is None else [value]
    run.spend(len(items))
    return items


def _filter(source: Step, match: Step) -> Step:
    def keep(frame: Frame) -> object:
        kept: list[object] = []
        for item in _items(frame.run, source(frame)):
            entries = item if isinstance(item, dict) else {}
            answer = match(Frame({"item": item, **entries}, frame, frame.run))
            if answer is not None and not isinstance(answer, bool):
                return frame.run.warn(f"a match is a {kind(answer)}, not a boolean")
            if answer:
                kept.append(item)
        return kept

    return keep


def _for(variable: str, source: Step, body: Step) -> Step:
    def loop(frame: Frame) -> object:
        results: list[object] = []
        for item in _items(frame.run, source(frame)):
            values = {variable: item, "partial": results}
            results.append(body(Frame(values, frame, frame.run)))
        return results

    return loop


def _quantified(variable: str, source: Step, condition: Step, *, wanted: bool) -> Step:
    def ask(frame: Frame) -> object:
        answers: list[object] = []
        for item in _items(frame.run, source(frame)):
            answer = condition(Frame({variable: item}, frame, frame.run))
            if answer is not None and not isinstance(answer, bool):
                return frame.run.warn(f"a condition is a {kind(answer)}, not a boolean")
            answers.append(answer)
        if (not wanted) in answers:
            return not wanted
        return None if None in answers else wanted

    return ask
