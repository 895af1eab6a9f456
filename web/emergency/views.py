"""Pages of this area."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("emergency", __name__)


@blueprint.get("/emergency")
def page() -> str:
    return ""


@blueprint.get("/emergency/report")
def report() -> str:
    return ""
