"""What the templates of incidents read: the card of the board and the page of one incident."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.models import TaskRow, TaskStatus
from web.emergency import words
from web.emergency.departments import ACKNOWLEDGE, CALL, CLOSE, SUBSTITUTE, Department, departments
from web.emergency.incidents import Incident, sees_own_notice_only
from web.emergency.next_act import next_act
from web.emergency.time_line import TimeLine
from web.rendering import due_of, instant
from web.rendering.due import deadlines_of
from web.rendering.names import department_words, name_of
from workflows.access import policy
from workflows.cases import work

#: Reports up the chain, in their order (H07).
REPORTS = (
    "send-first-report-street", "send-first-report-county", "send-written-report",
    "send-follow-up-report", "send-final-report", "log-mandatory-report",
)  # fmt: skip


def card(session: Session, actor: Actor, incident: Incident, *, wall: bool) -> dict[str, Any]:
    """One incident on the board; on a wall nothing personal and nothing to press."""
    return {
        **head(session, incident, wall=wall),
        "next": next_act(incident, only_for=_own_units(actor)),
        "notices": [
            department_row(actor, one, wall=wall) for one in _own(actor, departments(incident))
        ],
        "log": [] if wall or sees_own_notice_only(actor) else TimeLine(session, incident).short(),
    }


def head(session: Session, incident: Incident, *, wall: bool = False) -> dict[str, Any]:
    """What a card and a row of the list have in common."""
    row = incident.row
    at = format_datetime(row.reported_at, "HH:mm")
    elapsed = (incident.over_at or clock.now()) - row.reported_at
    return {
        "id": row.id,
        "url": url_for("emergency.incident", incident_id=row.id),
        "grade": words.grade_number(incident), "grade_word": words.grade_words(incident),
        "number": row.number, "reported": _reported(incident, at),
        "title": words.title(session, incident, wall=wall),
        "since_ms": int(row.reported_at.timestamp() * 1000),
        "elapsed": _watch(int(elapsed.total_seconds())), "silent": incident.silent,
        "reported_at": instant(row.reported_at), "ended_at": instant(incident.over_at),
    }  # fmt: skip


def _reported(incident: Incident, at: str) -> str:
    """When it was reported; that nobody may call back is said beside it, on the wall too."""
    words = str(_("%(at)s 接报", at=at))
    silence = _("不回电、不短信")
    return f"{words} ・ {silence}" if incident.silent else words


def _watch(seconds: int) -> str:
    hours, rest = divmod(max(0, seconds), 3600)
    clock_face = f"{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
    return f"{hours}:{clock_face}" if hours else clock_face


def _own(actor: Actor, all_of_them: list[Department]) -> list[Department]:
    """A liaison sees their own department's line, everybody else all of them."""
    units = _own_units(actor)
    return [one for one in all_of_them if units is None or one.notice.department in units]


def _own_units(actor: Actor) -> frozenset[str] | None:
    """The units that bound a liaison's sight; None for everybody else."""
    if not sees_own_notice_only(actor):
        return None
    return frozenset(group.partition("@")[2] for group in actor.groups)


def department_row(actor: Actor, one: Department, *, wall: bool = False) -> dict[str, Any]:
    """One department's line with its ring and what this reader may do about it."""
    state, tone = words.standing_words(one)
    row: dict[str, Any] = {
        "department": department_words(one.notice.department), "state": state, "tone": tone,
        "detail": words.detail_words(one), "acts": [] if wall else _acts(actor, one),
    }  # fmt: skip
    if one.due_at is not None:
        row["span_ms"] = int((one.due_at - one.stretch_from).total_seconds() * 1000)
        row["due"] = _ring(one, one.due_at, row["span_ms"])
    return row


def _ring(one: Department, due_at: datetime, span_ms: int) -> dict[str, Any]:
    left_ms = max(0, int((due_at - clock.now()).total_seconds() * 1000))
    tone = "now" if one.notice.rung else "soon" if left_ms * 2 < span_ms else "calm"
    return {
        "tone": tone, "due_ms": int(due_at.timestamp() * 1000),
        "text": _watch(left_ms // 1000), "share": round(100 * left_ms / span_ms) if span_ms else 0,
    }  # fmt: skip


def _acts(actor: Actor, one: Department) -> list[dict[str, str]]:
    """Links to the tasks about a department that are this reader's to do."""
    labels = {
        ACKNOWLEDGE: _("签收"), CALL: _("代签收"), SUBSTITUTE: _("改派"), CLOSE: _("反馈办结"),
    }  # fmt: skip
    return [
        {"label": label, "url": url_for("tasks.page", task_id=one.open[node].id)}
        for node, label in labels.items()
        if node in one.open and _is_for(actor, one.open[node])
    ]


def _is_for(actor: Actor, task: TaskRow) -> bool:
    return task.assignee == actor.id or (
        task.assignee is None and task.candidate_group in actor.groups
    )


def page(session: Session, actor: Actor, incident: Incident) -> dict[str, Any]:
    """The page of one incident."""
    narrow = sees_own_notice_only(actor)
    reached = policy.reaches(session, actor, incident.row.case_id)
    return {
        **card(session, actor, incident, wall=False), "narrow": narrow,
        "running": incident.running,
        "reports": [] if narrow else _reports(session, actor, incident),
        "tasks": _open_tasks(session, actor, incident),
        "days": [] if narrow else TimeLine(session, incident).days(),
        "acts": _buttons(session, actor, incident),
        "case_url": url_for("cases.case", case_id=incident.row.case_id)
        if reached and not narrow else "",
    }  # fmt: skip


def _reports(session: Session, actor: Actor, incident: Incident) -> list[dict[str, Any]]:
    """Each report up the chain: sent when, or due when (H07, H02)."""
    rows = [task for task in incident.tasks if task.node in REPORTS]
    rows.sort(key=lambda task: (REPORTS.index(task.node), task.opened_at))
    deadlines = deadlines_of(session, rows)
    return [_report(session, actor, task, deadlines.get(task.id)) for task in rows]


def _report(session: Session, actor: Actor, task: TaskRow, deadline: Any) -> dict[str, Any]:
    is_open = task.status == TaskStatus.OPEN
    return {
        "title": name_of(task),
        "due": due_of(session, task.tenant, task.due_at, deadline) if is_open else None,
        "state": "" if is_open else _("已取消") if task.status == TaskStatus.CANCELLED
        else _("已报 %(at)s", at=format_datetime(task.completed_at, "HH:mm")),
        "url": url_for("tasks.page", task_id=task.id) if is_open and _is_for(actor, task) else "",
    }  # fmt: skip


def _open_tasks(session: Session, actor: Actor, incident: Incident) -> list[dict[str, Any]]:
    """What else of the incident waits for this reader."""
    shown = {*REPORTS, ACKNOWLEDGE, CLOSE, CALL, SUBSTITUTE}
    rows = [
        task for task in incident.tasks
        if task.status == TaskStatus.OPEN and task.node not in shown and _is_for(actor, task)
    ]  # fmt: skip
    deadlines = deadlines_of(session, rows)
    return [
        {
            "title": name_of(task), "url": url_for("tasks.page", task_id=task.id),
            "due": due_of(session, task.tenant, task.due_at, deadlines.get(task.id)),
        }
        for task in rows
    ]  # fmt: skip


def _buttons(session: Session, actor: Actor, incident: Incident) -> list[dict[str, Any]]:
    """Messages that this reader may send: more help, other grade, false alarm, stand down."""
    roles = {group.partition("@")[0] for group in actor.groups}
    found: dict[str, dict[str, Any]] = {}
    for sub in work.acts_of(session, incident.row.tenant, incident.row.case_id):
        if sub.instance_id != incident.instance.id:
            continue
        node = work.node_of(session, sub)
        if roles & set(node.act_roles):
            url = url_for("tasks.act", subscription_id=sub.id)
            found.setdefault(node.id, {"label": name_of(node), "url": url})
    return list(found.values())
