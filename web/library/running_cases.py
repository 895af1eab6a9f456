"""Cases of an older version: what keeps them there, a move to the version in use, the way back.

Nothing tells which cases they are: whoever looks after diagrams reads no case.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import definitions
from engine.errors import Invalid
from engine.instances import migrating, unmigrating
from engine.instances.migrating import Applied, Plan
from engine.models import DefinitionKind, DefinitionRow
from engine.spiff.migrating import Obstacle
from web.library.obstacle_words import obstacle_words
from web.library.shelf import running_by_definition, version_of
from web.library.showing import name_words, node_words
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.access import Permission, require

blueprint = Blueprint("running_cases", __name__, url_prefix="/library/process")

#: A page looks at so many cases; the move itself takes all.
LOOKED_AT = 500


@blueprint.get("/<key>/<int:version>/cases")
def page(key: str, version: int) -> ResponseReturnValue:
    """How many can go, and why others cannot; nothing is changed by looking."""
    return _page(key, version)


@blueprint.post("/<key>/<int:version>/cases")
def move(key: str, version: int) -> ResponseReturnValue:
    """Move every case that can go; those that cannot stay as they are."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    try:
        with runtime().database.read() as session:
            plan = _plan(session, version_of(session, actor().tenant, _PROCESS, key, version))
        reason = request.form.get("reason", "")
        done = migrating.apply_all(runtime().database, runtime().calls, actor(), plan, reason)
    except Invalid as refusal:
        return _page(key, version, words=refusal_words(refusal))
    moved, stayed = len(done.moved), len(done.blocked)
    flash(_("已转 %(n)s 件，%(stayed)s 件留在原来的版本。", n=moved, stayed=stayed))
    return _back(key, version)


@blueprint.post("/<key>/<int:version>/cases/undo")
def undo(key: str, version: int) -> ResponseReturnValue:
    """Bring back what was moved and has not gone on since."""
    require(actor(), Permission.DEFINITION_DEPLOY)
    with runtime().database.read() as session:
        row = version_of(session, actor().tenant, _PROCESS, key, version)
    try:
        done = unmigrating.undo_all(
            runtime().database, runtime().calls, actor(), row.id, request.form.get("reason", "")
        )
    except Invalid as refusal:
        return _page(key, version, words=refusal_words(refusal))
    flash(_("已撤回 %(n)s 件，%(stayed)s 件已经往前办了。", n=done.back, stayed=done.stayed))
    return _back(key, version)


_PROCESS = DefinitionKind.PROCESS


def _back(key: str, version: int) -> ResponseReturnValue:
    return redirect(url_for("running_cases.page", key=key, version=version), code=303)


def _page(key: str, version: int, *, words: str = "") -> ResponseReturnValue:
    require(actor(), Permission.DEFINITION_DEPLOY)
    with runtime().database.read() as session:
        row = version_of(session, actor().tenant, _PROCESS, key, version)
        return signed_in_page(
            session, "library/running_cases.html", active="library", cases=_cases(session, row),
            words=words, reason=request.form.get("reason", ""), status=422 if words else 200,
        )  # fmt: skip


def _plan(session: Session, row: DefinitionRow) -> Plan:
    """From this version to the one in use, with what the engine suggests for renamed steps."""
    target = definitions.active(session, row.tenant, _PROCESS, row.key)
    return migrating.plan(session, row.tenant, row.id, target.id)


def _cases(session: Session, row: DefinitionRow) -> dict[str, Any]:
    target = definitions.active(session, row.tenant, _PROCESS, row.key)
    looked = _looked(session, row) if target.id != row.id else Applied()
    return {
        "name": name_words(row), "key": row.key, "version": row.version, "to": target.version,
        "current": target.id == row.id,
        "running": running_by_definition(session, row.tenant).get(row.id, 0),
        "able": len(looked.moved), "obstacles": _obstacles(session, row, looked),
        "stuck": len(looked.blocked), "looked": len(looked.moved) + len(looked.blocked),
        "undoable": len(unmigrating.undoable(session, row.tenant, row.id)),
    }  # fmt: skip


def _looked(session: Session, row: DefinitionRow) -> Applied:
    ids = migrating.running(session, row.tenant, row.id, most=LOOKED_AT)
    return migrating.dry_run(session, row.tenant, _plan(session, row), ids)


def _obstacles(session: Session, row: DefinitionRow, looked: Applied) -> list[dict[str, Any]]:
    """Each reason once, with the number of cases that it keeps, the commonest first."""
    nodes = definitions.diagram(session, row.tenant, row.id).nodes

    def said(each: Obstacle) -> str:
        name = node_words(nodes[each.node]) if each.node in nodes else each.node
        return obstacle_words(each.rule, name)

    kept = Counter(
        words for blocked in looked.blocked for words in {said(each) for each in blocked.obstacles}
    )
    return [{"words": words, "count": count} for words, count in kept.most_common()]
