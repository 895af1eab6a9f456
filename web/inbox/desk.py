"""Small switches of one person: single-key shortcuts, and whether a case is watched."""

from __future__ import annotations

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from web.inbox.door import blueprint
from web.rendering import flash
from web.rendering.fragments import go, is_fragment
from web.session import actor, runtime
from web.tasks.showing import require_readable
from web.wording.texts import gettext as _
from workflows.inbox import desk, marking


@blueprint.post("/inbox/keys")
def switch_keys() -> ResponseReturnValue:
    """Let single letters act for this person, or not, on every machine."""
    on = request.form.get("keys") == "on"
    with runtime().database.begin() as session:
        desk.switch_keys(session, actor(), on=on)
    if is_fragment() or request.accept_mimetypes.best == "application/json":
        return Response(status=204)
    flash(_("单键快捷键已打开。") if on else _("单键快捷键已关闭。"))
    return go(url_for("sign_in.me"))


@blueprint.post("/inbox/watch/<task_id>")
def watch(task_id: str) -> ResponseReturnValue:
    """Watch the case of a task, or stop watching it."""
    on = request.form.get("on") == "true"
    with runtime().database.begin() as session:
        row = require_readable(session, actor(), task_id)
        marking.watch(session, actor(), row.business_key, on=on)
    flash(_("已关注这个案件。") if on else _("已不再关注这个案件。"))
    return go(url_for("inbox.page", task=task_id))
