"""The feed for a calendar outside: whoever has the secret address reads times and nothing else."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort
from flask.typing import ResponseReturnValue

from engine import clock
from web.calendar.door import blueprint
from web.session import runtime
from workflows.appointments import actions, feeds, queries

#: How far a calendar looks back and ahead.
_BACK, _AHEAD = timedelta(days=30), timedelta(days=180)


@blueprint.get("/feed/<secret>.ics")
def feed(secret: str) -> ResponseReturnValue:
    """The sessions that the owner mediates; an address that does not work is no page at all."""
    now = clock.now()
    with runtime().database.read() as session:
        try:
            person = actions.owner_of(session, secret)
        except actions.NoSuchFeed:
            abort(404)
        slots = queries.of_person(session, person.tenant, person.id, now - _BACK, now + _AHEAD)
        text = feeds.feed(slots, at=now, language=person.language)
    answer = Response(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
