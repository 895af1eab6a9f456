"""Demo data: two stations, a small cast, and believable cases in all stages; never for production.

Everything is made through the same services as the pages, with the clock moved, so that a demo case
is as lawful as a real one.
"""

from workflows.demo.cast import PASSWORD, seed_cast
from workflows.demo.seeding import seed

__all__ = ["PASSWORD", "seed", "seed_cast"]
