"""What happened in a case, newest day first, each fact as a sentence with who did it and when.

The short view leaves out what only the machinery did; the whole one shows every fact. Reasons are
C3: whoever may not read them sees that there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from engine import definitions, history
from engine.errors import Refusal
from engine.models import HistoryRow, InstanceRow
from engine.protection import Sensitivity
from engine.spiff.parser import Node
from web.rendering.names import (
    code_words,
    department_words,
    group_words,
    name_of,
    process_words,
    role_words,
)
from web.rendering.stages import stage_words
from web.session import runtime
from web.wording import PURPOSES, history_words, risk_words
from web.wording.filling import shown
from web.wording.texts import format_date, format_datetime
from web.wording.texts import gettext as _
from workflows.access import Sight
from workflows.people import directory

#: What the short view leaves out: the machinery at work.
HIDDEN = (
    "case:staged", "case:draft", "task:claimed", "task:opened", "task:cancelled", "timer:armed",
    "timer:moved", "instance:", "process:started", "process:ended", "process:stopped", "node:",
    "flow:", "message:", "signal:", "condition:", "escalation:", "cancel:", "operation:",
    "decision:", "error:thrown", "error:caught",
)  # fmt: skip
_CLOCKS = ("deadline:", "timer:")
_ALARMS = ("danger:", "report:required", "process:stuck", "risk:raised", "incident:opened")
#: What a reader may narrow the line to, by the beginnings of tags.
KINDS: Mapping[str, tuple[str, ...]] = {
    "work": ("task:", "act:", "case:", "visit:", "session:", "mediation:", "mediator:"),
    "clock": _CLOCKS,
    "alarm": (*_ALARMS, "risk:", "safety:", "incident:", "notice:", "measure"),
    "talk": ("comment:",),
    "file": ("file:",),
}
#: Written down later than this after it happened, both times are told.
_LATE = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a time line is narrowed to; nothing chosen shows all that people did."""

    #: The machinery as well.
    whole: bool = False
    #: A key of `KINDS`.
    kind: str = ""
    #: Id of who did it.
    person: str = ""
    since: date | None = None
    until: date | None = None
    #: Number of a fact: only what came after it.
    after: int = 0

    def takes(self, row: HistoryRow) -> bool:
        """Whether a fact belongs to what is wanted."""
        day = _local_day(row)
        return (
            (self.whole or is_told(row))
            and row.seq > self.after
            and (not self.kind or row.tag.startswith(KINDS[self.kind]))
            and (not self.person or row.actor == self.person)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )


class TimeLine:
    """The facts of one case in words, for one reader."""

    def __init__(self, session: Session, tenant: str, case_id: str, sight: Sight) -> None:
        """Nothing is read before it is asked for."""
        self._session, self._tenant, self._case_id = session, tenant, case_id
        self._reads_reasons = Sensitivity.C3 in sight.clear
        self._nodes = cache(self._read_nodes)
        self._rows = cache(lambda: history.of_stream(session, tenant, case_id))
        self._units = {unit.id: unit for unit in directory.units(session, tenant)}

    def days(self, wanted: Wanted) -> list[dict[str, Any]]:
        """Days with their entries, newest first."""
        days: dict[str, list[dict[str, Any]]] = {}
        for row in reversed([row for row in self._rows() if wanted.takes(row)]):
            day = format_date(_local_day(row), _("yyyy年M月d日 EEEE"))
            days.setdefault(day, []).append(self._entry(row))
        return [{"title": day, "entries": entries} for day, entries in days.items()]

    def people(self) -> list[tuple[str, str]]:
        """(id, name) of everybody who did something in the case, by name."""
        return sorted(
            {(row.actor, row.actor_name) for row in self._rows() if row.actor != row.acting_role},
            key=lambda each: each[1],
        )

    def _entry(self, row: HistoryRow) -> dict[str, Any]:
        return {
            "at": format_datetime(row.event_time, "HH:mm"), "iso": row.event_time.isoformat(),
            "text": history_words(row.tag, self._fields(row)), "by": self._by(row),
            "more": " ・ ".join(part for part in (self._reason(row), _entered(row)) if part),
            "kind": kind_of(row),
        }  # fmt: skip

    def _fields(self, row: HistoryRow) -> dict[str, object]:
        """What the words may mention: the fact's own values, with codes in words."""
        facts: Mapping[str, Any] = row.facts or {}
        to = str(facts.get("to") or "")
        return {
            **facts,
            "step": self._step(row),
            "to_words": group_words(to, self._units) if "@" in to else risk_words(to),
            "to_name": group_words(to, self._units) if "@" in to else self._person(to),
            "danger_words": _("发现危险") if facts.get("danger") else _("没有即时危险"),
            "process_words": process_words(str(facts.get("process") or "")),
            "stage_words": stage_words(str(facts.get("stage") or "")),
            "department_words": department_words(str(facts.get("department") or "")),
            "reason_words": code_words("end-reasons", str(facts.get("reason") or "")),
            "outcome_words": code_words("end-reasons", str(facts.get("outcome") or "")),
            "purpose_words": PURPOSES.get(str(facts.get("purpose") or ""), ""),
            "mediator_name": self._person(str(facts.get("mediator") or "")),
        }

    def _person(self, person_id: str) -> str:
        return directory.name_of(self._session, self._tenant, person_id) if person_id else ""

    def _by(self, row: HistoryRow) -> str:
        """Who did it, and for whom when somebody stood in."""
        absent = self._person(str((row.facts or {}).get("instead_of") or ""))
        return _who(row) + (_("（代%(name)s）", name=absent) if absent else "")

    def _step(self, row: HistoryRow) -> str:
        if not row.instance_id or not row.node:
            return ""
        node = self._nodes(row.instance_id).get(row.node)
        return name_of(node) if node is not None and node.name else ""

    def _read_nodes(self, instance_id: str) -> Mapping[str, Node]:
        instance = self._session.get(InstanceRow, (self._tenant, instance_id))
        if instance is None:
            return {}
        try:
            found = definitions.diagram(self._session, self._tenant, instance.definition_id)
        except Refusal:
            return {}
        return found.nodes

    def _reason(self, row: HistoryRow) -> str:
        detail = row.detail if isinstance(row.detail, Mapping) else {}
        reason = str(detail.get("reason") or "")
        if not reason:
            return ""
        return _("理由：%(text)s", text=reason if self._reads_reasons else "***")


def is_told(row: HistoryRow) -> bool:
    """Whether the short view shows a fact: deeds of people, clocks that spoke, dangers."""
    if row.tag in {"task:completed", "timer:fired"} and not (row.task_id or _by_clock(row)):
        return False
    return not row.tag.startswith(HIDDEN)


def _by_clock(row: HistoryRow) -> bool:
    """A timer leaves two facts, one of the clock's door and one of the diagram: told once."""
    return row.tag == "timer:fired" and bool((row.facts or {}).get("due"))


def kind_of(row: HistoryRow) -> str:
    """How the line is marked: a deed, a clock, or a danger."""
    facts = row.facts or {}
    danger = row.tag == "safety:screened" and facts.get("danger")
    red = row.tag == "risk:confirmed" and facts.get("to") == "red"
    if danger or red or row.tag.startswith(_ALARMS):
        return "alarm"
    return "clock" if row.tag.startswith(_CLOCKS) else ""


def _who(row: HistoryRow) -> str:
    """Who did it and in which role; the house itself is one actor."""
    if row.actor == row.acting_role:
        return _("系统自动")
    return " ・ ".join(part for part in (row.actor_name, role_words(row.acting_role)) if part)


def _entered(row: HistoryRow) -> str:
    if row.entry_time - row.event_time <= _LATE:
        return ""
    return _("%(at)s 补录", at=shown(row.entry_time))


def _local_day(row: HistoryRow) -> date:
    return row.event_time.astimezone(runtime().settings.zone).date()
