"""Who is at the browser: signing in and out, changing seats, the acting post, the language."""

from web.sign_in import switching, views
from web.sign_in.views import blueprint

__all__ = ["blueprint", "switching", "views"]
