"""Text as people type it becomes text as it is kept: one form, trimmed, without hidden characters.

Unicode is composed (NFC), never folded for compatibility: a rare character of a name stays itself,
and characters newer than this Python's tables pass. Only numbers, phones and ids fold full-width
digits. What could deceive a reader (control characters, direction overrides) is refused.
"""

from __future__ import annotations

import unicodedata

from engine.forms.refusals import Unreadable

#: Copied along unseen and meaning nothing here: zero-width space, word joiner, byte order mark.
_UNSEEN = {ord(unseen): None for unseen in "\u200b\u2060\ufeff"}
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLDED: dict[int, int | str] = {
    **_FULL_WIDTH,
    **dict.fromkeys(map(ord, "\u3000\u00a0\t"), " "),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
}


def tidy(raw: str, *, lines: bool, longest: int) -> str:
    """The text as kept; with `lines` it may have several. "" when nothing was written."""
    # Composition at most triples a text; a text far beyond the limit is not worth the work.
    if len(raw) > 4 * longest + 100:
        raise Unreadable("too-long", longest=longest)
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)
    text = unicodedata.normalize("NFC", text if lines else text.replace("\t", " ")).strip()
    if any(_is_refused(character, lines=lines) for character in text):
        raise Unreadable("control-character")
    if len(text) > longest:
        raise Unreadable("too-long", longest=longest)
    return text


def fold(text: str) -> str:
    """Full-width letters, digits and signs as ASCII, every kind of dash as "-"."""
    return text.translate(_FOLDED).strip()


def _is_refused(character: str, *, lines: bool) -> bool:
    if character in _OVERRIDES:
        return True
    if character in "\n\t":
        return not lines
    code = ord(character)
    if unicodedata.category(character) in {"Cc", "Cs"}:
        return True
    # Noncharacters are reserved for programs; unassigned ones may be names newer than we are.
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
