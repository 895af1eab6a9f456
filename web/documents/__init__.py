"""Papers on the screen: those of a case, one version with its pages, and the templates."""

from web.documents import files, making, templates, views
from web.documents.door import blueprint

__all__ = ["blueprint", "files", "making", "templates", "views"]
