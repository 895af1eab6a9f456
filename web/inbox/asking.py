"""What the reader asks the list for: a view, what narrows it, a page, or a saved view by its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request, url_for
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from web import session as web_session
from workflows import inbox
from workflows.inbox import Cursor, Filter, saved


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question to the inbox."""

    wanted: Filter
    after: Cursor | None = None
    #: Id of the saved view that is shown, if one is.
    saved: str = ""

    def words(self, **more: str) -> dict[str, str]:
        """The question as the words of an address; the page is not kept unless it is said."""
        own = {"saved": self.saved} if self.saved else inbox.to_plain(self.wanted)
        return {**own, **{key: text for key, text in more.items() if text}}

    def url(self, endpoint: str = "inbox.page", **more: str) -> str:
        """The question as an address."""
        return url_for(endpoint, **self.words(**more))  # type: ignore[arg-type]


def asked(session: Session, actor: Actor, said: Mapping[str, str] | None = None) -> Asked:
    """The question of this request's address."""
    words = request.values if said is None else said
    after = inbox.cursor_from(words.get("after", ""))
    view_id = words.get("saved", "")
    if view_id:
        row = saved.find(session, actor, view_id)
        return Asked(wanted=saved.filter_of(row), after=after, saved=row.id)
    return Asked(wanted=inbox.from_plain(words), after=after)


def end_of_today() -> datetime:
    """The first instant of tomorrow in the station's zone."""
    here = clock.now().astimezone(web_session.runtime().settings.zone)
    return (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
