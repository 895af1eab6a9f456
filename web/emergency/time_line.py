"""What happened in an incident, newest first: deeds of people, clocks that spoke, dangers.

The machinery between is left out. Reasons that people wrote are on the case's own time line, for
those who may read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import history
from engine.models import HistoryRow
from web.emergency.incidents import GRADES, Incident
from web.emergency.told import REPORTS, TOLD
from web.rendering.names import department_words, group_words, role_words
from web.wording import HISTORY, history_words
from workflows.people import directory

#: Facts of an emergency that `web.wording` has words for.
_OWN = (
    "incident:", "notice:", "department:", "departments:", "item:", "scene:", "report:", "help:",
    "measure:", "measures:", "lowering:", "address:", "victim:", "danger:", "process:stuck",
    "deadline:escalated",
)  # fmt: skip
_ALARMS = ("danger:", "deadline:escalated", "process:stuck", "notice:objected")


class TimeLine:
    """The facts of one incident in words."""

    def __init__(self, session: Session, incident: Incident) -> None:
        """Reads the facts once."""
        row = incident.row
        self._units = {unit.id: unit for unit in directory.units(session, row.tenant)}
        stream = history.of_stream(session, row.tenant, row.case_id)
        self._rows = [each for each in reversed(stream) if _is_told(each, incident)]

    def short(self, most: int = 4) -> list[dict[str, str]]:
        """The latest lines for a card on the board."""
        return [
            {"at": format_datetime(row.event_time, "HH:mm"), "text": self._text(row)}
            for row in self._rows[:most]
        ]

    def days(self) -> list[dict[str, Any]]:
        """Days with their entries for the page."""
        days: dict[str, list[dict[str, Any]]] = {}
        for row in self._rows:
            day = format_datetime(row.event_time, _("yyyy年M月d日 EEEE"))
            days.setdefault(day, []).append(
                {
                    "at": format_datetime(row.event_time, "HH:mm"), "text": self._text(row),
                    "iso": row.event_time.isoformat(), "by": _who(row),
                    "kind": "alarm" if row.tag.startswith(_ALARMS) else "",
                }
            )  # fmt: skip
        return [{"title": day, "entries": entries} for day, entries in days.items()]

    def _text(self, row: HistoryRow) -> str:
        facts: Mapping[str, Any] = row.facts or {}
        department = department_words(str(facts.get("department") or ""))
        report, to = str(facts.get("report") or ""), facts.get("to")
        shown = {
            **facts, "step": "", "to_words": self._groups(to), "department_words": department,
        }  # fmt: skip
        if row.tag in HISTORY:
            words = history_words(row.tag, shown)
        else:
            words = str(TOLD[row.tag]) % _Told(shown)
        if to in GRADES[1:]:
            words = str(_("%(words)s：%(grade)s 级", words=words, grade=to))
        if report in REPORTS:
            words = str(_("%(words)s（%(report)s）", words=words, report=REPORTS[report]))
        return words if department in words else f"{department} {words}"

    def _groups(self, to: object) -> str:
        groups = to if isinstance(to, list) else [to or ""]
        words = [group_words(str(each), self._units) for each in groups]
        return str(_("、")).join(dict.fromkeys(words))


class _Told(dict[str, object]):
    """A value that a fact does not carry stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _is_told(row: HistoryRow, incident: Incident) -> bool:
    own = row.instance_id in {None, incident.instance.id}
    known = row.tag in TOLD or (row.tag in HISTORY and row.tag.startswith(_OWN))
    return own and known and row.entry_time >= incident.row.opened_at


def _who(row: HistoryRow) -> str:
    if row.actor == row.acting_role:
        return str(_("系统自动"))
    return " ・ ".join(part for part in (row.actor_name, role_words(row.acting_role)) if part)
