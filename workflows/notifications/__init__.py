"""Tell people: a notice in the product at once, and a neutral text by a channel after the commit.

No text carries a name, an address or a word about the matter; it says where to look.
"""

from workflows.notifications.models import NoticeRow
from workflows.notifications.tell import OPERATIONS, send, unread

__all__ = ["OPERATIONS", "NoticeRow", "send", "unread"]
