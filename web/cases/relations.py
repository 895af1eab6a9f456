"""Other cases of the same people as lines, each with why it stands there."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from web.cases.listing import lines
from web.wording.texts import gettext as _
from web.wording.texts import lazy_gettext
from workflows.cases.models import CaseRow
from workflows.cases.related import related_to
from workflows.people import directory

_BY = {
    "joined": lazy_gettext("已并案"), "id_no": lazy_gettext("同一证件号码"),
    "phone": lazy_gettext("同一电话"), "household": lazy_gettext("同一住址"),
}  # fmt: skip


def related_lines(session: Session, actor: Actor, case: CaseRow) -> list[dict[str, Any]]:
    """The related cases as rows of a list: names masked, whoever reads."""
    found = related_to(session, actor, case)
    units = {unit.id: unit for unit in directory.units(session, actor.tenant)}
    rows = lines(session, actor, [one.case for one in found], units)
    for row, one in zip(rows, found, strict=True):
        why = _("、").join(str(_BY[kind]) for kind in one.by)
        row["context"] = " ・ ".join(part for part in (why, row["context"]) if part)
    return rows
