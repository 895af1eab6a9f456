"""The page of one task: its form, its clock, its facts, and what may be done with it."""

from web.tasks import acting, acts, handing, views
from web.tasks.door import blueprint

__all__ = ["acting", "acts", "blueprint", "handing", "views"]
