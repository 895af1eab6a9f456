"""An act on many tasks in words: what it is called, what it asks, and what became of each task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.models import TaskRow
from web.rendering.names import name_of
from web.rendering.task_rows import context_words
from web.wording import REFUSALS
from web.wording.refusal_words import refusal_words
from web.wording.texts import gettext as _
from workflows import inbox
from workflows.access import Permission, may, policy
from workflows.inbox import InboxRow
from workflows.inbox.bulk import Result, Verb
from workflows.people import absences
from workflows.people.directory import holders


def verb_words(verb: Verb) -> str:
    """The act as a button says it."""
    return {
        Verb.CLAIM: _("领取"), Verb.RELEASE: _("退回待领"), Verb.REASSIGN: _("转办"),
        Verb.FOLLOW_UP: _("设跟进日期"), Verb.SNOOZE: _("稍后再办"), Verb.WAKE: _("放回列表"),
        Verb.FORWARD: _("设为优先"), Verb.ORDINARY: _("取消优先"), Verb.TAKE_FOR: _("代办"),
        Verb.HAND_OVER: _("交给代班同事"), Verb.GIVE_BACK: _("交还"),
        Verb.WATCH: _("关注案件"), Verb.UNWATCH: _("取消关注"), Verb.COMMENT: _("留言"),
    }[verb]  # fmt: skip


def done_words(verb: Verb, number: int) -> str:
    """The act as a fact."""
    return _("%(verb)s：办成 %(n)s 件", verb=verb_words(verb), n=number)


def tasks_of(session: Session, actor: Actor, task_ids: Sequence[str]) -> dict[str, TaskRow]:
    """The chosen tasks that exist for the actor; the others are named by nothing."""
    query = select(TaskRow).where(TaskRow.tenant == actor.tenant, TaskRow.id.in_(task_ids))
    return {row.id: row for row in session.scalars(query) if _exists_for(session, actor, row)}


def _exists_for(session: Session, actor: Actor, row: TaskRow) -> bool:
    """Whether the actor may know of a task: their own, of a case that exists, or of their pool."""
    if row.assignee == actor.id or policy.reaches(session, actor, row.business_key):
        return True
    if row.candidate_group not in actor.groups:
        return False
    try:
        policy.require_unsealed(session, actor, row.business_key)
    except policy.NoSuchCase:
        return False
    return True


def lines(
    session: Session, actor: Actor, task_ids: Sequence[str], refused: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each chosen task with what becomes of it; `refused` holds the words of refusals."""
    known = tasks_of(session, actor, task_ids)
    rows = {row.task.id: row for row in inbox.with_cases(session, actor, list(known.values()))}
    return [_line(task_id, rows.get(task_id), refused.get(task_id, "")) for task_id in task_ids]


def _line(task_id: str, row: InboxRow | None, refusal: str) -> dict[str, Any]:
    return {
        "id": task_id, "ok": not refusal, "why": refusal,
        "title": name_of(row.task) if row else _("一件您看不到的任务"),
        "context": context_words(row) if row else "",
        "number": (row.case.number or "") if row and row.case else "",
    }  # fmt: skip


def words_of(results: Sequence[Result]) -> dict[str, str]:
    """Task to why nothing is done to it."""
    return {each.task_id: refusal_words(each.refusal) for each in results if each.refusal}


def words_of_codes(refused: Mapping[str, str]) -> dict[str, str]:
    """The same from the stored answer of an act, which keeps codes only."""
    return {task_id: _plain(code) for task_id, code in refused.items()}


def _plain(code: str) -> str:
    """A refusal's words without its values; where they need one, the general sentence."""
    words = str(REFUSALS.get(code, REFUSALS["refused"]))
    return words if "%(" not in words else str(REFUSALS["conflict"])


def colleagues(session: Session, actor: Actor, rows: Sequence[TaskRow]) -> list[tuple[str, str]]:
    """To whom all of the tasks may be given: who holds a post for each of them."""
    if not may(actor, Permission.TASK_REASSIGN) or not rows:
        return []
    found: dict[str, str] = {}
    for number, member_group in enumerate(sorted({row.candidate_group for row in rows})):
        role, _at, unit = member_group.partition("@")
        people = {
            each.id: each.name for each in holders(session, actor.tenant, role, unit, clock.now())
        }
        found = people if number == 0 else {key: found[key] for key in found if key in people}
    away = absences.away_now(session, actor.tenant, list(found))
    named = [
        (who, _("%(name)s（请假）", name=name) if who in away else name)
        for who, name in found.items()
    ]
    return sorted(named, key=lambda one: (one[0] in away, one[1]))
