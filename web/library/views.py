"""Pages of this area."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("library", __name__)


@blueprint.get("/library")
def page() -> str:
    return ""
