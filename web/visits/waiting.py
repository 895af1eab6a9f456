"""The waiting room: who sits there, for how long, and who calls them in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import tasks
from engine.actors import Actor
from engine.database import new_id
from engine.errors import Conflict, Refusal
from web.errors import status_of
from web.rendering import due_of, flash, instant
from web.rendering import page as signed_in_page
from web.rendering.fragments import fragment
from web.session import actor, runtime
from web.visits.views import station_of
from web.wording import refusal_words
from web.wording.texts import gettext as _
from web.wording.texts import lazy_gettext
from workflows.visit import waiting
from workflows.visit.waiting import LeftWhy, Seat

blueprint = Blueprint("waiting", __name__, url_prefix="/waiting")

_WHY = {
    LeftWhy.TIRED: lazy_gettext("等得太久"), LeftWhy.ELSEWHERE: lazy_gettext("去了别处"),
    LeftWhy.UNSAFE: lazy_gettext("觉得不安全"), LeftWhy.UNKNOWN: lazy_gettext("没说原因"),
}  # fmt: skip


@blueprint.get("")
def page() -> ResponseReturnValue:
    """The list, and the line at the door."""
    return _page()


def _page(*, words: str = "", status: int = 200) -> ResponseReturnValue:
    with runtime().database.read() as session:
        return signed_in_page(
            session, "visits/waiting.html", active="waiting", status=status, words=words,
            key=request.form.get("idempotency_key") or new_id(), typed=request.form,
            **_lists(session, actor()),
        )  # fmt: skip


@blueprint.get("/rows")
def rows() -> ResponseReturnValue:
    """The list alone, for a page that heard of a change."""
    with runtime().database.read() as session:
        return fragment("visits/waiting_rows.html", **_lists(session, actor()))


def _lists(session: Session, person: Actor) -> dict[str, Any]:
    seats = waiting.seats(session, person, station_of(session, person))
    return {
        "waits": [_line(session, person, seat) for seat in seats if waiting.is_waiting(seat)],
        "gone": [_line(session, person, seat) for seat in seats if not waiting.is_waiting(seat)],
        "reasons": [{"value": why.value, "label": str(words)} for why, words in _WHY.items()],
    }


def _line(session: Session, person: Actor, seat: Seat) -> dict[str, Any]:
    said = _WHY[LeftWhy(seat.left_reason)] if seat.left_at is not None else ""
    return {
        "id": seat.id, "called": seat.called or _("没有留称呼"), "people": seat.people,
        "danger": seat.danger, "arrived": instant(seat.arrived_at),
        "due": due_of(session, person.tenant, seat.due_at, emergency=seat.danger),
        "taken_by": seat.taken_by, "taken_at": instant(seat.taken_at),
        "left_at": instant(seat.left_at), "left_reason": str(said),
    }  # fmt: skip


@blueprint.post("")
def arrive() -> ResponseReturnValue:
    """Somebody sits down; a name is not asked for."""
    people = request.form.get("people", "1").strip() or "1"
    try:
        with runtime().database.begin() as session:
            waiting.arrive(
                session, runtime().calls, actor(), station=station_of(session, actor()),
                called=request.form.get("called", ""),
                people=int(people) if people.isdecimal() else 0,
                danger=bool(request.form.get("danger")),
                key=request.form.get("idempotency_key", ""),
            )  # fmt: skip
    except waiting.WaitingUnlikely as refusal:
        return _page(words=refusal_words(refusal), status=status_of(refusal))
    return redirect(url_for("waiting.page"), code=303)


@blueprint.post("/<entry_id>/take")
def take(entry_id: str) -> ResponseReturnValue:
    """Call her in: the first step of the visit opens in my hands."""
    try:
        with runtime().database.begin() as session:
            task_id = waiting.take(session, runtime().calls, actor(), entry_id)
    except (waiting.AlreadyGone, tasks.AlreadyClaimed, tasks.AlreadyClosed) as refusal:
        return _too_late(refusal)
    return redirect(url_for("tasks.page", task_id=task_id), code=303)


@blueprint.post("/<entry_id>/leave")
def leave(entry_id: str) -> ResponseReturnValue:
    """She went without being heard."""
    given = request.form.get("reason", "")
    why = LeftWhy(given) if given in set(LeftWhy) else LeftWhy.UNKNOWN
    try:
        with runtime().database.begin() as session:
            waiting.leave(session, runtime().calls, actor(), entry_id, why)
    except waiting.AlreadyGone as refusal:
        return _too_late(refusal)
    flash(_("已记下：没有接待就离开了。"))
    return redirect(url_for("waiting.page"), code=303)


@blueprint.post("/<entry_id>/danger")
def danger(entry_id: str) -> ResponseReturnValue:
    """She is heard first, or no longer so."""
    with runtime().database.begin() as session:
        waiting.mark_danger(session, actor(), entry_id, danger=request.form.get("danger") == "yes")
    return redirect(url_for("waiting.page"), code=303)


def _too_late(refusal: Conflict | Refusal) -> ResponseReturnValue:
    return _page(words=refusal_words(refusal), status=409)
