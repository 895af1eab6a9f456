"""The board: each running emergency with its clock, what happens by itself next, and its story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.models import HistoryRow, TaskRow, TimerRow, TimerState
from workflows.emergency_linkage.queries import Incident, incidents, sees_all

#: Facts of a case that the board tells; the engine's own steps are left out.
TOLD = (
    "incident:", "notice:", "department:", "departments:", "item:", "report:", "measure:",
    "measures:", "lowering:", "address:", "help:", "scene:", "stand-down:", "false-alarm:",
    "deadline:escalated", "emergency-services:", "safety-plan:", "victim:",
)  # fmt: skip
#: What the liaison of a department may know of them: nothing of the victim, nothing of measures.
TOLD_TO_LIAISONS = ("incident:", "notice:", "department:", "item:", "address:", "scene:")
MOST_LINES = 40


@dataclass(frozen=True, kw_only=True)
class NextAct:
    """What the house will do by itself, and when, unless somebody acts before."""

    #: Node of the diagram, e.g. "acknowledgement-late-2"; words for it are found at the edge.
    node: str
    due_at: datetime
    #: The department that it concerns, "" for none.
    department: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact of the time line."""

    seq: int
    at: datetime
    tag: str
    #: Codes and ids for the words.
    facts: Mapping[str, Any]
    actor_name: str
    acting_role: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """One emergency on the board."""

    incident: Incident
    elapsed: timedelta
    #: None when no clock runs.
    next_act: NextAct | None
    #: Newest first.
    time_line: tuple[Line, ...]


def board(session: Session, actor: Actor) -> Sequence[Card]:
    """Every running emergency that exists for the actor, the newest first."""
    return [card(session, actor, each) for each in incidents(session, actor, running=True)]


def card(session: Session, actor: Actor, incident: Incident) -> Card:
    """One emergency as the board shows it."""
    return Card(
        incident=incident, elapsed=incident.elapsed(clock.now()),
        next_act=_next_act(session, actor, incident),
        time_line=tuple(_lines(session, actor, incident)),
    )  # fmt: skip


def _next_act(session: Session, actor: Actor, incident: Incident) -> NextAct | None:
    timer = session.scalar(
        select(TimerRow)
        .where(
            TimerRow.tenant == actor.tenant, TimerRow.instance_id == incident.instance_id,
            TimerRow.state == TimerState.ARMED,
        )
        .order_by(TimerRow.due_at, TimerRow.id)
        .limit(1)
    )  # fmt: skip
    if timer is None:
        return None
    unit = session.scalar(
        select(TaskRow.unit).where(
            TaskRow.tenant == actor.tenant, TaskRow.instance_id == incident.instance_id,
            TaskRow.token == timer.anchor, TaskRow.role == "R08",
        )
    )  # fmt: skip
    return NextAct(node=timer.node, due_at=timer.due_at, department=unit or "")


def _lines(session: Session, actor: Actor, incident: Incident) -> list[Line]:
    """The newest facts; those of departments that the actor does not see are left out."""
    rows = session.scalars(
        select(HistoryRow)
        .where(HistoryRow.tenant == actor.tenant, HistoryRow.stream == incident.case_id)
        .order_by(HistoryRow.seq.desc())
    )
    shown = {each.department for each in incident.notices}
    told = TOLD if sees_all(actor) else TOLD_TO_LIAISONS
    lines: list[Line] = []
    for row in rows:
        department = row.facts.get("department")
        if row.tag.startswith(told) and (not department or department in shown):
            lines.append(
                Line(
                    seq=row.seq, at=row.event_time, tag=row.tag, facts=row.facts,
                    actor_name=row.actor_name, acting_role=row.acting_role,
                )
            )  # fmt: skip
        if len(lines) == MOST_LINES:
            break
    return lines
