"""The diagram of a case: the path taken, who holds which step now, how long steps took.

The drawing itself is the version that the instance is pinned to; its state and the table beside it
say the same, so that nothing depends on seeing the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.models import HistoryRow, InstanceRow, InstanceStatus, TaskRow, TaskStatus
from web.rendering.names import department_words, name_of, process_words
from web.wording import TASK_STATES
from web.wording.filling import shown
from web.wording.texts import gettext as _
from web.wording.texts import ngettext

_DONE = frozenset({"node:completed", "operation:performed", "decision:made"})
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def drawing(session: Session, instance: InstanceRow, tasks: Sequence[TaskRow]) -> dict[str, Any]:
    """What `parts/case.html: diagram` needs for one instance."""
    own = [task for task in tasks if task.instance_id == instance.id]
    state = {
        "done": sorted(_done(_facts(session, instance))), "tokens": list(_tokens(own)),
        "times": list(_times(own)),
    }  # fmt: skip
    return {
        "url": url_for("cases.drawing", case_id=instance.business_key, instance_id=instance.id),
        "label": _label(instance, own),
        "state": state,
        "rows": [_row(task) for task in own],
    }


def _facts(session: Session, instance: InstanceRow) -> Iterable[HistoryRow]:
    return session.scalars(
        select(HistoryRow).where(
            HistoryRow.tenant == instance.tenant, HistoryRow.instance_id == instance.id
        )
    )


def _done(facts: Iterable[HistoryRow]) -> set[str]:
    """Elements that the case has passed: steps, events and the flows between them."""
    found: set[str] = set()
    for row in facts:
        if row.tag in _DONE and row.node:
            found.add(row.node)
        elif row.tag == "flow:taken" and (row.facts or {}).get("flow"):
            found.add(str(row.facts["flow"]))
    return found


def _tokens(tasks: Sequence[TaskRow]) -> Iterable[dict[str, str]]:
    """One mark a step: who holds it, or how many hold it when there are several."""
    for node, here in _by_node(task for task in tasks if task.status == TaskStatus.OPEN).items():
        names = [task.assignee_name or str(TASK_STATES["open"]) for task in here]
        text = names[0] if len(here) == 1 else _("%(n)s 项", n=len(here))
        said = _("%(step)s：%(who)s", step=name_of(here[0]), who=_("、").join(names))
        yield {"element": node, "text": text, "label": said}


def _times(tasks: Sequence[TaskRow]) -> Iterable[dict[str, str]]:
    done = (task for task in tasks if task.status == TaskStatus.COMPLETED)
    for node, here in _by_node(done).items():
        spent = span_words(sum((_span(task) for task in here), timedelta()))
        said = _("%(step)s用时 %(span)s", step=name_of(here[0]), span=spent)
        yield {"element": node, "text": spent, "label": said}


def _by_node(tasks: Iterable[TaskRow]) -> Mapping[str, list[TaskRow]]:
    found: dict[str, list[TaskRow]] = {}
    for task in tasks:
        found.setdefault(task.node, []).append(task)
    return found


def _span(task: TaskRow) -> timedelta:
    return (task.completed_at or clock.now()) - task.opened_at


def span_words(span: timedelta) -> str:
    """A length of time in its largest unit."""
    if span < _MINUTE:
        return _("1 分以内")
    if span < _HOUR:
        return ngettext("%(num)s 分", "%(num)s 分", span // _MINUTE)
    if span < _DAY:
        return ngettext("%(num)s 小时", "%(num)s 小时", span // _HOUR)
    return ngettext("%(num)s 天", "%(num)s 天", span // _DAY)


def _row(task: TaskRow) -> dict[str, str]:
    step = name_of(task)
    if task.item:
        step = f"{step}（{department_words(task.item)}）"
    held = task.status == TaskStatus.OPEN and task.assignee
    return {
        "step": step,
        "state": str(TASK_STATES["claimed" if held else task.status.value]),
        "by": task.assignee_name or "",
        "began": str(shown(task.opened_at)),
        "time": span_words(_span(task)) if task.status != TaskStatus.CANCELLED else "",
    }


def _label(instance: InstanceRow, tasks: Sequence[TaskRow]) -> str:
    process = process_words(instance.process)
    here = [name_of(task) for task in tasks if task.status == TaskStatus.OPEN]
    if here:
        return _("%(process)s流程，现在到了%(steps)s", process=process, steps=_("、").join(here))
    if instance.status == InstanceStatus.RUNNING:
        return _("%(process)s流程，正在等待", process=process)
    return _("%(process)s流程，已结束", process=process)
