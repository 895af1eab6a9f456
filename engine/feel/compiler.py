"""Trees become closures: every node is one function of a frame, chosen once and run often.

Compiling never evaluates user text and never calls a function of the language; names are looked up
in frames of FEEL values only.
"""

from __future__ import annotations

from engine.feel import compile_loops, compile_operators, tree
from engine.feel.access import filtered, property_of
from engine.feel.conformance import is_instance
from engine.feel.invocation import call, defined
from engine.feel.run import Frame, Step
from engine.feel.values import Function, kind


def compiled(node: tree.Node) -> Step:
    """The closure of a node."""
    match node:
        case tree.Literal():
            return _literal(node)
        case tree.Name(name):
            return lookup(name)
        case tree.Path():
            return _path(node)
        case tree.Filter():
            return _filter(node)
        case tree.Call():
            return _call(node)
        case tree.For() | tree.Quantified():
            return compile_loops.compiled(node, compiled)
    return _compiled_boxed(node)


def _compiled_boxed(node: tree.Node) -> Step:
    match node:
        case tree.ListLiteral(items):
            return _list(tuple(compiled(item) for item in items))
        case tree.ContextLiteral():
            return _context(node)
        case tree.FunctionDefinition():
            return _function(node)
        case tree.If():
            return _if(node)
        case tree.InstanceOf():
            return _instance_of(node)
    return compile_operators.compiled(node, compiled)


def _literal(node: tree.Literal) -> Step:
    value, problem = node.value, node.problem

    def give(frame: Frame) -> object:
        return value

    def warn(frame: Frame) -> object:
        return frame.run.warn(problem)

    return warn if problem else give


def lookup(name: str) -> Step:
    """Read a name from the innermost frame that has it."""

    def read(frame: Frame) -> object:
        here: Frame | None = frame
        while here is not None:
            values = here.values
            if name in values:
                return values[name]
            here = here.parent
        return frame.run.warn(f"there is no value named {name!r}")

    return read


def lookup_function(name: str) -> Step:
    """Read the nearest function of a name: a variable called `date` does not hide `date(…)`."""
    plain = lookup(name)

    def read(frame: Frame) -> object:
        here: Frame | None = frame
        while here is not None:
            found = here.values.get(name)
            if isinstance(found, Function):
                return found
            here = here.parent
        return plain(frame)

    return read


def _path(node: tree.Path) -> Step:
    source, name = compiled(node.source), node.name

    def read(frame: Frame) -> object:
        return property_of(frame.run, source(frame), name)

    return read


def _filter(node: tree.Filter) -> Step:
    source, condition = compiled(node.source), compiled(node.condition)

    def read(frame: Frame) -> object:
        return filtered(frame, source(frame), condition)

    return read


def _call(node: tree.Call) -> Step:
    name = node.callee.name if isinstance(node.callee, tree.Name) else ""
    callee = lookup_function(name) if name else compiled(node.callee)
    positional = tuple(compiled(argument) for argument in node.positional)
    named = tuple((name, compiled(argument)) for name, argument in node.named)

    def invoke(frame: Frame) -> object:
        return call(
            frame.run,
            callee(frame),
            [argument(frame) for argument in positional],
            {key: argument(frame) for key, argument in named},
            name,
        )

    return invoke


def _list(items: tuple[Step, ...]) -> Step:
    def build(frame: Frame) -> object:
        frame.run.spend(len(items))
        return [item(frame) for item in items]

    return build


def _context(node: tree.ContextLiteral) -> Step:
    entries = tuple((key, compiled(value)) for key, value in node.entries)
    has_twins = len({key for key, _ in entries}) < len(entries)

    def build(frame: Frame) -> object:
        if has_twins:
            return frame.run.warn("a context names the same key twice")
        values: dict[str, object] = {}
        inner = Frame(values, frame, frame.run)
        for key, value in entries:
            values[key] = value(inner)
        return dict(values)

    return build


def _function(node: tree.FunctionDefinition) -> Step:
    body = compiled(node.body)
    parameters = node.parameters

    def define(frame: Frame) -> object:
        if node.is_external:
            return frame.run.warn("external functions are refused by design")
        return defined("", parameters, body, frame)

    return define


def _if(node: tree.If) -> Step:
    condition = compiled(node.condition)
    chosen, other = compiled(node.chosen), compiled(node.other)

    def choose(frame: Frame) -> object:
        answer = condition(frame)
        if answer is True:
            return chosen(frame)
        if answer is not False and answer is not None:
            return frame.run.warn(f"a condition is a {kind(answer)}, not a boolean")
        return other(frame)

    return choose


def _instance_of(node: tree.InstanceOf) -> Step:
    value, wanted = compiled(node.value), node.type

    def ask(frame: Frame) -> object:
        return is_instance(value(frame), wanted)

    return ask
