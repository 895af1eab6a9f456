"""Pages of this area."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("public", __name__)


@blueprint.get("/query")
def page() -> str:
    return ""
