"""What the panel offers to choose from: roles, forms, tables, deadlines, operations, processes.

Everything in the language of the page; what may not be deleted comes from the law of the house.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from engine.models import DefinitionKind, DefinitionRow, DefinitionState
from web.rendering.names import role_words
from web.session import language
from workflows import catalog
from workflows.codes import load_lists
from workflows.deadlines import Rule, load_table
from workflows.station_facts import LOCKED

_Choices = list[tuple[str, ...]]


def facts(session: Session, tenant: str, process: str) -> dict[str, Any]:
    """The block of choices for one process."""
    return {
        "locked": sorted(LOCKED.get(process, frozenset())),
        "roles": [(code.code, role_words(code.code)) for code in load_lists()["roles"]],
        "forms": _active(session, tenant, DefinitionKind.FORM),
        "decisions": _active(session, tenant, DefinitionKind.DECISION),
        "processes": _active(session, tenant, DefinitionKind.PROCESS),
        "operations": sorted(catalog.operations()),
        "deadlines": _deadlines(load_table().rules.values()),
        "libraryUrl": url_for("library.page"),
    }


def _active(session: Session, tenant: str, kind: DefinitionKind) -> _Choices:
    rows = session.scalars(
        select(DefinitionRow)
        .where(
            DefinitionRow.tenant == tenant, DefinitionRow.kind == kind,
            DefinitionRow.state == DefinitionState.ACTIVE,
        )
        .order_by(DefinitionRow.key)
        .options(defer(DefinitionRow.source))
    )  # fmt: skip
    return [(row.key, _named(row)) for row in rows]


def _named(row: DefinitionRow) -> str:
    """The name with the key; a table without an English name is known by its key there."""
    if language() == "en":
        return f"{row.name_en} ({row.key})" if row.name_en else row.key
    return f"{row.name}（{row.key}）"


def _deadlines(rules: Iterable[Rule]) -> _Choices:
    """Codes that a diagram may name, with what they are and where they come from."""
    zh = language() != "en"
    return [
        (rule.code, rule.name.zh if zh else rule.name.en, rule.basis.zh if zh else rule.basis.en)
        for rule in rules
        if rule.period is not None or rule.parts
    ]
