"""The receipt to hand over: number, query code, and a picture of the address where it is asked.

It says neither the matter nor the name of anybody: it may be found by the wrong person at home.
"""

from __future__ import annotations

import io

import segno
from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from web.cases.door import blueprint, guarded
from web.rendering import page as signed_in_page
from web.rendering.names import name_of
from web.session import actor, runtime
from workflows.access.policy import NoSuchCase
from workflows.cases import files, queries
from workflows.people import directory


@blueprint.get("/cases/<case_id>/receipt")
@guarded("receipt")
def receipt(case_id: str) -> ResponseReturnValue:
    """The slip, made for paper."""
    with runtime().database.read() as session:
        queries.sight_on(session, actor(), case_id)
        row = files.load(session, actor().tenant, case_id)
        if not row.query_code or not queries.reads_the_file(actor()):
            raise NoSuchCase(case=case_id)
        station = directory.unit(session, row.tenant, row.station)
        return signed_in_page(
            session, "cases/receipt.html", active="cases", case=row,
            station=name_of(station) if station else "", phone=station.phone if station else "",
            address=_address(),
        )  # fmt: skip


def _address() -> str:
    return request.url_root.rstrip("/") + url_for("public.page")


@blueprint.get("/cases/<case_id>/query.svg")
@guarded("receipt")
def query_picture(case_id: str) -> ResponseReturnValue:
    """The address of the public page as a QR code; the code itself is typed by hand."""
    with runtime().database.read() as session:
        queries.sight_on(session, actor(), case_id)
    drawn = io.BytesIO()
    segno.make(_address(), error="m").save(drawn, kind="svg", scale=4, border=2, light="#fff")
    answer = Response(drawn.getvalue(), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer
