"""The inbox: which open tasks a person holds or may take, most urgent first, names masked.

Lists are index ranges (`selecting`), numbers stop counting where nobody reads on (`counting`).
Single verbs are those of `workflows.cases.work`; here they are done to many tasks at once with a
result each (`bulk`), taken back for ten seconds (`undoing`), and done by B for A (`standing_in`).
"""

from workflows.inbox.counting import COUNTED, count, counts, moment
from workflows.inbox.filters import Cursor, Due, Filter, View, cursor_from, from_plain, to_plain
from workflows.inbox.rows import (
    MOST,
    InboxRow,
    Page,
    next_held,
    next_tasks,
    row_of,
    rows,
    takers,
    with_cases,
)

__all__ = [
    "COUNTED",
    "MOST",
    "Cursor",
    "Due",
    "Filter",
    "InboxRow",
    "Page",
    "View",
    "count",
    "counts",
    "cursor_from",
    "from_plain",
    "moment",
    "next_held",
    "next_tasks",
    "row_of",
    "rows",
    "takers",
    "to_plain",
    "with_cases",
]
