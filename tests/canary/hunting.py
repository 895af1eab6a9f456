"""Looks for planted values in bytes, in every form in which one could lie there readable.

A value is looked for as it stands and as JSON, HTML, a URL, hex or base64 would write it, in UTF-8
and UTF-16; what is packed (zlib, gzip, zstd) is unpacked and searched again.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

import zstandard

#: What one packed piece may grow to; more is no text of ours.
_LARGEST = 16 * 1024 * 1024
#: Packed pieces inside packed pieces are opened this deep.
_DEEPEST = 3


@dataclass(frozen=True, kw_only=True, order=True)
class Find:
    """A planted value that can be read where it should not be."""

    place: str
    value: str
    form: str


def _escaped(text: str) -> bytes:
    return "".join(
        f"\\u{unit:04x}" if unit > 127 else chr(unit)
        for unit in memoryview(text.encode("utf-16-le")).cast("H")
    ).encode()


def _entities(text: str, digits: Callable[[int], str]) -> bytes:
    return "".join(f"&#{digits(ord(one))};" if ord(one) > 127 else one for one in text).encode()


def _aligned(text: str, before: int) -> bytes:
    """The middle of a base64 text in which the value begins after so many other bytes."""
    packed = base64.b64encode(b"\x00" * before + text.encode())
    first, whole = -(-before * 8 // 6), (before + len(text.encode())) * 8 // 6
    return packed[first:whole]


def _url_safe(text: str, before: int) -> bytes:
    return _aligned(text, before).translate(bytes.maketrans(b"+/", b"-_"))


#: How a value may be written; those of the second table without regard to capital letters.
EXACT: Mapping[str, Callable[[str], bytes]] = {
    "raw": str.encode,
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "gb18030": lambda text: text.encode("gb18030"),
    **{f"base64+{before}": partial(_aligned, before=before) for before in range(3)},
    **{f"base64url+{before}": partial(_url_safe, before=before) for before in range(3)},
}
FOLDED: Mapping[str, Callable[[str], bytes]] = {
    "json-escaped": _escaped,
    "percent-encoded": lambda text: quote(text, safe="").encode().lower(),
    "hex": lambda text: text.encode().hex().encode(),
    "html-decimal": lambda text: _entities(text, str),
    "html-hex": lambda text: _entities(text, lambda number: f"x{number:x}"),
}


def _unpack_zlib(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _LARGEST)


def _unpack_gzip(data: bytes) -> bytes:
    return zlib.decompressobj(wbits=31).decompress(data, _LARGEST)


def _unpack_zstd(data: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(data)[:_LARGEST]


#: First bytes of a packed piece and how it is opened.
PACKED: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (b"\x78\x01", _unpack_zlib), (b"\x78\x5e", _unpack_zlib), (b"\x78\x9c", _unpack_zlib),
    (b"\x78\xda", _unpack_zlib), (b"\x1f\x8b\x08", _unpack_gzip),
    (b"\x28\xb5\x2f\xfd", _unpack_zstd),
)  # fmt: skip
#: How the control packs a value, by the name of the form.
PACKS: Mapping[str, Callable[[bytes], bytes]] = {
    "zlib": zlib.compress, "gzip": gzip.compress, "zstd": zstandard.compress,
}  # fmt: skip


def _written(
    values: Iterable[str], forms: Mapping[str, Callable[[str], bytes]]
) -> list[tuple[str, str, bytes]]:
    return [(value, form, write(value)) for value in values for form, write in forms.items()]


class Hunt:
    """The values that are looked for, with all their forms worked out once."""

    def __init__(self, values: Iterable[str]) -> None:
        wanted = tuple(values)
        self._exact = _written(wanted, EXACT)
        self._folded = [
            (value, form, text.lower()) for value, form, text in _written(wanted, FOLDED)
        ]

    def finds(self, place: str, data: bytes | str, *, unpack: bool = True) -> Iterator[Find]:
        """Every planted value in some bytes; `unpack` also opens what is packed in them."""
        found = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        yield from self._in(place, found)
        if unpack:
            for piece in _unpacked(found, _DEEPEST):
                yield from self._in(f"{place} (unpacked)", piece)

    def _in(self, place: str, data: bytes) -> Iterator[Find]:
        for value, form, written in self._exact:
            if written in data:
                yield Find(place=place, value=value, form=form)
        folded = data.lower()
        for value, form, written in self._folded:
            if written in folded:
                yield Find(place=place, value=value, form=form)


def _unpacked(data: bytes, deep: int) -> Iterator[bytes]:
    """What is packed anywhere in some bytes, and what is packed in that."""
    for magic, unpack in PACKED:
        at = data.find(magic)
        while at >= 0 and deep:
            piece = _opened(unpack, data[at:])
            if piece:
                yield piece
                yield from _unpacked(piece, deep - 1)
            at = data.find(magic, at + 1)


def _opened(unpack: Callable[[bytes], bytes], data: bytes) -> bytes:
    try:
        return unpack(data)
    except (zlib.error, zstandard.ZstdError, MemoryError):
        return b""


def written_as(form: str, value: str) -> bytes:
    """A value in one of the forms, as the control plants it."""
    if form in PACKS:
        return PACKS[form](value.encode())
    return (EXACT.get(form) or FOLDED[form])(value)


#: Every form in which a value is recognised.
FORMS: tuple[str, ...] = (*EXACT, *FOLDED, *PACKS)
