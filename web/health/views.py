"""Pages of this area."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("health", __name__)


@blueprint.get("/failures")
def failures() -> str:
    return ""
