"""One act on many tasks: the reader chooses, sees what would become of each, and says yes.

Three pages without any script: the choice is a form of the list, the preview carries it on, the
result offers to take it back. Beside the list the same three stand in the detail's place.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from engine import tasks
from engine.database import new_id
from engine.errors import Invalid, Refusal
from web.errors import status_of
from web.inbox import bulk_words
from web.inbox.door import blueprint
from web.people.entries import day_begins, day_ends, today
from web.rendering import page as signed_in_page
from web.rendering.fragments import beside_list, fragment
from web.session import actor, runtime
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.inbox import bulk, undoing
from workflows.inbox.bulk import Order, Verb
from workflows.people.actions import BadEntry


def _order() -> Order:
    """The act that the form asks for; BadEntry for a day that is none."""
    verb = request.form.get("verb", "")
    if verb not in set(Verb):
        raise bulk.NothingChosen(most=bulk.MOST, given=0)
    day = request.form.get("day", "")
    return Order(
        verb=Verb(verb), task_ids=tuple(dict.fromkeys(request.form.getlist("task"))),
        reason=request.form.get("reason", ""), person=request.form.get("person", ""),
        absence=request.form.get("absence", ""), at=_until(Verb(verb), day),
    )  # fmt: skip


def _until(verb: Verb, day: str) -> datetime | None:
    """A snoozed task comes back with the morning of the day; a follow-up waits through it."""
    if verb == Verb.SNOOZE:
        return day_begins("day", day)
    ends = day_ends("day", day)
    return ends and ends - timedelta(seconds=1)


@blueprint.post("/inbox/bulk")
def choose() -> ResponseReturnValue:
    """What the act needs to know, and what would become of each task."""
    try:
        order = _order()
        if not order.task_ids:
            raise bulk.NothingChosen(most=bulk.MOST, given=0)
    except (Invalid, BadEntry) as refusal:
        return _answer("inbox/bulk_nothing.html", status_of(refusal), words=_words(refusal))
    return _preview(order)


def _preview(order: Order) -> ResponseReturnValue:
    """The preview; what is missing is asked for with 422 when it was tried to go on without."""
    asked_again = bool(request.form.get("previewed"))
    problem: Invalid | None = None
    refused: dict[str, str] = {}
    with runtime().database.begin() as session:
        try:
            results = bulk.preview(session, runtime().calls, actor(), order)
            refused = bulk_words.words_of(results)
        except Invalid as missing:
            problem = missing
    with runtime().database.read_and_note() as session:
        known = bulk_words.tasks_of(session, actor(), order.task_ids)
        lines = bulk_words.lines(session, actor(), order.task_ids, refused)
        people = bulk_words.colleagues(session, actor(), list(known.values()))
        shown = _form(order, lines, ready=problem is None)
        shown["people"] = people
        shown["problem"] = refusal_words(problem) if problem and asked_again else ""
        return _answer(
            "inbox/bulk_preview.html", 422 if problem and asked_again else 200,
            session=session, bulk=shown,
        )  # fmt: skip


def _form(order: Order, lines: list[dict[str, Any]], *, ready: bool) -> dict[str, Any]:
    able = [line for line in lines if line["ok"]]
    return {
        "verb": order.verb.value, "words": bulk_words.verb_words(order.verb), "lines": lines,
        "able": len(able), "all": len(lines), "known": ready, "ready": ready and bool(able),
        "asks_reason": order.verb in bulk.WITH_REASON, "asks_day": order.verb in bulk.WITH_DAY,
        "asks_person": order.verb == Verb.REASSIGN, "reason": order.reason,
        "person": order.person, "absence": order.absence, "day": request.form.get("day", ""),
        "today": today().isoformat(), "key": new_id(),
        "choose_url": url_for("inbox.choose"), "do_url": url_for("inbox.do"),
    }  # fmt: skip


@blueprint.post("/inbox/bulk/do")
def do() -> ResponseReturnValue:
    """Do it, once; then say of each task what became of it, and offer to take it back."""
    try:
        order = _order()
        key = request.form.get("idempotency_key", "")
        with runtime().database.begin() as session:
            done = bulk.perform(session, runtime().calls, actor(), order, key=key)
    except (bulk.NothingChosen, bulk.DayMissing, tasks.ReasonMissing, BadEntry) as refusal:
        if isinstance(refusal, bulk.NothingChosen):
            return _answer("inbox/bulk_nothing.html", 422, words=_words(refusal))
        return _preview(_order())
    with runtime().database.read_and_note() as session:
        refused = bulk_words.words_of_codes(done["refused"])
        lines = bulk_words.lines(session, actor(), order.task_ids, refused)
        return _answer(
            "inbox/bulk_done.html", session=session, lines=lines,
            words=bulk_words.done_words(order.verb, len(done["done"])),
            undo_url=url_for("inbox.undo", undo_id=done["undo"]) if done["undo"] else "",
            seconds=undoing.SECONDS,
        )  # fmt: skip


@blueprint.post("/inbox/undo/<undo_id>")
def undo(undo_id: str) -> ResponseReturnValue:
    """Take the act back; what somebody touched meanwhile stays, and the page says which."""
    try:
        with runtime().database.begin() as session:
            found = undoing.undo(session, runtime().calls, actor(), undo_id)
    except undoing.UndoOver as over:
        return _answer("inbox/bulk_nothing.html", 409, words=_words(over))
    with runtime().database.read_and_note() as session:
        why = {task: refusal_words(refusal) for task, refusal in found.items() if refusal}
        lines = bulk_words.lines(session, actor(), list(found), why)
        number = len(found) - len(why)
        return _answer(
            "inbox/bulk_done.html", session=session, lines=lines, undo_url="",
            words=_("已撤回 %(n)s 件", n=number), seconds=0,
        )  # fmt: skip


def _words(refusal: Refusal) -> str:
    return str(refusal_words(refusal))


def _answer(
    template: str, status: int = 200, *, session: Any = None, **context: Any
) -> ResponseReturnValue:
    """The step as a part beside the list, or as a page of its own."""
    if beside_list():
        return fragment(template, status, **context)
    if session is not None:
        return signed_in_page(
            session, "inbox/bulk.html", active="inbox", part=template, status=status, **context
        )
    with runtime().database.read() as reading:
        return signed_in_page(
            reading, "inbox/bulk.html", active="inbox", part=template, status=status, **context
        )
