"""What the templates of the process library read: rows, versions, steps and uses in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import decisions, definitions
from engine.actors import Actor
from engine.models import DefinitionKind, DefinitionRow, DefinitionState
from engine.spiff.parser import Node
from web import session as web_session
from web.library.changes import parts_of
from web.library.shelf import DRAFT_VERSION, Shelved, running_by_definition, shelf
from web.library.uses import uses
from web.rendering import instant
from web.rendering.names import role_words
from web.wording.act_words import TASK_ACTS
from workflows.access import Permission, may
from workflows.diagram_drafts import draft_of
from workflows.installing import SHIPPED
from workflows.people.directory import name_of

_TONES = {
    DefinitionState.ACTIVE: "good",
    DefinitionState.DRAFT: "warn",
    DefinitionState.REVIEW: "warn",
    DefinitionState.RETIRED: "quiet",
}


def kind_words(kind: DefinitionKind) -> str:
    """What a definition is, in words."""
    words = {
        DefinitionKind.PROCESS: _("流程图"), DefinitionKind.DECISION: _("决策表"),
        DefinitionKind.FORM: _("表单"),
    }  # fmt: skip
    return str(words[kind])


def state_words(state: DefinitionState) -> str:
    """Where a version stands, in words."""
    words = {
        DefinitionState.DRAFT: _("草稿"), DefinitionState.REVIEW: _("待审批"),
        DefinitionState.ACTIVE: _("现行"), DefinitionState.RETIRED: _("已停用"),
    }  # fmt: skip
    return str(words[state])


def name_words(row: DefinitionRow) -> str:
    """The name of a definition in the page's language."""
    english = web_session.language() == "en"
    # What has no English name is known by its key there.
    return (row.name_en if english else row.name) or row.key


def author_words(session: Session, row: DefinitionRow) -> str:
    """Who made a version."""
    return _("随产品提供") if row.author == SHIPPED else name_of(session, row.tenant, row.author)


def listing(session: Session, actor: Actor, kind: str) -> dict[str, Any]:
    """The list with its filters; `kind` "" shows everything."""
    found = shelf(session, actor.tenant)
    return {
        "rows": [_row(session, one) for one in found if not kind or one.latest.kind == kind],
        "filters": _filters(found, kind),
        "may_deploy": may(actor, Permission.DEFINITION_DEPLOY),
    }


def _filters(found: list[Shelved], chosen: str) -> list[dict[str, Any]]:
    def pill(kind: str, label: str, count: int) -> dict[str, Any]:
        url = url_for("library.page", kind=kind or "all")
        return {"label": label, "url": url, "count": count, "current": kind == chosen}

    pills = [
        pill(kind.value, kind_words(kind), sum(one.latest.kind == kind for one in found))
        for kind in DefinitionKind
    ]
    return [*pills, pill("", _("全部"), len(found))]


def _row(session: Session, one: Shelved) -> dict[str, Any]:
    row = one.shown
    return {
        "name": name_words(row), "key": row.key, "kind": kind_words(row.kind),
        "version": row.version, "state": state_words(row.state), "tone": _TONES[row.state],
        "is_process": row.kind == DefinitionKind.PROCESS, "running": one.running,
        "changed": instant(one.changed_at), "author": author_words(session, row),
        "url": url_for("library.definition", kind=row.kind.value, key=row.key)
        if row.version != DRAFT_VERSION else "",
        "drawn_url": url_for("modeler.page", process=row.key) if one.drawn else "",
        "draft_url": url_for("library.draft", draft_id=one.draft.id) if one.draft else "",
    }  # fmt: skip


def definition(session: Session, actor: Actor, row: DefinitionRow) -> dict[str, Any]:
    """The page of one version, with all the others beside it."""
    language = web_session.language()
    source = url_for(
        "library.source", kind=row.kind.value, key=row.key, version=row.version
    )  # fmt: skip
    return {
        "name": name_words(row), "key": row.key, "kind": kind_words(row.kind),
        "version": row.version, "state": state_words(row.state), "tone": _TONES[row.state],
        "author": author_words(session, row), "source_url": source,
        "is_process": row.kind == DefinitionKind.PROCESS,
        "versions": _versions(session, actor, row), "uses": _uses(session, row),
        "steps": _steps(session, row) if row.kind == DefinitionKind.PROCESS else [],
        "parts": [] if row.kind == DefinitionKind.PROCESS
        else list(parts_of(row, language).items()),
        "tables": _tables(row, language) if row.kind == DefinitionKind.DECISION else [],
        "sha256": row.sha256[:12], "bytes": len(row.source),
        "may_deploy": may(actor, Permission.DEFINITION_DEPLOY),
        "drawn": row.kind == DefinitionKind.PROCESS
        and draft_of(session, row.tenant, row.key) is not None,
    }  # fmt: skip


def _versions(session: Session, actor: Actor, shown: DefinitionRow) -> list[dict[str, Any]]:
    may_move = shown.kind == DefinitionKind.PROCESS and may(actor, Permission.DEFINITION_DEPLOY)
    running = running_by_definition(session, shown.tenant)
    rows = definitions.versions(session, shown.tenant, shown.kind, shown.key)
    return [
        {
            "version": row.version, "state": state_words(row.state), "tone": _TONES[row.state],
            "author": author_words(session, row), "since": instant(row.effective_from),
            "until": instant(row.retired_at), "running": running.get(row.id, 0),
            "current": row.id == shown.id,
            "url": url_for(
                "library.definition", kind=row.kind.value, key=row.key, v=row.version
            ),
            "compare_url": url_for(
                "modeler.compare", process=row.key, old=row.version - 1, new=row.version
            ) if row.kind == DefinitionKind.PROCESS and row.version > 1 else "",
            "move_url": url_for("running_cases.page", key=row.key, version=row.version)
            if may_move and row.state == DefinitionState.RETIRED else "",
        }
        for row in rows
        if row.version != DRAFT_VERSION
    ]  # fmt: skip


def _uses(session: Session, row: DefinitionRow) -> list[dict[str, Any]]:
    return [
        {
            "process": name_words(use.process), "node": node_words(use.node), "id": use.node.id,
            "url": url_for("library.definition", kind="process", key=use.process.key),
        }
        for use in uses(session, row)
    ]  # fmt: skip


def node_words(node: Node) -> str:
    """The name of an element in the page's language."""
    english = web_session.language() == "en"
    return (node.name_en if english else "") or node.name or node.id


#: Elements that people know as steps; the rest is plumbing of the diagram.
_STEPS = frozenset({"userTask", "manualTask", "businessRuleTask", "serviceTask", "sendTask",
                    "receiveTask", "callActivity"})  # fmt: skip


def _steps(session: Session, row: DefinitionRow) -> list[dict[str, Any]]:
    nodes = definitions.diagram(session, row.tenant, row.id).nodes.values()
    names = {node.id: node_words(node) for node in nodes}
    return [
        {
            "name": node_words(node), "id": node.id, "form": node.form or "",
            "who": role_words(node.role) if node.kind == "userTask" and node.role else _("系统"),
            "deadline": node.deadline or "", "locked": node.locked,
            "acts": _acts(node, names),
            "form_url": url_for("library.definition", kind="form", key=node.form)
            if node.form else "",
        }
        for node in nodes
        if node.kind in _STEPS
    ]  # fmt: skip


def _tables(row: DefinitionRow, language: str) -> list[dict[str, Any]]:
    """The tables of a decision: what each asks and answers, by name and by key."""

    def columns(found: tuple[decisions.Named, ...]) -> list[dict[str, str]]:
        return [{"name": one.in_language(language), "key": one.id} for one in found]

    return [
        {
            "name": table.in_language(language), "hit_policy": table.hit_policy,
            "rules": table.rules, "inputs": columns(table.inputs),
            "outputs": columns(table.outputs),
        }
        for table in decisions.outline(decisions.load(row.source)).tables
    ]  # fmt: skip


def _acts(node: Node, names: Mapping[str, str]) -> str:
    """What people may do with the task of a step besides finishing it, ways back named."""
    words = []
    for act in node.task_acts:
        ways = "、".join(names.get(each, each) for each in node.back_to)
        name = str(TASK_ACTS.get(act, act))
        words.append(f"{name}（→ {ways}）" if act == "send-back" else name)
    return " ・ ".join(words)
