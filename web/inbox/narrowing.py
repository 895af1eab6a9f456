"""The filters of the inbox in words: what can be chosen, what is chosen, and how to drop it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine import definitions
from engine.actors import Actor
from engine.errors import Refusal
from engine.models import DefinitionKind
from web.inbox.asking import Asked
from web.rendering.names import name_of, process_words
from web.wording import PROCESSES
from web.wording.texts import gettext as _
from workflows.access.sight import posts
from workflows.inbox import Due, Filter
from workflows.people import directory

_Options = Sequence[tuple[str, str]]


def panel(session: Session, actor: Actor, question: Asked) -> dict[str, Any]:
    """Everything of the filter form."""
    wanted = question.wanted
    fields = [
        _select("process", _("案件类型"), [(key, str(said)) for key, said in PROCESSES.items()]),
        _select("node", _("步骤"), steps(session, actor, wanted.process)),
        _select("risk", _("风险"), risks()),
        _select("due", _("到期"), dues()),
        _select("unit", _("服务站"), units(session, actor)),
    ]
    return {
        "view": wanted.view.value,
        "fields": [
            {**one, "value": _value(wanted, one["name"])}
            # A choice between one thing is no choice.
            for one in fields if len(one["options"]) > (1 if one["name"] == "unit" else 0)
        ],
        "narrowed": wanted.narrowed,
        "tags": _tags(wanted, {one["name"]: dict(one["options"]) for one in fields}),
        "clear_url": url_for("inbox.page", view=wanted.view.value),
    }  # fmt: skip


def _select(name: str, label: str, options: _Options) -> dict[str, Any]:
    return {"name": name, "label": label, "options": options}


def _value(wanted: Filter, name: str) -> str:
    return str(getattr(wanted, name) or "")


def risks() -> _Options:
    """The risks that can be asked for."""
    return [
        ("emergency", _("突发")), ("red", _("红")), ("orange", _("橙")), ("yellow", _("黄")),
        ("none", _("没有风险标记")),
    ]  # fmt: skip


def dues() -> _Options:
    """The due dates that can be asked for."""
    return [
        (Due.OVERDUE.value, _("超期")), (Due.TODAY.value, _("今天到期")),
        (Due.WEEK.value, _("7 天内到期")), (Due.NEVER.value, _("没有期限")),
    ]  # fmt: skip


def units(session: Session, actor: Actor) -> _Options:
    """The bodies in which the reader holds a post."""
    own = {unit for _, unit in posts(actor)}
    return [(unit.id, name_of(unit)) for unit in directory.named(session, actor.tenant, own)]


def steps(session: Session, actor: Actor, process: str) -> _Options:
    """The steps of people in the active version of a process; none before one is chosen."""
    if not process:
        return []
    try:
        row = definitions.active(session, actor.tenant, DefinitionKind.PROCESS, process)
        nodes = definitions.diagram(session, actor.tenant, row.id).nodes.values()
    except Refusal:
        return []
    found = {node.id: name_of(node) for node in nodes if node.kind == "userTask"}
    return sorted(found.items(), key=lambda option: option[1])


def _tags(wanted: Filter, options: Mapping[str, Mapping[str, str]]) -> list[str]:
    """What narrows the list, in words."""
    chosen = [
        process_words(wanted.process) if wanted.process else "",
        options["node"].get(wanted.node, wanted.node),
        options["risk"].get(wanted.risk, ""),
        options["due"].get(wanted.due.value, "") if wanted.due else "",
        options["unit"].get(wanted.unit, wanted.unit),
    ]
    return [words for words in chosen if words]
