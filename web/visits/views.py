"""A new visit: one press opens it and leads to its first step, search before create."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Denied, Invalid
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.access import Permission, require
from workflows.people import directory
from workflows.people.models import UnitKind
from workflows.visit.actions import open_visit

blueprint = Blueprint("visits", __name__)

WALK_IN = "walk-in"
#: A paper record older than this is a matter for the archive, not for a running clock.
OLDEST = timedelta(days=90)


class NoStation(Denied):
    """The acting post belongs to no station, so a visit has no place."""

    code = "no-station"
    sentence = "Expected a post at a station, but the acting post has none."


class ArrivalUnlikely(Invalid):
    """The true time of a visit that is entered later cannot be read, or cannot be."""

    code = "arrival-unlikely"
    sentence = "Expected a time of arrival in the last days, but it is {given}."


@blueprint.get("/visits/new")
def new() -> ResponseReturnValue:
    """Who comes, and by which channel."""
    require(actor(), Permission.VISIT_REGISTER)
    return _form()


def _form(*, words: str = "", status: int = 200) -> ResponseReturnValue:
    key = request.form.get("idempotency_key") or new_id()
    arrived = {half: request.form.get(f"arrived.{half}", "") for half in ("date", "time")}
    with runtime().database.read() as session:
        return signed_in_page(
            session, "visits/new.html", active="visit", key=key, error=words, status=status,
            channels=list(runtime().codes["channels"].offered), arrived=arrived,
            chosen=request.form.get("channel", WALK_IN),
        )  # fmt: skip


@blueprint.post("/visits")
def create() -> ResponseReturnValue:
    """Open the visit; a second press of the same page leads to the same visit."""
    person = actor()
    try:
        at = arrived_at(request.form.get("arrived.date", ""), request.form.get("arrived.time", ""))
    except ArrivalUnlikely as refusal:
        return _form(words=refusal_words(refusal), status=422)
    with runtime().database.begin() as session:
        opened = open_visit(
            session, runtime().calls, person, station=station_of(session, person),
            channel=_channel(), arrived_at=at, key=request.form.get("idempotency_key", ""),
        )  # fmt: skip
    if opened.task_id is None:
        flash(_("来访已登记，下一步在待领里。"))
        return redirect(url_for("inbox.page"), code=303)
    return redirect(url_for("tasks.page", task_id=opened.task_id), code=303)


def station_of(session: Session, person: Actor) -> str:
    """The station at which the actor receives visitors."""
    require(person, Permission.VISIT_REGISTER)
    unit = directory.unit(session, person.tenant, person.unit)
    if unit is None or unit.kind != UnitKind.STATION:
        raise NoStation
    return unit.id


def _channel() -> str:
    given = request.form.get("channel", WALK_IN)
    return given if given in runtime().codes["channels"] else WALK_IN


def arrived_at(date: str, time: str) -> datetime | None:
    """The true time of a visit from paper; None when nothing was written: it is now."""
    if not date.strip() and not time.strip():
        return None
    text = f"{date.strip()}T{time.strip()}"
    try:
        at = clock.instant_from_iso(text, runtime().settings.zone)
    except ValueError:
        raise ArrivalUnlikely(given=text) from None
    if not clock.now() - OLDEST <= at <= clock.now():
        raise ArrivalUnlikely(given=text)
    return at
