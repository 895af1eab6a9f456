"""The inbox: which open tasks a person holds or may take, most urgent first, names masked.

It reads rows only; claiming and the other verbs are in `workflows.cases.work`.
"""

from workflows.inbox.counting import counts
from workflows.inbox.rows import MOST, InboxRow, View, next_tasks, row_of, rows, takers

__all__ = ["MOST", "InboxRow", "View", "counts", "next_tasks", "row_of", "rows", "takers"]
