"""The acts on a task: a quiet menu, for each act a small page that asks, and undo for ten seconds.

Everything works without a script: the menu is a list of links, each act one plain form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Conflict, Denied, Invalid
from engine.instances import Calls
from engine.models import TaskRow
from web.errors import status_of
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.rendering.fragments import go
from web.rendering.names import name_of, process_words
from web.session import actor, runtime
from web.tasks.acts_asked import Asked, asked, fields_of
from web.tasks.acts_menu import act_url
from web.tasks.door import blueprint
from web.tasks.filling import typed
from web.tasks.moved import moved_words
from web.tasks.showing import require_readable
from web.wording import refusal_words
from web.wording.act_words import ACTS, DONE, LEADS
from web.wording.texts import gettext as _
from workflows.cases import handing_on, moving_back, signatures, suspending, telling, undoing
from workflows.cases.open_acts import open_acts

#: How one act is done: session, calls, who, which task, what was asked.
Verb = Callable[[Session, Calls, Actor, str, Asked], Mapping[str, Any]]

VERBS: Mapping[str, Verb] = {
    "send-back": lambda s, c, who, task, said: moving_back.send_back(
        s, c, who, task, said.target, said.reason, key=said.key, version=said.version
    ),
    "take-back": lambda s, c, who, task, said: moving_back.take_back(
        s, c, who, task, said.reason, key=said.key
    ),
    "reassign": lambda s, c, who, task, said: handing_on.reassign(
        s, c, who, task, said.person, said.reason, key=said.key, version=said.version
    ),
    "delegate": lambda s, c, who, task, said: handing_on.delegate(
        s, c, who, task, said.person, said.reason, key=said.key, version=said.version
    ),
    "hand-back": lambda s, c, who, task, said: handing_on.hand_back(
        s, c, who, task, said.reason, key=said.key
    ),
    "recall": lambda s, c, who, task, said: handing_on.recall(
        s, c, who, task, said.reason, key=said.key
    ),
    "add-signer": lambda s, c, who, task, said: signatures.add_signer(
        s, c, who, task, said.person, _signing(said), said.reason, key=said.key
    ),
    "drop-signer": lambda s, c, who, task, said: signatures.drop_signer(
        s, c, who, task, said.person, said.reason, key=said.key
    ),
    "sign": lambda s, c, who, task, said: signatures.sign(
        s, c, who, task, agreed=said.choice == "agree", remark=said.reason, key=said.key
    ),
    "copy": lambda s, c, who, task, said: telling.copy(
        s, c, who, task, said.person, said.reason, key=said.key
    ),
    "urge": lambda s, c, who, task, said: telling.urge(
        s, c, who, task, said.reason, key=said.key
    ),
    "suspend": lambda s, c, who, task, said: suspending.suspend(
        s, c, who, task, said.choice, said.reason, key=said.key, version=said.version
    ),
    "resume": lambda s, c, who, task, said: suspending.resume(
        s, c, who, task, said.reason, key=said.key
    ),
}  # fmt: skip

#: Acts after which the actor may no longer hold, or even see, the task.
_LEAVING = frozenset({"send-back", "reassign", "delegate", "hand-back", "sign"})


def _signing(said: Asked) -> tasks.Signing:
    return tasks.Signing.ANY if said.choice == "any" else tasks.Signing.ALL


@blueprint.get("/<task_id>/do/<act>")
def on_task(task_id: str, act: str) -> ResponseReturnValue:
    """What an act does and asks."""
    with runtime().database.read() as session:
        row = _require_offered(session, task_id, act)
        return _page(session, row, act)


@blueprint.post("/<task_id>/do/<act>")
def do_on_task(task_id: str, act: str) -> ResponseReturnValue:
    """Do the act, once however often it is sent; a refusal keeps what was typed."""
    try:
        return _done(task_id, act)
    except IntegrityError:
        # Sent twice at one instant: the other has committed, its stored reply answers this one.
        return _done(task_id, act)


def _done(task_id: str, act: str) -> ResponseReturnValue:
    said = asked()
    try:
        with runtime().database.begin() as session:
            require_readable(session, actor(), task_id)
            if act not in VERBS:
                raise tasks.NoSuchTask(task=task_id)
            reply = VERBS[act](session, runtime().calls, actor(), task_id, said)
    except (Conflict, Invalid, Denied) as refusal:
        return _refused(task_id, act, refusal)
    _say_done(task_id, act)
    following = str(reply.get("task") or task_id)
    return go(url_for("inbox.page") if act in _LEAVING else _task_url(following))


def _task_url(task_id: str) -> str:
    return url_for("tasks.page", task_id=task_id)


def _say_done(task_id: str, act: str) -> None:
    """Say what was done, with the way to undo it where there is one."""
    with runtime().database.read() as session:
        row = tasks.load(session, actor(), task_id)
        undoable = tasks.last_act(session, actor(), row)
    undo_url = url_for("tasks.undo_act", task_id=task_id, tag=undoable.tag) if undoable else ""
    flash(str(DONE[act]), undo_url=undo_url)


@blueprint.post("/<task_id>/do/hand-back/form")
def keep_and_hand_back(task_id: str) -> ResponseReturnValue:
    """Keep what the delegate has typed, then ask what was done."""
    with runtime().database.begin() as session:
        row = require_readable(session, actor(), task_id)
        tasks.save_draft(session, actor(), task_id, typed(tasks.form_of(session, row)).values)
    return go(act_url(task_id, "hand-back"))


@blueprint.post("/<task_id>/undo/<tag>")
def undo_act(task_id: str, tag: str) -> ResponseReturnValue:
    """Undo the act just done; the history keeps both."""
    try:
        with runtime().database.begin() as session:
            reply = undoing.undo(
                session, runtime().calls, actor(), task_id, tag, _("操作后马上撤销")
            )
    except Conflict as refusal:
        flash(refusal_words(refusal))
        return go(url_for("inbox.page"))
    flash(_("已撤销。"))
    with runtime().database.read() as session:
        row = tasks.load(session, actor(), str(reply["task"]))
        mine = row.assignee == actor().id
    return go(_task_url(row.id) if mine else url_for("inbox.page"))


def _require_offered(session: Session, task_id: str, act: str) -> TaskRow:
    row = require_readable(session, actor(), task_id)
    if act not in open_acts(session, actor(), row):
        raise tasks.NoSuchTask(task=task_id)
    return row


def _refused(task_id: str, act: str, refusal: Conflict | Invalid | Denied) -> ResponseReturnValue:
    """The form again with what was typed, and why nothing was written, by whom and when."""
    with runtime().database.read() as session:
        row = require_readable(session, actor(), task_id)
        words = (
            moved_words(session, row, refusal)
            if isinstance(refusal, Conflict)
            else refusal_words(refusal)
        )
        return _page(session, row, act, words=words, status=status_of(refusal))


def _page(
    session: Session, row: TaskRow, act: str, *, words: str = "", status: int = 200
) -> ResponseReturnValue:
    back = _task_url(row.id)
    context: dict[str, Any] = {
        "act": act, "title": str(ACTS[act]), "lead": str(LEADS[act]), "words": words,
        "step": name_of(row), "url": url_for("tasks.do_on_task", task_id=row.id, act=act),
        "back": back, "key": new_id(), "version": row.version, "said": asked(),
        "danger": act in {"send-back", "suspend"}, **fields_of(session, act, row),
        "crumb": [
            {"label": _("收件箱"), "url": url_for("inbox.page")},
            {"label": process_words(row.process), "url": ""},
            {"label": name_of(row), "url": back},
        ],
    }  # fmt: skip
    return signed_in_page(
        session, "tasks/act_on_task.html", active="inbox", act=context, status=status
    )
