"""Tests move the clock of the served product; in production this address does not exist.

It moves `engine.clock` of this process, which is the one that serves pages and fires timers in the
embedded default.
"""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from engine import clock
from engine.errors import NotFound
from web.session import runtime

blueprint = Blueprint("moving_clock", __name__)


@blueprint.post("/clock")
def move() -> ResponseReturnValue:
    """Set the clock to `to` (ISO 8601, local when it has no offset); it runs on from there.

    Without `to` the real time returns.
    """
    settings = runtime().settings
    if settings.production or not settings.movable_clock:
        raise NotFound(what="this page")
    wanted = request.form.get("to", "")
    instant = clock.instant_from_iso(wanted, settings.zone) if wanted else None
    clock.travel_to(instant, running=True)
    return jsonify(now=clock.now().isoformat())
