"""What the time line is narrowed to, as the address of the page says it: kind, person, period.

An address never holds a name: people stand in it by their id. A date that cannot be read narrows
nothing, stays as it was typed, and is said.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request, url_for

from web.rendering.time_line import KINDS, TimeLine, Wanted
from web.wording.texts import gettext as _
from web.wording.texts import lazy_gettext

_KIND_WORDS = {
    "": lazy_gettext("全部"), "work": lazy_gettext("办理"), "clock": lazy_gettext("期限"),
    "alarm": lazy_gettext("危险和突发"), "talk": lazy_gettext("留言"), "file": lazy_gettext("材料"),
}  # fmt: skip
_NAMES = ("whole", "kind", "person", "since", "until", "process")


def wanted() -> Wanted:
    """The narrowing that the address asks for; what makes no sense asks for nothing."""
    kind = request.args.get("kind", "")
    return Wanted(
        whole=request.args.get("whole") == "1", kind=kind if kind in KINDS else "",
        person=request.args.get("person", ""), since=_day("since"), until=_day("until"),
    )  # fmt: skip


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, "").strip())
    except ValueError:
        return None


def chosen() -> dict[str, str]:
    """The address's own words, to be asked again."""
    return {name: request.args[name] for name in _NAMES if request.args.get(name)}


def line_filter(case_id: str, line: TimeLine) -> dict[str, Any]:
    """What `cases/line_filter.html` needs."""
    now = chosen()
    unread = [name for name in ("since", "until") if now.get(name) and _day(name) is None]
    return {
        "url": url_for("cases.case", case_id=case_id, _anchor="case-line"),
        "kinds": [(key, str(words)) for key, words in _KIND_WORDS.items()],
        "people": line.people(),
        "chosen": now,
        "narrowed": any(now.get(name) for name in ("kind", "person", "since", "until")),
        "words": _("日期要写成 2026-03-02 这样。") if unread else "",
    }  # fmt: skip
