"""A task's form with values: typed, drafted, or known from the case.

The page's own buttons (add a row, take one away, pick a hit of the search) change what is typed and
send nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import Session

from engine import clock, definitions, forms, tasks
from engine.actors import Actor
from engine.forms.model import Input, Type
from engine.forms.reading import Reading
from engine.forms.showing import prefill as form_defaults
from engine.instances import corridor
from engine.models import SubmissionRow, TaskRow
from web import session as web_session
from web.rendering import questions
from web.rendering.fields import form_context
from web.tasks.prefill import known_values
from workflows.access import sight_of
from workflows.cases import queries

#: Names of the page itself; the rest of a post is the form's.
OWN = frozenset({"csrf_token", "idempotency_key"})
#: Buttons that change the form and do not send it.
EDITS = ("_add", "_remove", "_pick")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What a person has typed, with the effect of the button pressed."""

    values: dict[str, Any]
    #: Row that gets the focus, by list.
    focus: Mapping[str, int]


def is_edit() -> bool:
    """Whether a button of the form was pressed that does not send it."""
    return any(name in request.form for name in EDITS)


def typed(form: forms.Form | None) -> Typed:
    """The answers of this request as they came, edited by the button that was pressed."""
    if form is None:
        return Typed(values={}, focus={})
    pairs = [pair for pair in request.form.items(multi=True) if pair[0] not in OWN]
    values = questions.settled(dict(forms.gather(form, pairs)), questions.pressed(pairs))
    return edited(
        values, add=request.form.get("_add", ""), remove=request.form.get("_remove", ""),
        pick=request.form.get("_pick", ""),
    )  # fmt: skip


def edited(values: dict[str, Any], *, add: str = "", remove: str = "", pick: str = "") -> Typed:
    """Answers after a button: `add` names a list, `remove` a row, `pick` a result and a number."""
    if add:
        rows = [*_rows(values, add), {}]
        return Typed(values=values | {add: rows}, focus={add: len(rows) - 1})
    if remove:
        name, _dot, number = remove.rpartition(".")
        rows = [row for at, row in enumerate(_rows(values, name)) if str(at) != number]
        return Typed(values=values | {name: rows}, focus={})
    if pick:
        result, _colon, number = pick.partition(":")
        picked = {"search_result": result, "matched_case_no": number}
        return Typed(values=values | picked, focus={})
    return Typed(values=values, focus={})


def _rows(values: Mapping[str, Any], name: str) -> list[Any]:
    """The rows of a list as the page shows them: one empty row stands for none."""
    given = values.get(name)
    return list(given) if isinstance(given, list) and given else [{}]


def task_form(
    session: Session,
    actor: Actor,
    row: TaskRow,
    *,
    given: Typed | None = None,
    invalid: forms.FormInvalid | None = None,
) -> dict[str, Any] | None:
    """The form of a task for its page: what is typed, else the draft, else what is known."""
    form = tasks.form_of(session, row)
    if form is None:
        return None
    facts = corridor.load(session, row.tenant, row.instance_id).facts
    values = given.values if given is not None else _kept(session, actor, row, form, facts)
    if given is not None and invalid is None:
        values = _with_moments(session, row, form, facts, values)
    view = forms.describe(
        form, web_session.language(), values=values, errors=invalid.errors if invalid else (),
        context=facts, codes=_codes(session, row), now=clock.now(),
        zone=web_session.runtime().settings.zone,
    )  # fmt: skip
    return form_context(
        view, fields_url=url_for("tasks.fields", task_id=row.id),
        focus=given.focus if given else None,
    )  # fmt: skip


def _codes(session: Session, row: TaskRow) -> forms.CodeLists:
    return web_session.runtime().calls.codes(session, row.tenant, row.unit)


def _with_moments(
    session: Session,
    row: TaskRow,
    form: forms.Form,
    facts: Mapping[str, Any],
    values: Mapping[str, Any],
) -> dict[str, Any]:
    """A moment that a condition has just brought to the page starts with its default, such as now.

    What stood on the page was sent, also when it was empty, and stays as it is.
    """
    zone = web_session.runtime().settings.zone
    reading = Reading(now=clock.now(), zone=zone, codes=_codes(session, row))
    known = form_defaults(form, facts, reading)
    moments = {slot.part.key for slot in form.page if isinstance(slot.part, Input)
               and slot.part.type in {Type.DATE, Type.TIME, Type.DATETIME}}  # fmt: skip
    fresh = {key: known[key] for key in moments & set(known) if key not in values}
    return {**values, **fresh}


def _kept(
    session: Session, actor: Actor, row: TaskRow, form: forms.Form, facts: Mapping[str, Any]
) -> dict[str, Any]:
    draft = tasks.draft_of(session, actor, row.id)
    if draft is not None:
        return dict(draft.fields)
    zone = web_session.runtime().settings.zone
    reading = Reading(now=clock.now(), zone=zone, codes=_codes(session, row))
    same, others = _earlier(session, actor, row, form)
    known = known_values(
        row.form_key, defaults=form_defaults(form, facts, reading), facts=facts, same=same,
        others=others,
    )  # fmt: skip
    return {key: value for key, value in known.items() if key in _keys(form)}


def _keys(form: forms.Form) -> set[str]:
    return {slot.part.key for slot in form.page}


def _earlier(
    session: Session, actor: Actor, row: TaskRow, form: forms.Form
) -> tuple[dict[str, object] | None, dict[str, dict[str, object]]]:
    """Earlier submissions as far as this person may read them: of this form, and of the others."""
    allowed = {each.value for each in sight_of(actor).clear}
    same: dict[str, object] | None = None
    others: dict[str, dict[str, object]] = {}
    for sent in queries.submissions_of(session, row.tenant, row.business_key):
        if sent.form_key == row.form_key and sent.instance_id == row.instance_id:
            if sent.item == row.item:
                same = _readable(sent, form, actor, allowed)
        elif queries.reads_the_file(actor):
            others[sent.form_key] = _readable(sent, _form_of(session, sent), actor, allowed)
    return same, others


def _form_of(session: Session, sent: SubmissionRow) -> forms.Form | None:
    return definitions.form(session, sent.tenant, sent.form_id) if sent.form_id else None


def _readable(
    sent: SubmissionRow, form: forms.Form | None, actor: Actor, allowed: set[str]
) -> dict[str, object]:
    """The values of one submission that its reader wrote or may read."""
    if form is None:
        return {}
    if sent.person == actor.id:
        return dict(sent.fields)
    left = forms.filter_by_class(form, sent.fields, allowed)
    if queries.never_whereabouts(actor):
        return queries.without_places(left)
    return left
