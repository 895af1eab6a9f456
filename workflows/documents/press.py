"""The press: prints a version as Word and PDF after the transaction that wanted it, once.

It is a channel of the outbox, so a version that was written down is printed also after a crash; a
page that is opened earlier prints at once. Both give the same bytes, and the first ones are kept.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import segno
from sqlalchemy.orm import Session

from engine import clock, signals
from engine.database import Database, insert_if_absent
from engine.outbox import Delivery
from workflows.documents.kinds import PaperKind, load_kinds
from workflows.documents.models import (
    PaperFileRow,
    PaperRow,
    PaperTemplateRow,
    PaperVersionRow,
    VersionState,
)
from workflows.documents.sheets import as_pdf, read_sheet, set_pages
from workflows.documents.word import filled

#: Formats in which every paper is kept.
FORMATS = ("docx", "pdf")
_ADDRESS, _PICTURE = "查询网址", "二维码"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the press needs of one version, read in one go."""

    kind: PaperKind
    number: str
    template: bytes = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    version: PaperVersionRow = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Press:
    """Prints for one installation."""

    database: Database
    #: Where visitors ask with their code.
    address: str

    def __call__(self, delivery: Delivery) -> None:
        """Print what the outbox brings."""
        self.print(delivery.tenant, str(delivery.payload["version"]))

    def print(self, tenant: str, version_id: str) -> None:
        """Print a version unless it is printed already; no transaction is held meanwhile."""
        with self.database.read() as session:
            wanted = _order(session, tenant, version_id)
        if wanted is None:
            return
        printed = files(wanted.kind, wanted.template, self._with_address(wanted), wanted.version)
        with self.database.begin() as session:
            _keep(session, wanted.version, printed)

    def _with_address(self, wanted: Order) -> dict[str, Any]:
        values = dict(wanted.values)
        if _ADDRESS in wanted.kind.fields:
            values[_ADDRESS] = self.address
        return values


def _order(session: Session, tenant: str, version_id: str) -> Order | None:
    version = session.get(PaperVersionRow, (tenant, version_id))
    if version is None or version.state != VersionState.WAITING:
        return None
    paper = session.get_one(PaperRow, (tenant, version.paper_id))
    template = session.get_one(PaperTemplateRow, (tenant, version.template_id))
    return Order(
        kind=load_kinds()[paper.kind], number=paper.number, template=template.source,
        values=version.content, version=version,
    )  # fmt: skip


def files(
    kind: PaperKind, template: bytes, values: Mapping[str, Any], version: PaperVersionRow
) -> dict[str, bytes]:
    """Both files of one version, the PDF from the very pages of the file of Word."""
    title = f"{kind.name.zh} {values['编号']}"
    pictures = {_PICTURE: square_code(values[_ADDRESS])} if _PICTURE in kind.fields else {}
    word = filled(template, values, title=title, at=version.made_at, pictures=pictures)
    pages = set_pages(read_sheet(word))
    return {"docx": word, "pdf": as_pdf(pages, title=title, at=version.made_at)}


def square_code(text: str) -> bytes:
    """A text as a QR code, as a picture."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=8, border=2)
    return drawn.getvalue()


def _keep(session: Session, version: PaperVersionRow, printed: Mapping[str, bytes]) -> None:
    """Store the files; of two presses at once the first one wins."""
    row = session.get_one(PaperVersionRow, (version.tenant, version.id), with_for_update=True)
    if row.state != VersionState.WAITING:
        return
    for name, body in printed.items():
        insert_if_absent(
            session, PaperFileRow, tenant=row.tenant, version_id=row.id, format=name,
            station=row.station, case_id=row.case_id, size=len(body),
            body=base64.b64encode(body).decode(),
            sha256=hashlib.sha256(body).hexdigest(), printed_at=clock.now(),
        )  # fmt: skip
    row.state = VersionState.PRINTED
    signals.announce(session, row.tenant, row.station, f"case:{row.case_id}")
