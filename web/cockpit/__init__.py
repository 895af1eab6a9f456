"""What a station's leaders look at: the morning on one page, and the load of each person."""

from web.cockpit import station, team
from web.cockpit.door import blueprint

__all__ = ["blueprint", "station", "team"]
