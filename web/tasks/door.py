"""The blueprint that the pages of a task share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")
