"""What the page of a case reads: head, clocks, people, time line, diagram, tasks and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.models import InstanceRow, InstanceStatus, SubmissionRow, TaskRow, TaskStatus
from engine.protection import Sensitivity
from web.cases.drawing import drawing
from web.cases.line_filter import chosen, line_filter, wanted
from web.cases.people import cards, masked_names
from web.cases.sealed import sealing_part
from web.rendering import instant
from web.rendering.attachments import attachments_card
from web.rendering.buttons import buttons
from web.rendering.comments import comments_card
from web.rendering.due import clock_of, deadlines_of, due_of
from web.rendering.names import category_words, code_words, name_of, process_words, role_words
from web.rendering.relations import related_lines
from web.rendering.stages import stage_of_step, stepper
from web.rendering.submissions_list import earlier_answers
from web.rendering.time_line import TimeLine
from web.wording import TASK_STATES, opened_words, risk_words, state_words
from web.wording.case_words import RISK_TONES, STATE_TONES
from web.wording.texts import gettext as _
from workflows.access import AccessRow, Permission, Sight, log_reading, may
from workflows.cases import queries
from workflows.cases.models import CaseRow
from workflows.deadlines import queries as deadlines
from workflows.deadlines.models import DeadlineState
from workflows.people import directory


def head(
    session: Session, case: CaseRow, instance: InstanceRow | None, tasks: Any
) -> dict[str, Any]:
    """Number, masked names, marks and where it stands."""
    station = directory.unit(session, case.tenant, case.station)
    marks = [
        {"text": state_words(case.state.value), "tone": STATE_TONES.get(case.state.value, "")},
        {"text": risk_words(case.risk.value), "tone": RISK_TONES.get(case.risk.value, "")},
    ]
    if queries.is_sealed(session, case.tenant, case.id):
        marks.append({"text": _("保密案件"), "tone": "red"})
    return {
        "id": case.id,
        "number": case.number or _("还没有编号"),
        "title": category_words(case.category_d) or _("来访接待"),
        "people": masked_names(session, case),
        "station": name_of(station) if station else "",
        "marks": marks,
        "steps": _steps(instance, tasks),
    }


def _steps(instance: InstanceRow | None, tasks: Sequence[TaskRow]) -> Any:
    if instance is None:
        return None
    own = [task for task in tasks if task.instance_id == instance.id]
    stages = [stage_of_step(task.process, task.form_key, task.stage) for task in own]
    known = [stage for stage in stages if stage]
    ended = instance.status == InstanceStatus.ENDED
    return stepper(instance.process, known[-1] if known else "", ended=ended)


def chosen_instance(instances: Sequence[InstanceRow]) -> InstanceRow | None:
    """The process whose diagram is shown: the one the address names, else the newest running."""
    wanted = request.args.get("process", "")
    named = next((one for one in instances if one.id == wanted), None)
    running = (one for one in instances if one.status == InstanceStatus.RUNNING)
    return named or next(running, instances[0] if instances else None)


def now_part(session: Session, actor: Actor, case: CaseRow, sight: Sight) -> dict[str, Any]:
    """What changes while somebody looks: open tasks, clocks, and what happened."""
    tasks, asked = queries.tasks_of(session, case.tenant, case.id), chosen()
    line, narrowed = TimeLine(session, case.tenant, case.id, sight), wanted()
    return {
        "id": case.id,
        "topic": f"case:{case.id}",
        "tasks_url": url_for("cases.now", case_id=case.id, part="tasks"),
        "line_url": _address("cases.now", case, **asked, part="line"),
        "tasks": _open_tasks(session, actor, tasks),
        "days": line.days(narrowed),
        "filter": line_filter(case.id, line),
        "views": [
            {
                "label": words,
                "current": narrowed.whole == (choice == "1"),
                "count": None,
                "url": _address("cases.case", case, **{**asked, "whole": choice}),
            }
            for words, choice in ((_("要点"), ""), (_("全部记录"), "1"))
        ],
    }  # fmt: skip


def _address(endpoint: str, case: CaseRow, **asked: str) -> str:
    known = {name: text for name, text in asked.items() if text}
    return url_for(endpoint, case_id=case.id, **known)  # type: ignore[arg-type]  # flask's own keywords


def _open_tasks(session: Session, actor: Actor, tasks: Sequence[TaskRow]) -> list[dict[str, Any]]:
    found = [task for task in tasks if task.status == TaskStatus.OPEN]
    rows = deadlines_of(session, found)
    return [
        {
            "url": url_for("tasks.page", task_id=task.id), "name": name_of(task),
            "who": task.assignee_name or str(TASK_STATES["open"]),
            "mine": task.assignee == actor.id,
            "role": role_words(task.role),
            "due": due_of(
                session, task.tenant, task.due_at, rows.get(task.id),
                emergency=task.priority == 0,
            ),
        }
        for task in found
    ]  # fmt: skip


def clocks(session: Session, case: CaseRow, tasks: Sequence[TaskRow]) -> list[dict[str, Any]]:
    """The clocks that somebody or something still waits for, the first to end first."""
    watched = {task.anchor for task in tasks if task.status == TaskStatus.OPEN}
    watched |= queries.armed_anchors(session, case.tenant, case.id)
    found = []
    for row in deadlines.of_case(session, case.tenant, case.id):
        paused = row.state == DeadlineState.PAUSED
        if not paused and (row.state != DeadlineState.RUNNING or row.anchor not in watched):
            continue
        strip = clock_of(session, case.tenant, row.effective, row, emergency=False)
        if strip is not None:
            found.append(strip | {"mark": _("已暂停") if paused else strip["mark"]})
    return found


def facts(session: Session, case: CaseRow) -> list[dict[str, Any]]:
    """The card beside the time line."""

    def person(person_id: str) -> str:
        return directory.name_of(session, case.tenant, person_id) if person_id else ""

    lines = [
        (_("来源"), " ・ ".join(
            part for part in (code_words("channels", case.channel), instant(case.opened_at)) if part
        )),
        (_("接待员"), person(case.receptionist)), (_("调解员"), person(case.mediator)),
        (_("受理"), instant(case.accepted_at)), (_("办结"), instant(case.resolved_at)),
        (_("结案"), instant(case.closed_at)),
        (_("结果"), code_words("end-reasons", case.end_reason)),
        (_("分类"), category_words(case.category_d)),
        (_("服务"), code_words("service-types", case.service_type)),
    ]  # fmt: skip
    return [{"label": label, "value": value} for label, value in lines if value]


def shown(session: Session, actor: Actor, case: CaseRow, sight: Sight) -> dict[str, Any]:
    """Everything on the page of a case; reading C3 and C4 is logged with it."""
    instances = queries.instances_of(session, case.tenant, case.id)
    tasks = queries.tasks_of(session, case.tenant, case.id)
    instance = chosen_instance(instances)
    reads = queries.reads_the_file(actor)
    people, read = cards(session, actor, case, sight) if reads else ([], None)
    log_reading(session, actor, case.id, "case", read or Sensitivity.C2)
    return {
        **head(session, case, instance, tasks),
        "now": now_part(session, actor, case, sight) if reads else None,
        "clocks": clocks(session, case, tasks),
        "facts": facts(session, case),
        "parties": people,
        "earlier": earlier_answers(session, actor, case),
        "attachments": attachments_card(session, actor, case, sight),
        "comments": comments_card(session, actor, case, sight),
        "related": related_lines(session, actor, case) if reads else [],
        "processes": [_tab(case, one, instance) for one in instances],
        "diagram": drawing(session, instance, tasks) if instance else None,
        "acts": buttons(session, actor, case.id),
        **sealing_part(session, actor, case),
        "opens_protected": sight.c4_with_reason and bool(people),
        "open_url": url_for("cases.open_protected", case_id=case.id),
        "receipt_url": url_for("cases.receipt", case_id=case.id)
        if case.query_code and reads
        else "",
        "log": access_lines(session, case) if may(actor, Permission.ACCESS_LOG_READ) else [],
    }


def _tab(case: CaseRow, one: InstanceRow, chosen: InstanceRow | None) -> dict[str, Any]:
    return {
        "label": process_words(one.process), "current": chosen is not None and one.id == chosen.id,
        "url": url_for("cases.case", case_id=case.id, process=one.id, _anchor="diagram"),
    }  # fmt: skip


def access_lines(session: Session, case: CaseRow) -> list[dict[str, str]]:
    """Who opened the case, newest first."""
    return log_lines(queries.access_log(session, case.tenant, case.id))


def log_lines(rows: Sequence[AccessRow]) -> list[dict[str, str]]:
    """Rows of the access log in words."""
    return [
        {
            "at": instant(row.at), "name": row.person_name, "role": role_words(row.acting_role),
            "opened": opened_words(row.opened), "sensitivity": row.sensitivity,
            "reason": row.reason or "",
            "allowed": _("已打开") if row.allowed else _("被拒绝"),
        }
        for row in rows
    ]  # fmt: skip


def sent_words(session: Session, sent: SubmissionRow) -> dict[str, str]:
    """Who sent a form, in which role, and when."""
    return {
        "by": directory.name_of(session, sent.tenant, sent.person),
        "role": role_words(sent.acting_role), "at": instant(sent.event_time),
    }  # fmt: skip
