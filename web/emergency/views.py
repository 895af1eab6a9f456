"""Incidents: the list, the board on the wall, and the page of one."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.protection import Sensitivity
from web.emergency import showing
from web.emergency.incidents import incident as one_incident
from web.emergency.incidents import incidents
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from workflows.access import Permission, log_reading, may, require

blueprint = Blueprint("emergency", __name__, url_prefix="/emergency")


def _reader() -> Actor:
    """Whoever may read incidents, or works on cases and sees those they are part of."""
    person = actor()
    if not may(person, Permission.CASE_READ):
        require(person, Permission.INCIDENT_READ)
    return person


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Running incidents, then the latest that ended."""
    person = _reader()
    with runtime().database.read() as session:
        return signed_in_page(
            session, "emergency/page.html", active="emergency", emergency=_lists(session, person)
        )


@blueprint.get("/rows")
def rows() -> ResponseReturnValue:
    """The running ones alone, for a page that heard of a change."""
    person = _reader()
    with runtime().database.read() as session:
        return signed_in_page(
            session, "emergency/rows.html", active="emergency", emergency=_lists(session, person)
        )


def _lists(session: Session, person: Actor) -> dict[str, object]:
    running = incidents(session, person, running=True)
    return {
        "running": [showing.card(session, person, one, wall=False) for one in running],
        "ended": [showing.head(session, one) for one in incidents(session, person, running=False)],
    }


@blueprint.get("/board")
def board() -> ResponseReturnValue:
    """Every running incident as a card, dark and large; `wall=1` for a wall that many can see."""
    return _board("emergency/board.html")


@blueprint.get("/board/cards")
def cards() -> ResponseReturnValue:
    """The cards alone."""
    return _board("emergency/cards.html")


def _board(template: str) -> ResponseReturnValue:
    person = _reader()
    wall = request.args.get("wall") == "1"
    with runtime().database.read() as session:
        running = incidents(session, person, running=True)
        shown = {
            "title": _("突发联动看板"),
            "clock": format_datetime(clock.now(), "HH:mm:ss"),
            "incidents": [showing.card(session, person, one, wall=wall) for one in running],
            "url": url_for("emergency.cards", wall="1" if wall else None),
            "wall": wall,
        }
        return signed_in_page(session, template, active="emergency", board=shown)


@blueprint.get("/<incident_id>")
def incident(incident_id: str) -> ResponseReturnValue:
    """One incident; reading it is logged, because it tells of danger and children."""
    person = _reader()
    with runtime().database.read_and_note() as session:
        found = one_incident(session, person, incident_id)
        log_reading(session, person, found.row.case_id, "incident", Sensitivity.C3)
        shown = showing.page(session, person, found)
        return signed_in_page(
            session, "emergency/incident.html", active="emergency", incident=shown
        )


@blueprint.get("/<incident_id>/now")
def incident_now(incident_id: str) -> ResponseReturnValue:
    """The live part of the page alone."""
    person = _reader()
    with runtime().database.read() as session:
        shown = showing.page(session, person, one_incident(session, person, incident_id))
        return signed_in_page(session, "emergency/now.html", active="emergency", incident=shown)
