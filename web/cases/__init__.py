"""The case file on the screen: list, one case, its receipt, and the search."""

from web.cases import breaking, receipts, sealing, searching, views
from web.cases.door import blueprint

__all__ = ["blueprint", "breaking", "receipts", "sealing", "searching", "views"]
