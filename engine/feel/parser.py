"""The precedence parser of FEEL (DMN 1.5 §10.3.1.2); its result is a syntax tree, never a value.

This module holds the reading position, the scopes of names and the operators; `operands` reads
what stands between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.feel import conformance, lexer, operands, tree
from engine.feel.lexer import Found, Token
from engine.feel.names import Vocabulary, vocabulary
from engine.feel.refusals import FeelSyntaxError

#: Longest text, in characters, and deepest nesting that is read at all.
LONGEST = 65_536
DEEPEST = 100

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_LEVELS = {"+": 40, "-": 40, "*": 50, "/": 50, "**": 60}
_CHAIN = 400


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known where a text stands, in normalised names."""

    names: frozenset[str]
    #: Names of entries, found after a point and inside filters.
    paths: frozenset[str]
    types: Mapping[str, conformance.Type]


class Parser:
    """Reads one text; the position only moves forward, except where a bracket is ambiguous."""

    def __init__(self, text: str, scope: Scope) -> None:
        self.text = text
        self.at = 0
        self.names = scope.names
        self.named_types = scope.types
        self.known: Vocabulary = vocabulary(scope.names)
        self.depth = 0
        #: Keys of contexts met so far, so that `.` finds names with spaces.
        self.keys: set[str] = set(scope.paths)

    def fail(self, problem: str, at: int | None = None) -> FeelSyntaxError:
        """The refusal to raise here."""
        return FeelSyntaxError(
            problem=problem, position=self.at if at is None else at, text=self.text
        )

    def operand_token(self) -> Found:
        """The token here, where an operand may begin."""
        return lexer.read(self.text, self.at, self.known, merging=True)

    def operator_token(self) -> Found:
        """The token here, where an operator may stand, so that words are not joined."""
        return lexer.read(self.text, self.at, _NOTHING, merging=False)

    def take(self, sign: str) -> bool:
        """Step over the sign or keyword when it stands here."""
        found = self.operator_token()
        if found.token in (Token.SIGN, Token.KEYWORD, Token.NAME) and found.value == sign:
            self.at = found.end
            return True
        return False

    def expect(self, sign: str) -> None:
        """Step over the sign or keyword; refuse the text when it is not here."""
        if not self.take(sign):
            found = self.operator_token()
            raise self.fail(
                f"{sign!r} was awaited before {found.value or 'the end'!r}", found.start
            )

    def declare(self, *names: str) -> frozenset[str]:
        """Make names known from here on; gives the names known before."""
        before = self.names
        if not set(names) <= before:
            self.names = before | set(names)
            self.known = vocabulary(self.names)
        return before

    def restore(self, names: frozenset[str]) -> None:
        """Go back to the names known before a scope."""
        if names is not self.names:
            self.names = names
            self.known = vocabulary(names)

    def expression(self) -> tree.Node:
        """Read one expression."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(f"it nests deeper than {DEEPEST}")
        node = self._junction(is_and=False)
        self.depth -= 1
        return node

    def _junction(self, *, is_and: bool) -> tree.Node:
        word = "and" if is_and else "or"
        parts = [self._comparison() if is_and else self._junction(is_and=True)]
        while self.take(word):
            parts.append(self._comparison() if is_and else self._junction(is_and=True))
        return parts[0] if len(parts) == 1 else tree.Junction(is_and, tuple(parts))

    def _comparison(self) -> tree.Node:
        left = self.arithmetic(0)
        for _ in range(_CHAIN):
            found = self.operator_token()
            if found.token is Token.SIGN and found.value in _COMPARISONS:
                self.at = found.end
                left = tree.Comparison(found.value, left, self.arithmetic(0))
            elif self.take("between"):
                low = self.arithmetic(0)
                self.expect("and")
                left = tree.Between(left, low, self.arithmetic(0))
            elif self.take("in"):
                left = tree.Membership(left, operands.membership_tests(self))
            else:
                return left
        raise self.fail("it chains too many comparisons")

    def arithmetic(self, level: int) -> tree.Node:
        """Read operands joined by arithmetic operators that bind tighter than `level`."""
        left = self._negation()
        for _ in range(_CHAIN):
            found = self.operator_token()
            power = _LEVELS.get(found.value, 0) if found.token is Token.SIGN else 0
            if power <= level:
                return left
            self.at = found.end
            left = tree.Arithmetic(found.value, left, self.arithmetic(power))
        raise self.fail("it chains too many operators")

    def _negation(self) -> tree.Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(f"it nests deeper than {DEEPEST}")
        found = self.operand_token()
        if found.token is Token.SIGN and found.value == "-":
            self.at = found.end
            node: tree.Node = tree.Negation(self._negation())
        else:
            node = self._instance_of(operands.postfix(self))
        self.depth -= 1
        return node

    def _instance_of(self, value: tree.Node) -> tree.Node:
        found = self.operator_token()
        if found.value != "instance" or found.token is not Token.NAME:
            return value
        self.at = found.end
        self.expect("of")
        return tree.InstanceOf(value, operands.type_reference(self))

    def finish(self) -> None:
        """Refuse anything that is left over."""
        found = self.operator_token()
        if found.token is not Token.END:
            raise self.fail(f"nothing was awaited before {found.value!r}", found.start)


_NOTHING = vocabulary(frozenset())


def parse_expression(text: str, scope: Scope) -> tree.Node:
    """The tree of one expression."""
    parser = _opened(text, scope)
    node = parser.expression()
    parser.finish()
    return node


def parse_tests(text: str, scope: Scope) -> tree.UnaryTests:
    """The tree of a decision table's cell: tests of the input value `?`."""
    parser = _opened(text, scope)
    tests = operands.unary_tests(parser)
    parser.finish()
    return tests


def _opened(text: str, scope: Scope) -> Parser:
    if len(text) > LONGEST:
        raise FeelSyntaxError(problem=f"it is longer than {LONGEST}", position=0, text=text)
    return Parser(text, scope)
