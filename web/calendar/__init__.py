"""The calendar of sessions and rooms, and the feed that a person's own calendar reads."""

from web.calendar import feeds, views
from web.calendar.door import blueprint

__all__ = ["blueprint", "feeds", "views"]
