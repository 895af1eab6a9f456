"""The product's own server with a clock that begins at another moment.

`python -m tests.browser.moved_server 2026-03-30T09:00` (local): so that a house whose story stands
in spring is not first shown the summer, in which all its deadlines have passed.
"""

from __future__ import annotations

import sys

from engine import clock
from web.serving import run
from workflows.settings import Settings


def main(moment: str) -> None:
    """Serve until stopped."""
    zone = Settings.from_env().zone
    clock.travel_to(clock.instant_from_iso(moment, zone), running=True)
    run(())


if __name__ == "__main__":
    main(*sys.argv[1:])
