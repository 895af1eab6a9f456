"""The station today: late, dangerous, unclaimed, waiting for a decision, away, on duty."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine.actors import Actor
from web.cockpit.door import blueprint, choices, unit_of
from web.rendering import page as signed_in_page
from web.rendering.due import deadlines_of
from web.rendering.fragments import fragment
from web.rendering.names import number_words
from web.rendering.task_rows import row_words
from web.session import actor, runtime
from web.wording.filling import shown
from web.wording.texts import gettext as _
from workflows.access.policy import NotPermitted
from workflows.inbox.morning import Listed, Part, morning
from workflows.people import directory
from workflows.people.models import AbsenceRow, DutyRow


@blueprint.get("")
def station() -> ResponseReturnValue:
    """The whole page."""
    with runtime().database.read() as session:
        unit = unit_of(actor())
        return signed_in_page(
            session, "cockpit/station.html", active="station",
            units=choices(session, actor(), "cockpit.station", unit),
            station=_station(session, actor(), unit),
        )  # fmt: skip


@blueprint.get("/now")
def station_now() -> ResponseReturnValue:
    """The live part alone, for a page that heard of a change."""
    with runtime().database.read() as session:
        found = _station(session, actor(), unit_of(actor()))
        return fragment("cockpit/now.html", station=found)


def _station(session: Session, reader: Actor, unit: str) -> dict[str, Any]:
    found = morning(session, reader, unit)
    if found is None:
        raise NotPermitted(permission="station")
    return {
        "url": url_for("cockpit.station_now", unit=unit),
        "team_url": url_for("cockpit.team", unit=unit),
        "lists": [_list(session, unit, each) for each in found.lists],
        "away": [_away(session, row) for row in found.away],
        "duties": [_duty(session, row) for row in found.duties],
    }


def _list(session: Session, unit: str, listed: Listed) -> dict[str, Any]:
    title, empty = _part_words(listed.part)
    deadlines = deadlines_of(session, [row.task for row in listed.rows])
    return {
        "part": listed.part.value, "title": title, "empty": empty,
        "count": number_words(listed.count), "alarm": listed.part in {Part.LATE, Part.DANGEROUS},
        "rows": [row_words(session, row, deadlines.get(row.task.id)) for row in listed.rows],
        "url": url_for("inbox.page", view="team", unit=unit, **_narrowed(listed.part)),
    }  # fmt: skip


def _narrowed(part: Part) -> dict[str, Any]:
    """The filter of the inbox that shows the whole of a list, as far as it has one."""
    return {Part.LATE: {"due": "overdue"}, Part.DANGEROUS: {"risk": "red"}}.get(part, {})


def _part_words(part: Part) -> tuple[str, str]:
    return {
        Part.LATE: (_("超期"), _("没有超期的任务。")),
        Part.DANGEROUS: (_("红色与突发"), _("没有红色或突发的任务。")),
        Part.UNCLAIMED: (_("没人领"), _("所有任务都有人在办。")),
        Part.APPROVAL: (_("等审批"), _("没有等审批的任务。")),
    }[part]


def _away(session: Session, row: AbsenceRow) -> dict[str, str]:
    return {
        "person": directory.name_of(session, row.tenant, row.person_id),
        "substitute": directory.name_of(session, row.tenant, row.substitute_id),
        "since": str(shown(row.since)), "until": str(shown(row.until)),
    }  # fmt: skip


def _duty(session: Session, row: DutyRow) -> dict[str, str]:
    return {
        "person": directory.name_of(session, row.tenant, row.person_id),
        "since": str(shown(row.since)), "until": str(shown(row.until)),
    }  # fmt: skip
