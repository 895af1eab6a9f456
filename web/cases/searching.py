"""The search box: a number, a name, initials, a phone or its tail, a document.

Only cases that exist for the reader are found, names stay masked, and what was searched stands in
no address: the question is posted.
"""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from web.cases.door import blueprint
from web.cases.listing import lines
from web.rendering import page as signed_in_page
from web.session import actor, runtime
from web.wording.texts import gettext as _
from web.wording.texts import lazy_gettext
from workflows.access import Permission, require
from workflows.cases.search import Hit, by_number, find_text
from workflows.people import directory

_SHORTEST = 2
_BY = {
    "id_no": lazy_gettext("证件号码"), "phone": lazy_gettext("电话"),
    "household": lazy_gettext("住址"), "name": lazy_gettext("姓名"),
    "phone_tail": lazy_gettext("电话尾号"), "pinyin": lazy_gettext("姓名首字母"),
}  # fmt: skip


@blueprint.route("/search", methods=["GET", "POST"])
def search() -> ResponseReturnValue:
    """What one line may mean; a number that fits leads straight to its case."""
    require(actor(), Permission.CASE_SEARCH)
    text = request.form.get("q", "").strip()
    with runtime().database.read() as session:
        exact = by_number(session, actor(), text) if text else None
        if exact is not None:
            return redirect(url_for("cases.case", case_id=exact.id), code=303)
        hits = find_text(session, actor(), text) if len(text) >= _SHORTEST else []
        units = {unit.id: unit for unit in directory.units(session, actor().tenant)}
        rows = _rows(lines(session, actor(), [hit.case for hit in _once(hits)], units), hits)
        return signed_in_page(
            session, "cases/search.html", active="cases", rows=rows, q=text,
            too_short=bool(text) and len(text) < _SHORTEST,
        )  # fmt: skip


def _once(hits: Any) -> list[Hit]:
    """One hit a case, the best."""
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.case.id, hit)
    return list(found.values())


def _rows(rows: list[dict[str, Any]], hits: Any) -> list[dict[str, Any]]:
    """The lines, each with what made it fit."""
    for row, hit in zip(rows, _once(hits), strict=True):
        why = _("、").join(str(_BY[kind]) for kind in hit.by)
        row["context"] = " ・ ".join([row["context"], _("%(why)s相符", why=why)])
    return rows
