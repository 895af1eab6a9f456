"""What stands between operators: literals, names, brackets, paths, filters, calls, loops, types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.feel import boxed, tree
from engine.feel import temporal_text as written
from engine.feel.decimals import NumberFault
from engine.feel.decimals import read as read_number
from engine.feel.lexer import Token
from engine.feel.lexer import read as read_token
from engine.feel.names import vocabulary
from engine.feel.type_text import type_reference

if TYPE_CHECKING:
    from engine.feel.parser import Parser

__all__ = ["membership_tests", "postfix", "type_reference", "unary_tests"]

_PROPERTIES = frozenset({"time offset", "start included", "end included"})
_COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")
_BETWEEN_VALUES = ("and", "or", "then", "else", "return", "satisfies", "between", "in")
_CONSTANTS = {"true": True, "false": False, "null": None}


def postfix(parser: Parser) -> tree.Node:
    """An operand with the paths, filters and calls that follow it."""
    node = primary(parser)
    for _ in range(200):
        if parser.take("."):
            node = tree.Path(node, _path_name(parser))
        elif _opens_filter(parser):
            node = _filter(parser, node)
        elif parser.take("("):
            node = _call(parser, node)
        else:
            return node
    raise parser.fail("it chains too many paths")


def _path_name(parser: Parser) -> str:
    known = vocabulary(parser.names | parser.keys | _PROPERTIES)
    found = read_token(parser.text, parser.at, known, merging=True)
    if found.token not in (Token.NAME, Token.KEYWORD):
        raise parser.fail("a name was awaited after the point", found.start)
    parser.at = found.end
    return found.value


def _opens_filter(parser: Parser) -> bool:
    """Step over `[`, unless it closes an interval, which shows by no value following it."""
    start = parser.at
    if not parser.take("["):
        return False
    found = parser.operand_token()
    no_value = found.token is Token.SIGN and found.value not in ("(", "[", "{", "@", "-")
    if found.token is Token.END or no_value or found.value in _BETWEEN_VALUES:
        parser.at = start
        return False
    return True


def _filter(parser: Parser, source: tree.Node) -> tree.Node:
    before = parser.declare("item", *parser.keys)
    condition = parser.expression()
    parser.restore(before)
    parser.expect("]")
    return tree.Filter(source, condition)


def _call(parser: Parser, callee: tree.Node) -> tree.Node:
    if parser.take(")"):
        return tree.Call(callee, (), ())
    first = _parameter_name(parser)
    if first is not None:
        return tree.Call(callee, (), _named_arguments(parser, first))
    arguments = [parser.expression()]
    while parser.take(","):
        arguments.append(parser.expression())
    parser.expect(")")
    return tree.Call(callee, tuple(arguments), ())


def _parameter_name(parser: Parser) -> str | None:
    """The name before a colon, when the argument is a named one."""
    return boxed.key_before_colon(parser, quoted=False)


def _named_arguments(parser: Parser, first: str) -> tuple[tuple[str, tree.Node], ...]:
    arguments = [(first, parser.expression())]
    while parser.take(","):
        name = _parameter_name(parser)
        if name is None:
            raise parser.fail("a parameter name was awaited")
        arguments.append((name, parser.expression()))
    parser.expect(")")
    return tuple(arguments)


def primary(parser: Parser) -> tree.Node:
    """A literal, a name or a bracketed construct."""
    found = parser.operand_token()
    parser.at = found.end
    match found.token:
        case Token.NUMBER:
            return _number(parser, found.value, found.start)
        case Token.TEXT:
            return tree.Literal(found.value)
        case Token.NAME:
            return tree.Name(found.value)
        case Token.KEYWORD:
            if found.value in _CONSTANTS:
                return tree.Literal(_CONSTANTS[found.value])
            return boxed.keyword(parser, found)
        case Token.SIGN:
            return _bracket(parser, found.value, found.start)
    raise parser.fail("a value was awaited", found.start)


def _number(parser: Parser, text: str, start: int) -> tree.Node:
    try:
        return tree.Literal(read_number(text))
    except NumberFault:
        raise parser.fail("the number is out of range", start) from None


def _bracket(parser: Parser, sign: str, start: int) -> tree.Node:
    match sign:
        case "@":
            return _at_literal(parser)
        case "{":
            return boxed.context(parser)
        case "[":
            return boxed.list_or_interval(parser)
        case "]":
            return boxed.interval_from(parser, parser.expression(), low_included=False)
        case "(":
            return _parenthesis(parser)
    raise parser.fail(f"a value was awaited before {sign!r}", start)


def _at_literal(parser: Parser) -> tree.Node:
    found = parser.operand_token()
    if found.token is not Token.TEXT:
        raise parser.fail("a quoted text was awaited after @", found.start)
    parser.at = found.end
    value = written.read_any(found.value)
    problem = "" if value is not None else f'@"{found.value[:40]}" is no date, time or duration'
    return tree.Literal(value, problem)


def _parenthesis(parser: Parser) -> tree.Node:
    test = _comparison_test(parser)
    if test is not None:
        parser.expect(")")
        return test
    inner = parser.expression()
    if parser.take(".."):
        return boxed.interval_to(parser, inner, low_included=False)
    parser.expect(")")
    return inner


def _comparison_test(parser: Parser) -> tree.Node | None:
    found = parser.operand_token()
    if found.token is not Token.SIGN or found.value not in _COMPARISONS:
        return None
    parser.at = found.end
    return tree.UnaryComparison(found.value, parser.arithmetic(0))


def _positive_test(parser: Parser) -> tree.Node:
    return _comparison_test(parser) or parser.expression()


def membership_tests(parser: Parser) -> tuple[tree.Node, ...]:
    """The right side of `in`: one test, or several in parentheses."""
    test = _comparison_test(parser)
    if test is not None:
        return (test,)
    start = parser.at
    if parser.take("("):
        first = _positive_test(parser)
        if parser.take(","):
            return (first, *_rest_of_tests(parser))
        if isinstance(first, tree.UnaryComparison) and parser.take(")"):
            return (first,)
        parser.at = start
    return (parser.arithmetic(0),)


def _rest_of_tests(parser: Parser) -> list[tree.Node]:
    tests = [_positive_test(parser)]
    while parser.take(","):
        tests.append(_positive_test(parser))
    parser.expect(")")
    return tests


def unary_tests(parser: Parser) -> tree.UnaryTests:
    """A whole cell: `-`, `not(…)`, or tests with commas between them."""
    start = parser.at
    if parser.take("-") and parser.operator_token().token is Token.END:
        return tree.UnaryTests((), is_negated=False, is_any=True)
    parser.at = start
    if parser.take("not") and parser.take("("):
        tests = _rest_of_tests(parser)
        if parser.operator_token().token is Token.END:
            return tree.UnaryTests(tuple(tests), is_negated=True)
    parser.at = start
    positive = [_positive_test(parser)]
    while parser.take(","):
        positive.append(_positive_test(parser))
    return tree.UnaryTests(tuple(positive), is_negated=False)
