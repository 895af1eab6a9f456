"""The case file on the screen: list, one case, its receipt, and the search."""

from web.cases import attaching, commenting, looking, receipts, searching, views
from web.cases.door import blueprint

__all__ = ["attaching", "blueprint", "commenting", "looking", "receipts", "searching", "views"]
