"""Local moments for tables of cases: "2026-05-02 20:48" in, "2026-05-02 20:58" out."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def shown(instant: datetime) -> str:
    """A date when the moment is the end of a day, else date and time to the minute."""
    local = instant.astimezone(SHANGHAI)
    if f"{local:%H:%M:%S}" == "23:59:59":
        return f"{local:%Y-%m-%d}"
    return f"{local:%Y-%m-%d %H:%M}" + (f":{local:%S}" if local.second else "")
