"""Pages of this area."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
def page() -> str:
    return ""
