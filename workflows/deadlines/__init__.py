"""Time limits of the station: the table of law and house rules, reckoning, rows and words.

`reckon` answers when something is due and why; `actions` keep the rows that bind a deadline to an
instance; `words` say it to people. The engine's timers wake the house; nothing here does.
"""

from workflows.deadlines.choosing import (
    FactNeeded,
    HouseChange,
    LawIsLocked,
    PartNeeded,
    UnknownDeadline,
    Unnumbered,
)
from workflows.deadlines.law import BasisKind, LawTable, Rule
from workflows.deadlines.reading import load_table
from workflows.deadlines.reckoning import (
    ExtensionRefused,
    NotPausable,
    Reckoning,
    check_extension,
    reckon,
)
from workflows.deadlines.years import (
    HolidayYear,
    calendar_of,
    house_calendar,
    load_years,
    missing_years,
    read_year,
)

__all__ = [
    "BasisKind",
    "ExtensionRefused",
    "FactNeeded",
    "HolidayYear",
    "HouseChange",
    "LawIsLocked",
    "LawTable",
    "NotPausable",
    "PartNeeded",
    "Reckoning",
    "Rule",
    "UnknownDeadline",
    "Unnumbered",
    "calendar_of",
    "check_extension",
    "house_calendar",
    "load_table",
    "load_years",
    "missing_years",
    "read_year",
    "reckon",
]
