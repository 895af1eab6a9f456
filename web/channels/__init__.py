"""Pages: the ways out of the house (`views`), and how I myself want to be told (`mine`)."""

from web.channels import mine, views
from web.channels.door import blueprint

__all__ = ["blueprint", "mine", "views"]
