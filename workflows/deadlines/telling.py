"""A reckoning told in full: the lines behind a chip and of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engine.calendars import CalendarKind
from workflows.codes import Language, Wording
from workflows.deadlines.law import BasisKind
from workflows.deadlines.reckoning import Reckoning

_LABELS = {
    "length": Wording(zh="时长", en="Length"),
    "start": Wording(zh="起算", en="Start"),
    "nominal": Wording(zh="名义到期", en="Nominal due"),
    "effective": Wording(zh="实际到期", en="Effective due"),
    "warnings": Wording(zh="提醒", en="Warnings"),
    "calendar": Wording(zh="日历", en="Calendar"),
    "basis": Wording(zh="依据", en="Basis"),
    "verify": Wording(zh="核对", en="To check"),
    "at_end": Wording(zh="到期后", en="At the end"),
}
_CALENDARS = {
    CalendarKind.CLOCK: Wording(
        zh="连续计时（夜间和节假日不停）", en="clock (runs through nights and holidays)"
    ),
    CalendarKind.NATURAL: Wording(zh="自然日", en="natural days"),
    CalendarKind.WORKING: Wording(
        zh="工作日（含调休上班日）", en="working days (make-up days included)"
    ),
}
_KINDS = {
    BasisKind.LAW: Wording(zh="法定期限", en="legal period"),
    BasisKind.HOUSE: Wording(zh="内部时限", en="house rule"),
}
_ROLLED = Wording(zh="末日为休息日，顺延至下一个工作日", en="moved on to the next working day")
_PROVISIONAL = Wording(
    zh="暂定：所涉年份的节假日尚未录入，只按周末推算",
    en="provisional: holidays of a year it reaches are not entered, only weekends are counted",
)
_LAST_WORKING_DAY = Wording(zh="此前最后一个工作日", en="last working day before it:")
_NONE = Wording(zh="无", en="none")


def title(reckoning: Reckoning, language: Language | str = Language.ZH) -> str:
    """Code and name of a deadline."""
    return f"{reckoning.code} {reckoning.name(language)}"


def lines(
    reckoning: Reckoning, language: Language | str = Language.ZH
) -> Iterator[tuple[str, str]]:
    """Label and text of everything that is known about a reckoned deadline, in local time."""
    texts = {
        "length": reckoning.unit_text(language),
        "start": _local(reckoning, reckoning.start),
        "nominal": _local(reckoning, reckoning.nominal),
        "effective": _effective(reckoning, language),
        "warnings": _warnings(reckoning) or _NONE(language),
        "calendar": _CALENDARS[reckoning.calendar](language),
        "basis": f"{_KINDS[reckoning.basis_kind](language)} · {reckoning.basis(language)}",
        "verify": reckoning.verify(language) if reckoning.verify else "",
        "at_end": reckoning.at_end(language),
    }
    return ((_LABELS[key](language), text) for key, text in texts.items() if text)


def _effective(reckoning: Reckoning, language: Language | str) -> str:
    notes = []
    if reckoning.rolled:
        notes.append(_ROLLED(language))
    if reckoning.whole_day and reckoning.last_working_day != reckoning.effective_day:
        notes.append(f"{_LAST_WORKING_DAY(language)} {reckoning.last_working_day}")
    if reckoning.provisional:
        notes.append(_PROVISIONAL(language))
    text = _local(reckoning, reckoning.effective)
    return f"{text} ({'; '.join(notes)})" if notes else text


def _warnings(reckoning: Reckoning) -> str:
    zone = reckoning.zone
    local = (instant.astimezone(zone) for instant in reckoning.warnings)
    return ", ".join(f"{instant:%Y-%m-%d %H:%M}" for instant in local)


def _local(reckoning: Reckoning, instant: datetime) -> str:
    return f"{instant.astimezone(reckoning.zone):%Y-%m-%d %H:%M:%S}"
