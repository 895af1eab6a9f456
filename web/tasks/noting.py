"""Whoever opens a task has read what told them of it.

Asked before the page is composed, and written only when something waits to be read: a page that
is looked at keeps no writer waiting.
"""

from __future__ import annotations

from web.session import actor, runtime
from web.tasks.showing import require_readable
from workflows.notifications.personal import take_note_of_task, unread_of_task


def take_note(task_id: str) -> None:
    """Mark the reader's notices about a task as read; refuses a task that is not theirs to read."""
    reader, database = actor(), runtime().database
    with database.read() as session:
        waits = unread_of_task(session, reader.tenant, reader.id, task_id)
    if waits:
        with database.begin() as session:
            take_note_of_task(session, require_readable(session, reader, task_id), reader.id)
