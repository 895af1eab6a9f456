"""The facts at the right of a form: whom and what it is about, as far as this reader may know.

Until the task is held, names are masked and nothing else of a person is shown. What is shown of
the classes C3 and C4 is written into the access log with the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.models import TaskRow
from engine.protection import Sensitivity
from web.rendering.names import category_words, code_words, department_words
from web.wording import party_role_words, risk_words
from web.wording.case_words import RISK_TONES
from web.wording.texts import gettext as _
from workflows.access import Sight, log_reading
from workflows.cases import parties, queries
from workflows.cases.models import CaseRow


def facts(
    session: Session, actor: Actor, row: TaskRow, case: CaseRow, sight: Sight, *, held: bool
) -> list[dict[str, Any]]:
    """The lines of the card."""
    lines: list[dict[str, Any]] = [
        _line(_("案号"), case.number),
        _line(_("来源"), code_words("channels", case.channel)),
        _line(_("诉求"), category_words(case.category_d)),
        _line(_("部门"), department_words(row.item) if row.item else ""),
        _risk(case),
    ]
    for party in parties.of_case(session, case.tenant, case.id):
        name = parties.name_in_list(party, clear=False)
        if held and queries.reads_the_file(actor):
            seen = parties.as_seen(party, sight)
            name = _("，").join(_known(seen.fields))
            lines += _safety(session, actor, case, row, seen, sight)
        lines.append(_line(party_role_words(party.role.value), name))
    return [line for line in lines if line["value"]]


def _line(label: str, value: str | None) -> dict[str, Any]:
    return {"label": label, "value": value or ""}


def _risk(case: CaseRow) -> dict[str, Any]:
    tone = RISK_TONES.get(case.risk.value, "")
    if not tone:
        return _line(_("风险"), "")
    return {"label": _("风险"), "badge": risk_words(case.risk.value), "tone": tone, "value": " "}


def _known(fields: Mapping[str, Any]) -> list[str]:
    """Name first, then what helps to recognise and reach the person."""
    age = str(fields.get("age") or "")
    said = [
        str(fields.get("name") or ""), str(fields.get("phone") or ""),
        code_words("sexes", str(fields.get("sex") or "")),
        _("%(n)s 岁", n=age) if age.isdecimal() else "",
        code_words("relations", str(fields.get("relation") or "")),
    ]  # fmt: skip
    return [one for one in said if one]


def _safety(
    session: Session,
    actor: Actor,
    case: CaseRow,
    row: TaskRow,
    seen: parties.Party,
    sight: Sight,
) -> list[dict[str, Any]]:
    """How to reach the person safely: C4, so it is shown to few and logged."""
    keys = [key for key in ("safe_contact", "safe_time") if seen.fields.get(key)]
    if not keys or Sensitivity.C4 not in sight.clear:
        return []
    log_reading(session, actor, case.id, f"task:{row.node}", Sensitivity.C4)
    words = _("，").join(str(seen.fields[key]) for key in keys)
    return [_line(_("安全联系"), words)]
