"""The blueprint of the calendar."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
