"""The inbox: which open tasks a person holds or may take, most urgent first, names masked.

It reads rows only; claiming and the other verbs are in `workflows.cases.work`.
"""

from workflows.inbox.counting import counts
from workflows.inbox.rows import InboxRow, View, next_task, row_of, rows

__all__ = ["InboxRow", "View", "counts", "next_task", "row_of", "rows"]
