"""A new visit: one press opens it and leads to its first step, search before create."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.database import new_id
from engine.errors import Denied
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from workflows.access import Permission, require
from workflows.people import directory
from workflows.people.models import UnitKind
from workflows.visit.actions import open_visit

blueprint = Blueprint("visits", __name__)


class NoStation(Denied):
    """The acting post belongs to no station, so a visit has no place."""

    code = "no-station"
    sentence = "Expected a post at a station, but the acting post has none."


@blueprint.get("/visits/new")
def new() -> ResponseReturnValue:
    """Who comes, and by which channel."""
    require(actor(), Permission.VISIT_REGISTER)
    with runtime().database.read() as session:
        return signed_in_page(
            session, "visits/new.html", active="visit", key=new_id(),
            channels=list(runtime().codes["channels"].offered),
        )  # fmt: skip


@blueprint.post("/visits")
def create() -> ResponseReturnValue:
    """Open the visit; a second press of the same page leads to the same visit."""
    person = actor()
    with runtime().database.begin() as session:
        unit = directory.unit(session, person.tenant, person.unit)
        if unit is None or unit.kind != UnitKind.STATION:
            raise NoStation
        opened = open_visit(
            session, runtime().calls, person, station=person.unit,
            channel=request.form.get("channel", "walk-in"),
            key=request.form.get("idempotency_key", ""),
        )  # fmt: skip
    if opened.task_id is None:
        flash(_("来访已登记，下一步在待领池里。"))
        return redirect(url_for("inbox.page"), code=303)
    return redirect(url_for("tasks.page", task_id=opened.task_id), code=303)
