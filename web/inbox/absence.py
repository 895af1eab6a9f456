"""Away, and who stands in: enter an absence, hand the work over, come back, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.models import TaskRow
from web.inbox.door import blueprint
from web.people.entries import day_begins, day_ends, today
from web.people.words import problem_words
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.rendering.due import deadlines_of
from web.rendering.names import process_words
from web.rendering.task_rows import row_words
from web.session import actor, runtime
from web.wording import PROCESSES
from web.wording.filling import shown
from web.wording.texts import gettext as _
from workflows import inbox
from workflows.inbox import standing_in
from workflows.inbox.selecting import led_units
from workflows.inbox.team import staff
from workflows.people import absences, directory
from workflows.people.actions import BadEntry
from workflows.people.models import AbsenceRow


@blueprint.get("/absences")
def absences_page() -> ResponseReturnValue:
    """My absences, for whom I stand in, what others hold for me, and my team's absences."""
    return _page({})


def _page(problems: dict[str, str], *, status: int = 200) -> ResponseReturnValue:
    with runtime().database.read() as session:
        reader = actor()
        return signed_in_page(
            session, "inbox/absences.html", active="absences", status=status,
            own=_all(session, absences.of_person(session, reader.tenant, reader.id)),
            standing=_all(session, absences.standing_in(session, reader)),
            team=_team(session, reader),
            held=_rows(session, reader, standing_in.held_for(session, reader)),
            people=_options(_colleagues(session, reader)),
            persons=_options(_persons(session, reader)),
            processes=_options([(key, str(words)) for key, words in PROCESSES.items()]),
            typed=request.form, chosen=request.form.getlist("process"), today=today().isoformat(),
            problems={field: problem_words(code) for field, code in problems.items()},
        )  # fmt: skip


def _options(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in pairs]


def _team(session: Session, reader: Actor) -> list[dict[str, Any]]:
    found = {
        row.id: row
        for unit in led_units(reader)
        for row in absences.of_unit(session, reader.tenant, unit)
        if row.person_id != reader.id
    }
    return _all(session, list(found.values()))


def _all(session: Session, rows: Sequence[AbsenceRow]) -> list[dict[str, Any]]:
    return [_words(session, row) for row in rows]


def _words(session: Session, row: AbsenceRow) -> dict[str, Any]:
    named = {
        key: directory.name_of(session, row.tenant, who)
        for key, who in (("person", row.person_id), ("substitute", row.substitute_id))
    }
    return {
        **named, "id": row.id, "since": shown(row.since), "until": shown(row.until),
        "running": standing_in.running(row),
        "processes": [process_words(each) for each in row.processes], "note": row.note or "",
        "hand_over_url": url_for("inbox.hand_over", absence_id=row.id),
        "end_url": url_for("inbox.end_absence", absence_id=row.id),
    }  # fmt: skip


def _rows(session: Session, reader: Actor, tasks: list[TaskRow]) -> list[dict[str, Any]]:
    deadlines = deadlines_of(session, tasks)
    return [
        row_words(session, row, deadlines.get(row.task.id))
        for row in inbox.with_cases(session, reader, tasks)
    ]


def _colleagues(session: Session, reader: Actor) -> list[tuple[str, str]]:
    """Who may stand in: for oneself whoever holds one of the same posts.

    A leader, who enters the absences of others too, chooses among everybody of the units.
    """
    units = sorted({name.partition("@")[2] for name in reader.groups})
    leads = bool(led_units(reader))
    found = {
        person.id: person.name
        for unit in units
        for person, roles in staff(session, reader.tenant, unit)
        if leads
        or (person.id != reader.id and any(f"{role}@{unit}" in reader.groups for role in roles))
    }
    return sorted(found.items(), key=lambda one: one[1])


def _persons(session: Session, reader: Actor) -> list[tuple[str, str]]:
    """For whom the reader may enter an absence: themselves first, then the people they lead."""
    found = {
        person.id: person.name
        for unit in led_units(reader)
        for person, _roles in staff(session, reader.tenant, unit)
        if person.id != reader.id
    }
    return [(reader.id, _("我")), *sorted(found.items(), key=lambda one: one[1])]


@blueprint.post("/absences")
def enter_absence() -> ResponseReturnValue:
    """Write an absence down and go on to handing the work over."""
    try:
        with runtime().database.begin() as session:
            row = _entered(session, actor())
            absence_id = row.id
    except BadEntry as bad:
        return _page(bad.problems, status=422)
    flash(_("已登记请假和代班。"))
    return redirect(url_for("inbox.hand_over", absence_id=absence_id), code=303)


def _entered(session: Session, reader: Actor) -> AbsenceRow:
    form = request.form
    person = form.get("person") or reader.id
    if person not in {who for who, _name in _persons(session, reader)}:
        raise directory.NoSuchPerson(person=person)
    since = day_begins("since", form.get("since", ""))
    until = day_ends("until", form.get("until", ""))
    missing = {"since": since, "until": until, "substitute": form.get("substitute")}
    if since is None or until is None or not missing["substitute"]:
        raise BadEntry({field: "required" for field, given in missing.items() if not given})
    return absences.enter(
        session, reader, person_id=person, substitute_id=form.get("substitute", ""), since=since,
        until=until, note=form.get("note", ""),
        processes=[key for key in form.getlist("process") if key in PROCESSES],
    )  # fmt: skip


@blueprint.get("/absences/<absence_id>/hand-over")
def hand_over(absence_id: str) -> ResponseReturnValue:
    """What the absent person holds, to be given to the substitute after a preview."""
    with runtime().database.read() as session:
        absence = _mine(session, absence_id)
        tasks = standing_in.to_hand_over(session, absence)
        return signed_in_page(
            session, "inbox/hand_over.html", active="absences",
            absence=_words(session, absence), rows=_rows(session, actor(), tasks),
        )  # fmt: skip


def _mine(session: Session, absence_id: str) -> AbsenceRow:
    """The absence, if the reader arranges it; to others it does not exist."""
    row = absences.find(session, actor().tenant, absence_id)
    if not standing_in.may_arrange(actor(), row):
        raise absences.NoSuchAbsence(absence=absence_id)
    return row


@blueprint.post("/absences/<absence_id>/end")
def end_absence(absence_id: str) -> ResponseReturnValue:
    """Back early; what the substitute still holds stays listed until it is taken back."""
    with runtime().database.begin() as session:
        _mine(session, absence_id)
        absences.end(session, actor(), absence_id)
    flash(_("已结束请假。代班同事手里还有的任务列在下面。"))
    return redirect(url_for("inbox.absences_page"), code=303)
