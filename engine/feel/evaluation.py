"""A parsed expression and its evaluation; parsing and compiling happen once a text."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from engine.feel import compile_tests, compiler, tree
from engine.feel.conformance import Type
from engine.feel.invocation import of_host
from engine.feel.library import catalogue
from engine.feel.names import is_plain, normal
from engine.feel.parser import Scope, parse_expression, parse_tests
from engine.feel.refusals import FeelEvaluationError, FeelSyntaxError
from engine.feel.run import DEFAULT_BUDGET, Budget, Frame, Run, Step
from engine.feel.scope import Mentions, mentions
from engine.feel.values import Function, from_host


class Expression:
    """One FEEL text, ready to be evaluated any number of times in any thread."""

    __slots__ = ("_mentions", "_names", "_step", "text")

    def __init__(self, text: str, step: Step, found: Mentions) -> None:
        self.text = text
        self._step = step
        self._mentions = found
        self._names = tuple(sorted(found.free | found.calls | {"?"}))

    @property
    def step(self) -> Step:
        """The compiled form, for those who build frames themselves."""
        return self._step

    def free_names(self) -> frozenset[str]:
        """Variables that the text takes from outside; names of called functions are not here."""
        return self._mentions.free

    def calls(self) -> frozenset[str]:
        """Names of the functions that the text calls, built-in ones included."""
        return self._mentions.calls

    def evaluate(
        self,
        context: Mapping[str, object],
        *,
        functions: Mapping[str, Callable[..., object]] | None = None,
        budget: Budget = DEFAULT_BUDGET,
        strict: bool = False,
    ) -> object:
        """The value; a type error gives null, or FeelEvaluationError when `strict`."""
        run = Run(budget, strict=strict)
        return self.run_in(run, context, functions or {})

    def evaluate_with_warnings(
        self, context: Mapping[str, object], functions: Mapping[str, Callable[..., object]]
    ) -> tuple[object, tuple[str, ...]]:
        """The value together with the type errors that were met on the way to it."""
        run = Run(DEFAULT_BUDGET)
        value = self.run_in(run, context, functions)
        return value, tuple(run.warnings)

    def run_in(
        self,
        run: Run,
        context: Mapping[str, object],
        functions: Mapping[str, Callable[..., object]],
    ) -> object:
        """The value, counted against a run that the caller holds."""
        outer = Frame(catalogue.VALUES, None, run)
        if functions:
            lent: dict[str, object] = {
                name: _lent(name, function) for name, function in functions.items()
            }
            outer = Frame(lent, outer, run)
        values = {name: from_host(context[name]) for name in self._names if name in context}
        try:
            return self._step(Frame(values, outer, run))
        except RecursionError:
            raise FeelEvaluationError(problem="it nests too deeply") from None


def _lent(name: str, function: Callable[..., object] | Function) -> Function:
    return function if isinstance(function, Function) else of_host(name, function)


def parse(
    text: str,
    *,
    names: frozenset[str] = frozenset(),
    unary: bool = False,
    functions: frozenset[str] | None = None,
    paths: frozenset[str] = frozenset(),
    types: Mapping[str, Type] | None = None,
) -> Expression:
    """Read a text; `unary` reads a decision table's cell, whose input is `?`.

    `names` are those in scope and `paths` those of entries, needed where they hold spaces or signs.
    When `functions` is given, the scope counts as fully known: a call or name that nothing defines
    is a FeelSyntaxError.
    """
    scope = frozenset(normal(name) for name in names) | catalogue.NAMES
    try:
        step, node = _compiled(text, Scope(scope, paths, types or {}), unary=unary)
    except RecursionError:
        raise FeelSyntaxError(problem="it nests too deeply", position=0, text=text) from None
    found = mentions(node)
    if functions is not None:
        _refuse_unknown(text, found, names, functions)
    return Expression(text, step, found)


def _compiled(text: str, scope: Scope, *, unary: bool) -> tuple[Step, tree.Node]:
    if unary:
        tests = parse_tests(text, scope)
        return compile_tests.unary_tests(tests, compiler.compiled), tests
    node = parse_expression(text, scope)
    return compiler.compiled(node), node


def _refuse_unknown(
    text: str, found: Mentions, names: frozenset[str], functions: frozenset[str]
) -> None:
    known = names | functions | catalogue.NAMES | {"?"}
    unknown = sorted((found.calls | found.certain) - known)
    if unknown:
        place = max(text.find(unknown[0]), 0)
        raise FeelSyntaxError(problem=f"{unknown[0]!r} is unknown", position=place, text=text)


@functools.lru_cache(maxsize=2048)
def _cached(text: str, names: frozenset[str]) -> Expression:
    return parse(text, names=names)


def evaluate(
    text: str,
    context: Mapping[str, object],
    *,
    functions: Mapping[str, Callable[..., object]] | None = None,
    strict: bool = False,
) -> object:
    """The value of a text in a context; the text is parsed only once."""
    names = frozenset(name for name in (*context, *(functions or ())) if not is_plain(name))
    return _cached(text, names).evaluate(context, functions=functions, strict=strict)
