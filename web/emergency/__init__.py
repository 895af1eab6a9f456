"""Incidents: the list, the board, one incident, and reporting a new one.

`views` holds the blueprint; `reporting` adds its routes to it, so it is imported with the package.
"""

from web.emergency import reporting, views

__all__ = ["reporting", "views"]
