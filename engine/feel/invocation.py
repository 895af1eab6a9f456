"""Calling a value: functions of a text, of the host and built-in ones share one door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engine.feel.conformance import Type, coerced
from engine.feel.run import Frame, Run, Step
from engine.feel.values import Function, from_host


def call(
    run: Run,
    callee: object,
    positional: Sequence[object],
    named: Mapping[str, object],
    name: str = "",
) -> object:
    """The value of a call; what is not a function, or does not fit, gives null."""
    if not isinstance(callee, Function):
        return run.warn(f"{name or 'the value'} cannot be called")
    run.spend()
    run.enter()
    try:
        return callee.apply(run, positional, named)
    finally:
        run.leave()


def arranged(
    parameters: tuple[str, ...], positional: Sequence[object], named: Mapping[str, object]
) -> list[object] | None:
    """The arguments in the order of the parameters, or None when they do not fit."""
    if not named:
        return list(positional) if len(positional) == len(parameters) else None
    if positional or set(named) != set(parameters):
        return None
    return [named[name] for name in parameters]


def defined(
    name: str,
    parameters: tuple[tuple[str, Type], ...],
    body: Step,
    frame: Frame,
    result: Type | None = None,
) -> Function:
    """A function that evaluates `body` in the frame of its definition."""
    names = tuple(parameter for parameter, _ in parameters)

    def apply(run: Run, positional: Sequence[object], named: Mapping[str, object]) -> object:
        arguments = arranged(names, positional, named)
        if arguments is None:
            return run.warn(f"the arguments of {name or 'the function'} do not fit")
        values: dict[str, object] = {}
        for (parameter, wanted), argument in zip(parameters, arguments, strict=True):
            fits, value = coerced(argument, wanted)
            if not fits:
                return run.warn(f"the argument {parameter!r} has another type")
            values[parameter] = value
        answer = body(Frame(values, frame, run))
        return answer if result is None else _checked(run, answer, result, name)

    return Function(name, names, apply, tuple(wanted for _, wanted in parameters))


def _checked(run: Run, answer: object, wanted: Type, name: str) -> object:
    fits, value = coerced(answer, wanted)
    return value if fits else run.warn(f"the result of {name} has another type")


def of_host(name: str, function: Callable[..., object]) -> Function:
    """A function that the host lends; its refusals pass through, its result becomes a value."""

    def apply(run: Run, positional: Sequence[object], named: Mapping[str, object]) -> object:
        return from_host(function(*positional, **named))

    return Function(name, (), apply)
