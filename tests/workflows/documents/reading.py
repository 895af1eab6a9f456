"""Papers read back as a person would: the words of a file of Word, and those of a PDF."""

from __future__ import annotations

import io
import re

from docx import Document
from pypdf import PdfReader


def word_text(file: bytes) -> str:
    """Every word of the body and the footer of a file of Word, without blanks."""
    document = Document(io.BytesIO(file))
    parts = [text.text or "" for text in document.element.body.iter(f"{{{W}}}t")]
    return squeezed("".join(parts))


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def footer_text(file: bytes) -> str:
    """What the footer of a file of Word says, with its page fields as they were saved."""
    footer = Document(io.BytesIO(file)).sections[0].footer
    return squeezed("".join(text.text or "" for text in footer._element.iter(f"{{{W}}}t")))


def pdf_text(file: bytes) -> str:
    """Every word of a PDF without blanks, footers included."""
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages))


def squeezed(text: str) -> str:
    """A text without blanks and line ends, by which two formats compare."""
    return re.sub(r"\s+", "", text)


def without_footers(text: str) -> str:
    """The words of a PDF without the line at the foot of each page."""
    return re.sub(r"编号：[A-Z0-9-]+第\d+版校验码：[0-9A-F-]+第\d+页，共\d+页", "", text)
