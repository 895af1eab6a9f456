"""A template of Word with its blanks filled: the file that can be opened and changed by hand.

Templates are Jinja in a sandbox without a single function; values are escaped. The same template
and values give the same bytes, so that a hash over them means something.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

#: Width of a picture on paper.
PICTURE_MM: Final = 34
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def sandbox() -> SandboxedEnvironment:
    """The world of a template: its values, and nothing else to call."""
    world = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    world.globals.clear()
    world.filters.clear()
    world.tests.clear()
    return world


def filled(
    template: bytes,
    values: Mapping[str, Any],
    *,
    title: str,
    at: datetime,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The document of a template and its values; a line break in a value becomes a paragraph."""
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    context = {name: _as_paragraphs(value) for name, value in values.items()}
    for name, png in (pictures or {}).items():
        context[name] = InlineImage(document, io.BytesIO(png), width=Mm(PICTURE_MM))
    document.render(context, jinja_env=sandbox(), autoescape=True)
    _describe(document, title, at)
    out = io.BytesIO()
    document.save(out)
    return reproducible(out.getvalue())


def _as_paragraphs(value: Any) -> Any:
    if isinstance(value, list):
        return [{name: _as_paragraphs(text) for name, text in row.items()} for row in value]
    # `\a` is how the library is told of a new paragraph with the properties of this one.
    return str(value).replace("\n", "\a")


def _describe(document: DocxTemplate, title: str, at: datetime) -> None:
    """Properties of the file: what it is and when it was made, and nobody's name."""
    # Not `get_docx`, which would read the unfilled template again.
    about = document.docx.core_properties
    about.title, about.language = title, "zh-CN"
    about.author = about.last_modified_by = about.comments = about.keywords = about.subject = ""
    about.created = about.modified = at.astimezone(UTC).replace(tzinfo=None)
    about.revision = 1


def reproducible(archive: bytes) -> bytes:
    """The same archive without the moment at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(out, "w") as packed:
        for name in sorted(given.namelist()):
            entry = zipfile.ZipInfo(name, date_time=_NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, given.read(name))
    return out.getvalue()
