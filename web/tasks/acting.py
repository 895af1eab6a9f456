"""The buttons of a case, such as "the risk rises": what each asks, a second look, and the sending.

A button is there for the roles that its diagram names, on a case that exists for the actor. Its
page says what it will do; nothing happens before that page is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import clock, forms, tasks
from engine.database import new_id
from engine.errors import Conflict
from engine.instances import corridor
from engine.models import SubscriptionRow
from engine.spiff.parser import Node
from web.errors import status_of
from web.rendering import flash
from web.rendering import page as signed_in_page
from web.rendering.buttons import is_grave, may_press
from web.rendering.fields import form_context
from web.rendering.fragments import fragment, go, is_fragment
from web.rendering.names import name_of, process_words
from web.session import actor, language, runtime
from web.tasks.door import blueprint
from web.tasks.filling import Typed, is_edit, typed
from web.wording import refusal_words
from web.wording.texts import gettext as _
from workflows.access.policy import NoSuchCase, reaches
from workflows.cases import work
from workflows.cases.models import CaseRow


@dataclass(frozen=True, kw_only=True)
class Button:
    """One button that the case offers now."""

    row: SubscriptionRow
    node: Node
    form: forms.Form | None


def require_button(session: Session, subscription_id: str) -> Button:
    """The button, if the case exists for the actor and a post of theirs may press it."""
    row = session.get(SubscriptionRow, (actor().tenant, subscription_id))
    if row is None or not row.act:
        raise tasks.ActGone(act=subscription_id)
    node = work.node_of(session, row)
    if not reaches(session, actor(), row.business_key) or not may_press(actor(), node.act_roles):
        raise NoSuchCase(case=row.business_key)
    return Button(row=row, node=node, form=tasks.form_of_act(session, row))


@blueprint.get("/acts/<subscription_id>")
def act(subscription_id: str) -> ResponseReturnValue:
    """What the button does and asks."""
    with runtime().database.read() as session:
        return _page(session, require_button(session, subscription_id))


@blueprint.post("/acts/<subscription_id>/fields")
def act_fields(subscription_id: str) -> ResponseReturnValue:
    """The fields again for what is typed now."""
    with runtime().database.read() as session:
        button = require_button(session, subscription_id)
        given = typed(button.form)
        if not is_fragment():
            return _page(session, button, given=given)
        return fragment(
            "tasks/fields.html", form=_form(session, button, given),
            url=url_for("tasks.act_fields", subscription_id=subscription_id),
        )  # fmt: skip


@blueprint.post("/acts/<subscription_id>")
def send_act(subscription_id: str) -> ResponseReturnValue:
    """Press the button, once however often it is sent."""
    if is_edit():
        return act_fields(subscription_id)
    try:
        with runtime().database.begin() as session:
            button = require_button(session, subscription_id)
            work.send_act(
                session, runtime().calls, actor(), subscription_id, typed(button.form).values,
                key=request.form.get("idempotency_key", ""),
            )  # fmt: skip
            flash(_("已提出：%(name)s", name=name_of(button.node)))
            return go(url_for("cases.case", case_id=button.row.business_key))
    except forms.FormInvalid as refusal:
        with runtime().database.read() as session:
            button = require_button(session, subscription_id)
            return _page(
                session, button, given=typed(button.form), invalid=refusal,
                status=status_of(refusal),
            )  # fmt: skip
    except Conflict as refusal:
        flash(refusal_words(refusal))
        return go(url_for("inbox.page"))


def _form(
    session: Session, button: Button, given: Typed | None, invalid: forms.FormInvalid | None = None
) -> dict[str, Any] | None:
    if button.form is None:
        return None
    row = button.row
    facts: Mapping[str, Any] = corridor.load(session, row.tenant, row.instance_id).facts
    view = forms.describe(
        button.form, language(), values=given.values if given else None,
        errors=invalid.errors if invalid else (), context=facts,
        codes=runtime().calls.codes(session, row.tenant, row.unit), now=clock.now(),
        zone=runtime().settings.zone,
    )  # fmt: skip
    return form_context(
        view, fields_url=url_for("tasks.act_fields", subscription_id=row.id),
        focus=given.focus if given else None,
    )  # fmt: skip


def _page(
    session: Session,
    button: Button,
    *,
    given: Typed | None = None,
    invalid: forms.FormInvalid | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    row, node = button.row, button.node
    case = session.get(CaseRow, (row.tenant, row.business_key))
    case_url = url_for("cases.case", case_id=row.business_key)
    process = corridor.load(session, row.tenant, row.instance_id).process
    context: dict[str, Any] = {
        "title": name_of(node), "danger": is_grave(node.id),
        "crumb": [
            {"label": _("案件"), "url": url_for("cases.page")},
            {"label": case.number if case and case.number else _("接待中"), "url": case_url},
            {"label": process_words(process), "url": ""},
        ],
        "form": _form(session, button, given, invalid), "key": new_id(), "back": case_url,
        "url": url_for("tasks.send_act", subscription_id=row.id),
        "fields_url": url_for("tasks.act_fields", subscription_id=row.id),
    }  # fmt: skip
    if is_fragment():
        return fragment("tasks/act_form.html", status, act=context)
    return signed_in_page(session, "tasks/act.html", active="cases", act=context, status=status)
