"""A printed file as a download; it is never opened in our name, and the reading is logged."""

from __future__ import annotations

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from web.documents.door import blueprint, guarded, sight_on
from web.session import actor, runtime
from workflows.documents import queries
from workflows.documents.models import PaperRow
from workflows.documents.queries import NoSuchPaper

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@blueprint.get("/cases/<case_id>/papers/<version_id>/file.<name>")
@guarded
def file(case_id: str, version_id: str, name: str) -> ResponseReturnValue:
    """Word or PDF, named by its number and version and by nothing of the case."""
    runtime().press.print(actor().tenant, version_id)
    with runtime().database.read_and_note() as session:
        sight = sight_on(session, case_id)
        row = queries.open_paper(session, actor(), case_id, version_id, sight)
        printed = queries.files_of(session, row.tenant, row.id)
        if name not in TYPES or name not in printed:
            raise NoSuchPaper
        number = session.get_one(PaperRow, (row.tenant, row.paper_id)).number
        body = queries.body_of(printed[name])
    return download(body, f"{number}-v{row.version}.{name}", TYPES[name])


def download(body: bytes, filename: str, mimetype: str) -> Response:
    """Bytes as an attachment that no cache keeps."""
    answer = make_response(body)
    answer.mimetype = mimetype
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in filename)
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
