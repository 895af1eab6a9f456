"""The blueprint of the leaders' pages, and the unit that they are about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from sqlalchemy.orm import Session

from engine.actors import Actor
from web.rendering.names import name_of
from workflows.access import Permission, require
from workflows.access.policy import NotPermitted
from workflows.inbox.selecting import led_units
from workflows.people import directory

blueprint = Blueprint("cockpit", __name__, url_prefix="/station")


def unit_of(actor: Actor) -> str:
    """The unit that is asked for, or the one the actor acts in; it must be one they lead."""
    require(actor, Permission.TASK_REASSIGN)
    led = led_units(actor)
    asked = request.values.get("unit", "")
    if asked and asked not in led:
        raise NotPermitted(permission=Permission.TASK_REASSIGN.value)
    return asked or (actor.unit if actor.unit in led else led[0])


def choices(session: Session, actor: Actor, endpoint: str, unit: str) -> list[dict[str, Any]]:
    """The units that the actor leads, as pills."""
    led = set(led_units(actor))
    return [
        {"label": name_of(each), "url": url_for(endpoint, unit=each.id), "current": each.id == unit}
        for each in directory.units(session, actor.tenant)
        if each.id in led
    ]
