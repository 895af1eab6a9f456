"""Templates as a supervisor makes them: the shipped one, opened in Word and changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from docx import Document
from docx.document import Document as WordFile

from workflows.documents.kinds import PaperKind
from workflows.documents.templates import shipped


def changed(kind: PaperKind, change: Callable[[WordFile], object]) -> bytes:
    """The shipped template after somebody did something to it in Word."""
    document = Document(io.BytesIO(shipped(kind)))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_line(kind: PaperKind, text: str) -> bytes:
    """The shipped template with one more paragraph at its end."""
    return changed(kind, lambda document: document.add_paragraph(text))


def with_part(kind: PaperKind, name: str, text: bytes) -> bytes:
    """The shipped template with one more part in the archive, or another text in one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(shipped(kind))) as given, zipfile.ZipFile(out, "w") as packed:
        for entry in given.namelist():
            if entry != name:
                packed.writestr(entry, given.read(entry))
        packed.writestr(name, text)
    return out.getvalue()
