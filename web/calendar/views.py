"""The week of a station, its rooms, and the look ahead while a session is being scheduled."""

from __future__ import annotations

from datetime import date, timedelta

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import clock, tasks
from engine.actors import Actor
from engine.errors import Refusal
from web.calendar import showing
from web.calendar.door import blueprint
from web.errors import status_of
from web.rendering import page as signed_in_page
from web.rendering.fragments import fragment
from web.rendering.names import name_of
from web.session import actor, runtime
from web.wording import refusal_words
from workflows.access import Permission, may, require
from workflows.access.policy import NotPermitted
from workflows.appointments import actions, queries
from workflows.appointments.rules import LENGTH, same_room
from workflows.cases import work
from workflows.people import directory
from workflows.people.models import UnitKind


def station_of(session: Session, person: Actor) -> str:
    """The station that is asked for, or the acting one; the actor must hold a post there."""
    require(person, Permission.CASE_READ)
    held = {each.partition("@")[2] for each in person.groups}
    stations = [
        unit.id for unit in directory.units(session, person.tenant, UnitKind.STATION)
        if unit.id in held
    ]  # fmt: skip
    asked = request.values.get("station", "")
    if not stations or (asked and asked not in stations):
        raise NotPermitted(permission=Permission.CASE_READ.value)
    return asked or (person.unit if person.unit in stations else stations[0])


def _week() -> date:
    """The Monday of the week that is asked for; a text that is no date means this week."""
    try:
        asked = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        asked = showing.local(clock.now()).date()
    return showing.week_of(asked)


@blueprint.get("")
def page() -> ResponseReturnValue:
    """The week of a station: its sessions by day, what collides, and its rooms."""
    with runtime().database.read() as session:
        return _page(session)


def _page(
    session: Session, *, words: str = "", secret: str = "", status: int = 200
) -> ResponseReturnValue:
    person, monday = actor(), _week()
    station = station_of(session, person)
    since, until = showing.begins(monday), showing.begins(monday + timedelta(days=showing.WEEK))
    slots = queries.slots(session, person, since, until, station=station)
    unit, feed = directory.unit(session, person.tenant, station), actions.feed_of(session, person)
    week = timedelta(days=showing.WEEK)
    return signed_in_page(
        session, "calendar/page.html", active="calendar", status=status, words=words,
        station=station, station_name=name_of(unit) if unit else "", feed=feed,
        days=showing.days(session, person.tenant, slots, monday),
        today=showing.local(clock.now()).date().isoformat(),
        clashing=sum(1 for slot in slots if slot.clashes),
        before=(monday - week).isoformat(), after=(monday + week).isoformat(),
        rooms=queries.rooms(session, person.tenant, station), typed=request.form,
        may_edit=may(person, Permission.ROOM_MANAGE, unit=station),
        address=url_for("calendar.feed", secret=secret, _external=True) if secret else "",
    )  # fmt: skip


@blueprint.post("/rooms")
def add_room() -> ResponseReturnValue:
    """A further room of the station; an error keeps what was typed."""
    seats = request.form.get("seats", "")
    try:
        with runtime().database.begin() as session:
            station = station_of(session, actor())
            actions.add_room(
                session, actor(), station, name=request.form.get("name", ""),
                seats=int(seats) if seats.isdecimal() else 0,
            )  # fmt: skip
    except (actions.RoomUnlikely, actions.RoomNameTaken) as refusal:
        return _again(refusal)
    return redirect(url_for("calendar.page", station=station, _anchor="rooms"), code=303)


def _again(refusal: Refusal) -> ResponseReturnValue:
    with runtime().database.read() as session:
        return _page(session, words=refusal_words(refusal), status=status_of(refusal))


@blueprint.post("/rooms/<room_id>/close")
def close_room(room_id: str) -> ResponseReturnValue:
    """The room is offered no longer."""
    with runtime().database.begin() as session:
        actions.close_room(session, actor(), room_id)
    return redirect(url_for("calendar.page", _anchor="rooms"), code=303)


@blueprint.post("/feed")
def make_feed() -> ResponseReturnValue:
    """A new address for my own calendar, shown once; the earlier one ends."""
    with runtime().database.begin() as session:
        require(actor(), Permission.CASE_READ)
        secret = actions.make_feed(session, actor())
    with runtime().database.read() as session:
        return _page(session, secret=secret)


@blueprint.post("/feed/end")
def end_feed() -> ResponseReturnValue:
    """My address works no longer."""
    with runtime().database.begin() as session:
        actions.end_feeds(session, actor())
    return redirect(url_for("calendar.page", _anchor="feed"), code=303)


@blueprint.post("/ahead/<task_id>")
def ahead(task_id: str) -> ResponseReturnValue:
    """What the session that is being typed would collide with, and which rooms are free then."""
    day, hour = (request.form.get(f"session_at.{half}", "").strip() for half in ("date", "time"))
    with runtime().database.read() as session:
        person = actor()
        row = tasks.load(session, person, task_id)
        if row.assignee != person.id:
            raise tasks.NoSuchTask(task=task_id)
        work.refuse_tie(session, row.tenant, person.id, row.business_key)
        try:
            at = clock.instant_from_iso(f"{day}T{hour}", runtime().settings.zone)
        except ValueError:
            return fragment("calendar/ahead.html", at=None, found=[], free=[])
        room = "" if request.form.get("session_mode") == "online" else request.form.get(
            "session_place", ""
        )  # fmt: skip
        found = queries.proposal(session, person, row.instance_id, begins=at, room=room)
        near = queries.slots(session, person, at - LENGTH, at + LENGTH, station=row.unit)
        taken = {
            same_room(slot.appointment.room) for slot in near
            if slot.appointment.begins < at + LENGTH and slot.appointment.ends > at
        }  # fmt: skip
        rooms = queries.rooms(session, person.tenant, row.unit)
        return fragment(
            "calendar/ahead.html", at=at,
            found=[showing.line(session, person.tenant, slot) for slot in found],
            free=[each.name for each in rooms if each.active and same_room(each.name) not in taken],
        )  # fmt: skip
