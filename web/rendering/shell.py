"""The frame of a signed-in page: who, where, what else, and how much of it waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash as flask_flash
from flask import get_flashed_messages, make_response, render_template, request, url_for
from flask.wrappers import Response
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from web import session as web_session
from web.rendering.names import name_of, role_words
from web.rendering.navigation import bottom, groups
from web.wording.texts import format_datetime
from web.wording.texts import gettext as _
from workflows import inbox
from workflows.access import Permission, may
from workflows.inbox import desk
from workflows.notifications.reading import waiting
from workflows.people import directory

__all__ = ["flash", "language_links", "page", "role_words", "shell"]


def flash(text: str, *, undo_url: str = "") -> None:
    """Say something on the next page, with a way to undo it; the page shows the same elsewhere."""
    flask_flash(text, undo_url or "message")


def page(
    session: Session, template: str, *, active: str = "", status: int = 200, **context: Any
) -> Response:
    """Render a signed-in page in its frame."""
    context.setdefault("shell", shell(session, active))
    answer = make_response(render_template(template, **context), status)
    answer.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return answer


def shell(
    session: Session, active: str, *, numbers: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """What `layout/app.html` asks for; `numbers` when the page has counted what waits itself."""
    actor = web_session.actor()
    unit = directory.unit(session, actor.tenant, actor.unit)
    counts = numbers or inbox.counts(session, actor)
    return {
        "station": name_of(unit) if unit else "",
        "actor": {"name": actor.name, "initials": actor.name[-2:], "role": role_words(actor.role)},
        "duty": _duty(session, actor),
        "active": active,
        "nav": groups(actor, counts),
        "bottom": bottom(actor, counts),
        "languages": language_links(),
        "urls": _urls(actor),
        "bell": waiting(session, actor),
        "single_keys": desk.keys_on(session, actor),
        "messages": _messages(),
    }


def _messages() -> list[dict[str, str]]:
    """What was said on the page before; the category of a flash is the address of its undo."""
    said: list[tuple[str, str]] = [*get_flashed_messages(with_categories=True)]
    return [
        {"text": text, "undo_url": "" if undo_url == "message" else undo_url}
        for undo_url, text in said
    ]


def _urls(actor: Actor) -> dict[str, str]:
    may_search, may_report = (
        may(actor, Permission.CASE_SEARCH),
        may(actor, Permission.INCIDENT_REPORT),
    )
    return {
        "home": url_for("inbox.page"), "search": url_for("cases.search") if may_search else "",
        "report": url_for("emergency.report") if may_report else "",
        "notices": url_for("notices.page"),
        "seat": url_for("sign_in.seat", page=_here()),
        "me": url_for("sign_in.me"), "sign_out": url_for("sign_in.sign_out"),
        "switch_keys": url_for("inbox.switch_keys"), "live": url_for("live.live"), "exit": "https://www.gov.cn/",
    }  # fmt: skip


def _duty(session: Session, actor: Actor) -> dict[str, str] | None:
    duty = directory.on_duty(session, actor.tenant, actor.unit, clock.now())
    if duty is None:
        return None
    hours = _(
        "%(since)s 至 %(until)s",
        since=format_datetime(duty.since, "HH:mm"), until=format_datetime(duty.until, "HH:mm"),
    )  # fmt: skip
    name = directory.name_of(session, actor.tenant, duty.person_id)
    return {"label": _("今日值班"), "name": name, "hours": hours}


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/inbox"


def language_links() -> list[dict[str, object]]:
    """The two languages with the links that switch to them."""
    current = web_session.language()
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return [
        {
            "label": label, "code": code, "current": current == code,
            "url": url_for("sign_in.switch_language", language=code, next=here),
        }
        for code, label in (("zh", "中文"), ("en", "English"))
    ]  # fmt: skip
