"""No page is composed while it keeps the one writer's turn (docs/decisions/0019)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import product

#: What answers with a page, by the name that is called.
COMPOSES = re.compile(r"(.*_)?(page|fragment|answer|template)")
#: Supervisors open these rarely, and what they show is first taken in or tried in the transaction.
MAY = frozenset(
    {
        "web/documents/templates.py:template_list",
        "web/documents/templates.py:_template_page",
        "web/library/views.py:draft",
        "web/modeler/views.py:compare",
        "web/modeler/views.py:publish",
    }
)


def begins(block: ast.With) -> bool:
    return any(
        isinstance(item.context_expr, ast.Call)
        and isinstance(item.context_expr.func, ast.Attribute)
        and item.context_expr.func.attr == "begin"
        for item in block.items
    )


def called(node: ast.AST) -> set[str]:
    return {
        call.func.id
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    }


def views_that_compose_in_a_turn() -> Iterator[str]:
    for source in product():
        for view in source.nodes(ast.FunctionDef):
            turns = (one for one in ast.walk(view) if isinstance(one, ast.With) and begins(one))
            if any(COMPOSES.fullmatch(name) for turn in turns for name in called(turn)):
                yield f"{source.path}:{view.name}"


def test_no_page_is_composed_in_the_writers_turn() -> None:
    assert set(views_that_compose_in_a_turn()) - MAY == set()


def test_what_is_excused_still_needs_to_be() -> None:
    assert set(views_that_compose_in_a_turn()) >= MAY
