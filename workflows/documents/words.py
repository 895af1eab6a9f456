"""How dates, versions and check codes are written on paper; papers are Chinese."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

#: Papers carry the time of the jurisdiction that the pack is for.
ZONE = ZoneInfo("Asia/Shanghai")
_BLOCK = 4


def day_words(moment: datetime | date | str | None) -> str:
    """2026年3月2日; an instant by its day in the station's zone, "" for none."""
    day = _day(moment)
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def _day(moment: datetime | date | str | None) -> date | None:
    if moment is None or moment == "":
        return None
    if isinstance(moment, str):
        return date.fromisoformat(moment[:10])
    return moment.astimezone(ZONE).date() if isinstance(moment, datetime) else moment


def moment_words(moment: datetime | str | None) -> str:
    """2026年3月2日 9时10分; a text without a zone is a local time already."""
    if not moment:
        return ""
    instant = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = instant if instant.tzinfo is None else instant.astimezone(ZONE)
    return f"{day_words(local.date())} {local.hour}时{local.minute:02d}分"


def version_words(version: int) -> str:
    """第2版."""
    return f"第{version}版"


def check_code(sha256: str) -> str:
    """The beginning of a hash as people compare it: 7A3F-91BC-04DE-88F2."""
    head = sha256[: 4 * _BLOCK].upper()
    return "-".join(head[start : start + _BLOCK] for start in range(0, len(head), _BLOCK))
