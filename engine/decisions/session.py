"""One evaluation of a requirements graph: every element is evaluated at most once, when needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.decisions.elements import Item, Link, Sort
from engine.feel.conformance import FunctionType, Type, coerced
from engine.feel.invocation import arranged
from engine.feel.library import catalogue
from engine.feel.run import Frame, Run
from engine.feel.values import Function, from_host

if TYPE_CHECKING:
    from engine.decisions.model import Model

Place = tuple[str, str]


class Session:
    """Values found so far, by namespace and id; lives as long as one request."""

    def __init__(self, run: Run, inputs: Mapping[str, object]) -> None:
        self.run = run
        self.inputs = inputs
        self.root = Frame(catalogue.VALUES, None, run)
        self.found: dict[Place, object] = {}
        self.open: set[Place] = set()

    def value(self, model: Model, item: Item) -> object:
        """The value of an element; a circle gives null."""
        place = (model.namespace, item.id)
        if place in self.found:
            return self.found[place]
        if place in self.open:
            return self.run.warn(f"{item.name} needs itself")
        self.open.add(place)
        self.run.spend()
        self.found[place] = self._made(model, item)
        self.open.discard(place)
        return self.found[place]

    def _made(self, model: Model, item: Item) -> object:
        match item.sort:
            case Sort.INPUT:
                return self._input(model, item)
            case Sort.DECISION:
                return self._decision(model, item)
            case Sort.KNOWLEDGE:
                return _knowledge(self, model, item)
        return _service(model, item)

    def _input(self, model: Model, item: Item) -> object:
        qualified = f"{{{model.namespace}}}{item.name}"
        name = qualified if qualified in self.inputs else item.name
        if name not in self.inputs:
            return None
        return self._fitted(from_host(self.inputs[name]), item)

    def _decision(self, model: Model, item: Item) -> object:
        if item.step is None:
            return None
        return self._fitted(item.step(self.frame(model, item)), item)

    def _fitted(self, value: object, item: Item) -> object:
        fits, value = coerced(value, item.type)
        return value if fits else self.run.warn(f"the value of {item.name} has another type")

    def frame(self, model: Model, item: Item) -> Frame:
        """The names that an element's logic sees: what it needs, imports as contexts."""
        values: dict[str, object] = {}
        for link in item.needs:
            owner, needed = model.resolve(link)
            value = self.value(owner, needed)
            if owner is model:
                values[needed.name] = value
                continue
            inside = values.setdefault(model.prefix_of(owner), {})
            if isinstance(inside, dict):
                inside[needed.name] = value
        return Frame(values, self.root, self.run)


def _knowledge(session: Session, model: Model, item: Item) -> Function:
    names = tuple(name for name, _ in item.parameters)

    def apply(run: Run, positional: Sequence[object], named: Mapping[str, object]) -> object:
        arguments = arranged(names, positional, named)
        if arguments is None or item.step is None:
            return run.warn(f"the arguments of {item.name} do not fit")
        values: dict[str, object] = {}
        for (name, wanted), argument in zip(item.parameters, arguments, strict=True):
            fits, value = coerced(argument, wanted)
            if not fits:
                return run.warn(f"the argument {name!r} of {item.name} has another type")
            values[name] = value
        answer = item.step(Frame(values, session.frame(model, item), run))
        return _result(run, answer, item.type, item.name)

    return Function(item.name, names, apply)


def _result(run: Run, answer: object, wanted: Type, name: str) -> object:
    """DMN 1.1 types the variable of knowledge by its result, later versions by the function."""
    if isinstance(wanted, FunctionType) or wanted.accepts(Function("", (), lambda *_: None)):
        return answer
    fits, value = coerced(answer, wanted)
    return value if fits else run.warn(f"the result of {name} has another type")


def _service(model: Model, item: Item) -> Function:
    given = [model.resolve(link) for link in item.given]
    names = tuple(one.name for _, one in given)

    def apply(run: Run, positional: Sequence[object], named: Mapping[str, object]) -> object:
        arguments = arranged(names, positional, named)
        if arguments is None:
            return run.warn(f"the arguments of {item.name} do not fit")
        inner = Session(run, {})
        for (owner, one), argument in zip(given, arguments, strict=True):
            fits, value = coerced(argument, one.type)
            if not fits:
                return run.warn(f"the argument {one.name!r} of {item.name} has another type")
            inner.found[owner.namespace, one.id] = value
        return outputs_of(inner, model, item)

    return Function(item.name, names, apply)


def outputs_of(session: Session, model: Model, item: Item) -> object:
    """The value of a service: that of its one output, or a context of several."""
    values: dict[str, object] = {}
    for link in item.outputs:
        owner, output = model.resolve(link)
        values[output.name] = session.value(owner, output)
    value = next(iter(values.values())) if len(values) == 1 else values
    fits, fitted = coerced(value, item.type)
    if fits or isinstance(item.type, FunctionType):
        return fitted if fits else value
    return session.run.warn(f"the value of {item.name} has another type")


def service_session(model: Model, item: Item, run: Run, inputs: Mapping[str, object]) -> Session:
    """A session in which a service's inputs, decisions among them, are given by name."""
    session = Session(run, inputs)
    for link in item.given:
        owner, one = model.resolve(link)
        qualified = f"{{{owner.namespace}}}{one.name}"
        value = inputs.get(qualified, inputs.get(one.name))
        fits, fitted = coerced(from_host(value), one.type)
        session.found[owner.namespace, one.id] = (
            fitted if fits else run.warn(f"the input {one.name} has another type")
        )
    return session


__all__ = ["Link", "Session", "outputs_of", "service_session"]
