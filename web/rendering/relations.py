"""Earlier and other cases of the same people as lines, each with why it stands there; no names."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from engine.actors import Actor
from web.rendering.names import category_words
from web.wording import state_words
from web.wording.case_words import STATE_TONES
from web.wording.texts import format_date, lazy_gettext
from web.wording.texts import gettext as _
from workflows.cases.models import CaseRow
from workflows.cases.related import Related, related_to

_BY = {
    "joined": lazy_gettext("已并案"), "id_no": lazy_gettext("同一证件号码"),
    "phone": lazy_gettext("同一电话"), "household": lazy_gettext("同一住址"),
}  # fmt: skip


def related_lines(session: Session, actor: Actor, case: CaseRow) -> list[dict[str, Any]]:
    """The related cases that exist for the actor, the latest first."""
    return [_line(one) for one in related_to(session, actor, case)]


def _line(one: Related) -> dict[str, Any]:
    case, day = one.case, format_date(one.case.opened_at, _("yyyy年M月d日"))
    why = _("、").join(str(_BY[kind]) for kind in one.by)
    return {
        "url": url_for("cases.case", case_id=case.id),
        "title": category_words(case.category_d) or _("来访接待"),
        "badge": state_words(case.state.value), "tone": STATE_TONES.get(case.state.value, ""),
        "context": why,
        "number": " ・ ".join(part for part in (case.number, day) if part),
    }  # fmt: skip
