"""Type references in a text: `number`, `list<string>`, `context<a: number>`, `function<…> -> …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.feel import lexer
from engine.feel.conformance import NAMED, ContextType, FunctionType, ListType, RangeType, Type
from engine.feel.lexer import Token
from engine.feel.names import vocabulary

if TYPE_CHECKING:
    from engine.feel.parser import Parser


def type_reference(parser: Parser) -> Type:
    """The type named here."""
    parser.depth += 1
    if parser.depth > 60:
        raise parser.fail("types nest too deeply")
    known = vocabulary(frozenset(NAMED) | frozenset(parser.named_types))
    found = lexer.read_type(parser.text, parser.at, known)
    if found.token not in (Token.NAME, Token.KEYWORD):
        raise parser.fail("a type was awaited", found.start)
    parser.at = found.end
    reference = _parametrised(parser, found.value) or _named(parser, found.value, found.start)
    parser.depth -= 1
    return reference


def _named(parser: Parser, name: str, start: int) -> Type:
    reference = parser.named_types.get(name) or NAMED.get(name)
    if reference is None:
        raise parser.fail(f"there is no type {name!r}", start)
    return reference


def _parametrised(parser: Parser, name: str) -> Type | None:
    if name not in ("list", "range", "context", "function") or not parser.take("<"):
        return None
    if name == "context":
        return _context(parser)
    if name == "function":
        return _function(parser)
    inner = type_reference(parser)
    parser.expect(">")
    return ListType(inner) if name == "list" else RangeType(inner)


def _context(parser: Parser) -> Type:
    entries: dict[str, Type] = {}
    while not parser.take(">"):
        found = parser.operand_token()
        parser.at = found.end
        parser.expect(":")
        entries[found.value] = type_reference(parser)
        parser.take(",")
    return ContextType(entries)


def _function(parser: Parser) -> Type:
    parameters: list[Type] = []
    while not parser.take(">"):
        parameters.append(type_reference(parser))
        parser.take(",")
    if parser.take("->"):
        type_reference(parser)
    return FunctionType(tuple(parameters))
