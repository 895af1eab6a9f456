"""The case file on the screen: list, one case, its receipt, and the search."""

from web.cases import (
    attaching,
    breaking,
    commenting,
    looking,
    receipts,
    sealing,
    searching,
    views,
)
from web.cases.door import blueprint

__all__ = [
    "attaching", "blueprint", "breaking", "commenting", "looking", "receipts", "sealing",
    "searching", "views",
]  # fmt: skip
