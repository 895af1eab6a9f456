"""The comparison of two drawings for its page: rows in words, marks for the drawings, counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.definitions import Change, Detail, Difference, differences
from web.modeler.words import DETAILS, KINDS
from web.session import language
from web.wording.texts import gettext as _

#: Connections whose line only runs elsewhere are shown in the drawing but not in the table.
_LINES = frozenset({"sequenceFlow", "messageFlow", "association"})
_TONES = {
    Change.ADDED: "good",
    Change.REMOVED: "bad",
    Change.CHANGED: "warn",
    Change.MOVED: "quiet",
}


def change_words(change: Change) -> str:
    """What happened to an element, in words."""
    words = {
        Change.ADDED: _("增加"), Change.REMOVED: _("删除"), Change.CHANGED: _("改动"),
        Change.MOVED: _("移动"),
    }  # fmt: skip
    return str(words[change])


def compared(before: bytes, after: bytes) -> dict[str, Any]:
    """What the page shows of two drawings."""
    found = differences(before, after)
    names = _names(found)
    listed = [one for one in found if one.change is not Change.MOVED or one.kind not in _LINES]
    return {
        "rows": [_row(one, names) for one in listed],
        "counts": [
            {"word": change_words(change), "tone": _TONES[change],
             "n": sum(one.change is change for one in listed)}
            for change in Change
        ],
        "state": [
            {"element": one.element, "change": one.change.value,
             "label": f"{change_words(one.change)} {_name(one)}"}
            for one in found
        ],
        "same": not found,
    }  # fmt: skip


def _row(one: Difference, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "element": one.element, "name": _name(one), "kind": kind_words(one.kind),
        "change": change_words(one.change), "tone": _TONES[one.change],
        "details": [_detail(detail, names) for detail in one.details if not _of_other(detail)],
    }  # fmt: skip


def _name(one: Difference) -> str:
    return (one.name_en if language() == "en" else one.name) or one.element


def _names(found: Sequence[Difference]) -> dict[str, str]:
    return {one.element: _name(one) for one in found}


def _of_other(detail: Detail) -> bool:
    """Names and notes of the other language stay off a page that speaks one."""
    other = ("name", "documentation.zh") if language() == "en" else ("nameEn", "documentation.en")
    return detail.what in other


def _detail(detail: Detail, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "what": _what(detail.what),
        "before": names.get(detail.before, detail.before),
        "after": names.get(detail.after, detail.after),
    }


def _what(name: str) -> str:
    if name in DETAILS:
        return str(DETAILS[name])
    tag, _blank, key = name.partition(" ")
    if tag in {"input", "output"}:
        return f"{_('送入') if tag == 'input' else _('取回')} {key}"
    return name


def kind_words(kind: str) -> str:
    """What an element is, by its tag."""
    known = f"{kind[:1].upper()}{kind[1:]}"
    return str(KINDS[known]) if known in KINDS else kind
