"""The duty roster of one unit: who is on duty, from when to when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from web.people import showing
from web.people.entries import moment, today
from web.people.views import blueprint
from web.people.words import problem_words
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from workflows.access import Permission, require
from workflows.access.policy import NotPermitted
from workflows.people import directory
from workflows.people import roster as duties
from workflows.people.actions import BadEntry
from workflows.people.directory import NoSuchPerson
from workflows.people.models import UnitRow


def _unit(session: Session, unit_id: str) -> UnitRow:
    """The unit, if the actor keeps its roster."""
    require(actor(), Permission.PERSON_READ)
    unit = directory.unit(session, actor().tenant, unit_id)
    if unit is None:
        raise NoSuchPerson(person=unit_id)
    if not showing.may_roster(actor(), unit):
        raise NotPermitted(permission="duty")
    return unit


@blueprint.get("/people/duty/<unit>")
def roster(unit: str) -> ResponseReturnValue:
    """The coming duties, and a line to add one."""
    return _page(unit, {})


def _page(unit_id: str, problems: dict[str, str], *, status: int = 200) -> ResponseReturnValue:
    with runtime().database.read() as session:
        shown = showing.roster(session, _unit(session, unit_id))
        return signed_in_page(
            session, "people/roster.html", active="people", roster=shown, status=status,
            typed=request.form, today=today().isoformat(),
            problems={field: problem_words(code) for field, code in problems.items()},
        )  # fmt: skip


@blueprint.post("/people/duty/<unit>")
def enter(unit: str) -> ResponseReturnValue:
    """Put somebody on duty."""
    try:
        since, until = _span(request.form)
        with runtime().database.begin() as session:
            duties.put_on_duty(
                session, actor(), unit_id=_unit(session, unit).id, since=since, until=until,
                person_id=request.form.get("person", ""),
            )  # fmt: skip
    except BadEntry as bad:
        return _page(unit, bad.problems, status=422)
    flash(_("已排班。"))
    return redirect(url_for("people.roster", unit=unit), code=303)


def _span(form: Any) -> tuple[datetime, datetime]:
    since = moment("since", form.get("since.date", ""), form.get("since.time", ""))
    return since, moment("until", form.get("until.date", ""), form.get("until.time", ""))


@blueprint.post("/people/duty/<unit>/<duty_id>/strike")
def strike(unit: str, duty_id: str) -> ResponseReturnValue:
    """Take a duty off the roster."""
    with runtime().database.begin() as session:
        where = _unit(session, unit)
        if duties.find(session, where.tenant, duty_id).unit_id != where.id:
            raise duties.NoSuchDuty(duty=duty_id)
        duties.take_off(session, actor(), duty_id)
    flash(_("已从值班表移除。"))
    return redirect(url_for("people.roster", unit=unit), code=303)
