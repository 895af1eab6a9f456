"""There is one way to do each thing: one commit, one clock, no code made from text."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.sources import Source, product


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def imported(source: Source) -> list[tuple[str, str]]:
    """The roots of all absolute imports, each with its place."""
    roots = [
        (alias.name.partition(".")[0], source.at(node))
        for node in source.nodes(ast.Import)
        for alias in node.names
    ]
    return roots + [
        (node.module.partition(".")[0], source.at(node))
        for node in source.nodes(ast.ImportFrom)
        if node.module and not node.level
    ]


def test_only_the_database_module_commits() -> None:
    found = [
        source.at(node)
        for source in product()
        for node in source.nodes(ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    places = {place.partition(":")[0] for place in found}
    assert places == {"engine/database.py"}, found


def test_only_the_clock_module_reads_the_time() -> None:
    readings = {"now", "utcnow", "today"}
    found = [
        source.at(node)
        for source in product()
        for node in source.nodes(ast.Attribute)
        if node.attr in readings
        and isinstance(node.value, ast.Name | ast.Attribute)
        and ast.unparse(node.value).rpartition(".")[2] in {"datetime", "date"}
    ]
    clocks = [place for source in product() for root, place in imported(source) if root == "time"]
    assert {place.partition(":")[0] for place in found + clocks} == {"engine/clock.py"}


@pytest.mark.parametrize("word", ["eval", "exec", "compile", "__import__"])
def test_no_text_becomes_code(word: str) -> None:
    found = [
        source.at(node)
        for source in product()
        for node in source.nodes(ast.Name)
        if node.id == word
    ]
    assert found == []


@pytest.mark.parametrize("library", ["pickle", "marshal", "shelve", "dill", "cloudpickle"])
def test_no_stored_value_can_carry_code(library: str) -> None:
    found = [place for source in product() for root, place in imported(source) if root == library]
    assert found == []


def swallows(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches everything and does not pass it on."""
    names = {"Exception", "BaseException"}
    caught = handler.type
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    broad = caught is None or any(isinstance(kind, ast.Name) and kind.id in names for kind in kinds)
    last = handler.body[-1]
    return broad and not (isinstance(last, ast.Raise) and last.exc is None)


def reasoned(source: Source, handler: ast.ExceptHandler) -> bool:
    """Whether a comment with words stands on the line of a handler or on one beside it."""
    around = source.lines[handler.lineno - 2 : handler.lineno + 1]
    comments = (line.partition("#")[2] for line in around)
    return any(comment.replace("noqa: BLE001", "").strip(" -#") for comment in comments)


def test_the_few_broad_excepts_are_outermost_guards_with_a_reason() -> None:
    handlers = [
        (source, handler)
        for source in product()
        for handler in source.nodes(ast.ExceptHandler)
        if swallows(handler)
    ]
    assert [
        source.at(handler) for source, handler in handlers if not reasoned(source, handler)
    ] == []
    assert len(handlers) <= 5, [source.at(handler) for source, handler in handlers]
