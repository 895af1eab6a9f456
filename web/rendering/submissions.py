"""One submission read by one person: masked by class, its reading logged, its name in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import clock, definitions
from engine.actors import Actor
from engine.forms.sight import MASK
from engine.models import InstanceRow, SubmissionRow
from engine.protection import Sensitivity
from web.rendering.answers import answers
from web.session import language, runtime
from workflows.access import Sight, log_reading
from workflows.cases import queries

_LOGGED = (Sensitivity.C4, Sensitivity.C3)


def read_submission(
    session: Session, actor: Actor, sent: SubmissionRow, sight: Sight
) -> tuple[str, list[dict[str, Any]]]:
    """The name of the form and the answers as this actor may read them; C3 and C4 are logged."""
    if not sent.form_id:
        return sent.form_key, []
    form = definitions.form(session, sent.tenant, sent.form_id)
    values = _without_places(actor, sent.fields, sight)
    instance = session.get(InstanceRow, (sent.tenant, sent.instance_id))
    said = answers(
        form, values, sight.clear, context=instance.facts if instance else {},
        codes=runtime().calls.codes(session, sent.tenant, sent.unit), now=clock.now(),
    )  # fmt: skip
    read = highest(said)
    if read is not None:
        log_reading(session, actor, sent.business_key, f"form:{sent.form_key}", read)
    return form.name.in_language(language()), said


def _without_places(actor: Actor, values: Mapping[str, Any], sight: Sight) -> dict[str, Any]:
    """The same answers, where a person lives left out for those who may never know it."""
    if Sensitivity.C4 in sight.clear or not queries.never_whereabouts(actor):
        return dict(values)
    return queries.without_places(values)


def highest(said: Iterable[Mapping[str, Any]]) -> Sensitivity | None:
    """The highest class among what is shown in the clear, if it must be logged."""
    classes = set(_classes(said))
    return next((one for one in _LOGGED if one.value in classes), None)


def _classes(said: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for one in said:
        if one.get("said") and one["said"] != MASK:
            yield str(one["class"])
        yield from _classes(one.get("fields") or [])
        for item in one.get("items") or []:
            yield from _classes(item)
