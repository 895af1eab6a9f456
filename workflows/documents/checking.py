"""An uploaded template is checked before anybody works with it: the file, its blanks, its look.

What would be dangerous (macros, links outward), what would leak (a protected field on a paper that
leaves the station) and what the PDF could not show is refused with a finding each.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError

from engine.errors import Finding, Invalid
from engine.protection import Sensitivity
from workflows.documents.blanks import Blanks, blanks_of
from workflows.documents.kinds import PaperKind
from workflows.documents.sheets import Page, read_sheet, set_pages
from workflows.documents.sheets.parts import Sheet
from workflows.documents.typeface import first_missing
from workflows.documents.word import filled, sandbox
from workflows.documents.wordfile import file_findings, structure_findings

MOST_BYTES: Final = 2 * 1024 * 1024
#: Every paper shows these, so that a sheet found loose can be traced and compared.
REQUIRED: Final = ("编号", "版本", "校验码")
_A4: Final = (595.3, 841.9)
#: When a sample says it was made.
SAMPLED_AT: Final = datetime(2026, 3, 4, tzinfo=UTC)
#: The smallest PNG: a white dot, where a sample has no picture.
_DOT: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ff"
    "ff3f0005fe02fea7d6059b0000000049454e44ae426082"
)


class TemplateRefused(Invalid):
    """A template has findings; nothing was kept."""

    code = "template-refused"
    sentence = "Expected a sound template, but {count} findings stand against it."

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(count=len(findings))


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A template that may be used."""

    sensitivity: Sensitivity
    fields: frozenset[str]


def check(kind: PaperKind, source: bytes) -> Checked:
    """Look at a template from outside in; the first layer with findings ends it."""
    checked = check_blanks(kind, source)
    _refuse(structure_findings(source))
    _refuse(_look_findings(kind, source))
    return checked


def check_blanks(kind: PaperKind, source: bytes) -> Checked:
    """The file and its blanks only; enough for templates that the suite has printed."""
    _refuse(file_findings(source, most=MOST_BYTES))
    blanks = _blanks(kind, source)
    _refuse(blanks.findings)
    _refuse(_missing(blanks))
    return Checked(sensitivity=blanks.highest, fields=frozenset(blanks.used))


def _refuse(findings: Iterator[Finding] | list[Finding]) -> None:
    found = tuple(findings)
    if found:
        raise TemplateRefused(found)


def _blanks(kind: PaperKind, source: bytes) -> Blanks:
    """What the template asks for, in its body, header and footer."""
    try:
        document = DocxTemplate(io.BytesIO(source))
        document.init_docx()
        return blanks_of(kind, _parts(document), sandbox())
    except TemplateSyntaxError as broken:
        raise TemplateRefused(
            (Finding(rule="template-syntax", fields={"said": str(broken.message)}),)
        ) from broken
    except (KeyError, ValueError, PackageNotFoundError, zipfile.BadZipFile) as broken:
        raise TemplateRefused((Finding(rule="template-not-word"),)) from broken


def _parts(document: DocxTemplate) -> Iterator[str]:
    yield document.patch_xml(document.get_xml())
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            yield document.patch_xml(document.get_part_xml(part))


def _missing(blanks: Blanks) -> Iterator[Finding]:
    for name in REQUIRED:
        if name not in blanks.used:
            yield Finding(rule="template-field-missing", fields={"name": name})


def _look_findings(kind: PaperKind, source: bytes) -> Iterator[Finding]:
    """Fill it with invented values and set its pages."""
    try:
        sheet = read_sheet(sample_file(kind, source))
        pages = set_pages(sheet)
    except Exception as broken:  # noqa: BLE001
        # Three libraries read this file; whatever they raise, it cannot be used.
        yield Finding(rule="template-not-filled", fields={"said": type(broken).__name__})
        return
    yield from _page_findings(sheet, pages)


def _page_findings(sheet: Sheet, pages: list[Page]) -> Iterator[Finding]:
    if any(abs(a - b) > 2 for a, b in zip((sheet.width, sheet.height), _A4, strict=True)):
        yield Finding(rule="template-not-a4")
    missing = next((found for page in pages if (found := first_missing(page.text()))), "")
    if missing:
        point = f"U+{ord(missing):04X}"
        yield Finding(rule="template-character", fields={"character": missing, "point": point})


def sample_values(kind: PaperKind) -> Mapping[str, Any]:
    """Invented values, with a number that no case has."""
    return {
        **kind.sample(), "编号": f"SAMPLE-0001-{kind.mark}01", "版本": "第1版",
        "校验码": "0000-0000-0000-0000", "制作日期": "2026年3月4日",
    }  # fmt: skip


def sample_file(kind: PaperKind, source: bytes, picture: bytes = _DOT) -> bytes:
    """A template filled with invented values."""
    values = dict(sample_values(kind))
    pictures = {"二维码": picture} if "二维码" in kind.fields else {}
    return filled(source, values, title=kind.name.zh, at=SAMPLED_AT, pictures=pictures)
