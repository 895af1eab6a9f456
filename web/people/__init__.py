"""People, their posts, the duty roster, and one's own password.

`views` holds the blueprint; `duty` and `password` add their routes to it, so they are imported
with the package.
"""

from web.people import duty, password, views

__all__ = ["duty", "password", "views"]
