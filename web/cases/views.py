"""Pages of this area."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("cases", __name__)


@blueprint.get("/cases")
def page() -> str:
    return ""


@blueprint.post("/search")
def search() -> str:
    return ""


@blueprint.get("/cases/<case_id>")
def case(case_id: str) -> str:
    return ""
