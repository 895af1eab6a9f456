"""Constructs that begin with a keyword or hold entries: loops, functions, lists, contexts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.feel import lexer, tree
from engine.feel.conformance import ANY, Type
from engine.feel.lexer import Found, Token
from engine.feel.names import normal, skip_blank, starts_name
from engine.feel.type_text import type_reference

if TYPE_CHECKING:
    from engine.feel.parser import Parser


def keyword(parser: Parser, found: Found) -> tree.Node:
    """The construct that a keyword opens."""
    match found.value:
        case "if":
            return _if(parser)
        case "for":
            return _for(parser)
        case "some" | "every":
            return _quantified(parser, is_every=found.value == "every")
        case "function":
            return _function(parser)
    raise parser.fail(f"a value was awaited before {found.value!r}", found.start)


def _if(parser: Parser) -> tree.Node:
    condition = parser.expression()
    parser.expect("then")
    chosen = parser.expression()
    parser.expect("else")
    return tree.If(condition, chosen, parser.expression())


def _for(parser: Parser) -> tree.Node:
    before = parser.names
    iterators = _iterators(parser)
    parser.expect("return")
    parser.declare("partial")
    body = parser.expression()
    parser.restore(before)
    return tree.For(iterators, body)


def _quantified(parser: Parser, *, is_every: bool) -> tree.Node:
    before = parser.names
    iterators = _iterators(parser)
    parser.expect("satisfies")
    condition = parser.expression()
    parser.restore(before)
    return tree.Quantified(is_every, iterators, condition)


def _iterators(parser: Parser) -> tuple[tree.Iterator, ...]:
    iterators = [_iterator(parser)]
    while parser.take(","):
        iterators.append(_iterator(parser))
    return tuple(iterators)


def _iterator(parser: Parser) -> tree.Iterator:
    found = parser.operand_token()
    if found.token is not Token.NAME:
        raise parser.fail("a name was awaited", found.start)
    parser.at = found.end
    parser.expect("in")
    source = parser.expression()
    high = parser.expression() if parser.take("..") else None
    parser.declare(found.value)
    return tree.Iterator(found.value, source, high)


def _function(parser: Parser) -> tree.Node:
    parser.expect("(")
    before = parser.names
    parameters = _parameters(parser)
    is_external = parser.take("external")
    parser.declare(*(name for name, _ in parameters))
    body = parser.expression()
    parser.restore(before)
    return tree.FunctionDefinition(parameters, body, is_external)


def _parameters(parser: Parser) -> tuple[tuple[str, Type], ...]:
    parameters: list[tuple[str, Type]] = []
    if parser.take(")"):
        return ()
    while True:
        found = parser.operand_token()
        if found.token is not Token.NAME:
            raise parser.fail("a parameter name was awaited", found.start)
        parser.at = found.end
        parameters.append((found.value, type_reference(parser) if parser.take(":") else ANY))
        if not parser.take(","):
            parser.expect(")")
            return tuple(parameters)


def list_or_interval(parser: Parser) -> tree.Node:
    """What `[` opens: a list, or an interval that includes its low end."""
    if parser.take("]"):
        return tree.ListLiteral(())
    first = _item(parser)
    if parser.take(".."):
        return interval_to(parser, first, low_included=True)
    items = [first]
    while parser.take(","):
        items.append(_item(parser))
    parser.expect("]")
    return tree.ListLiteral(tuple(items))


def _item(parser: Parser) -> tree.Node:
    return parser.expression()


def interval_from(parser: Parser, low: tree.Node, *, low_included: bool) -> tree.Node:
    """The interval whose low end has been read."""
    parser.expect("..")
    return interval_to(parser, low, low_included=low_included)


def interval_to(parser: Parser, low: tree.Node, *, low_included: bool) -> tree.Node:
    """The interval that stands before its high end."""
    high = parser.expression()
    if parser.take("]"):
        return tree.Interval(low, high, low_included, high_included=True)
    if not parser.take(")"):
        parser.expect("[")
    return tree.Interval(low, high, low_included, high_included=False)


def context(parser: Parser) -> tree.Node:
    """What `{` opens; every key is known to the entries after it."""
    before = parser.names
    entries: list[tuple[str, tree.Node]] = []
    if not parser.take("}"):
        entries.append(_entry(parser))
        while parser.take(","):
            entries.append(_entry(parser))
        parser.expect("}")
    parser.restore(before)
    return tree.ContextLiteral(tuple(entries))


def _entry(parser: Parser) -> tuple[str, tree.Node]:
    key = key_before_colon(parser, quoted=True)
    if key is None:
        raise parser.fail("a key and a colon were awaited")
    value = parser.expression()
    parser.keys.add(key)
    parser.declare(key)
    return key, value


def key_before_colon(parser: Parser, *, quoted: bool) -> str | None:
    """The key and its colon when they stand here; else nothing is read."""
    start = skip_blank(parser.text, parser.at)
    if quoted and parser.text.startswith('"', start):
        found = lexer.read(parser.text, start, parser.known, merging=False)
        parser.at = found.end
        parser.expect(":")
        return found.value
    if not starts_name(parser.text[start : start + 1] or ":"):
        return None
    end = lexer.key_end(parser.text, start)
    if not parser.text.startswith(":", end):
        return None
    parser.at = end + 1
    return normal(parser.text[start:end])
