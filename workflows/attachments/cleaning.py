"""What a file tells beside what it shows is taken out before it is kept: above all, where it was.

A telephone writes its position into every picture and film. Pictures lose every block of
description without being encoded again, so that evidence keeps each pixel; only the way up stays.
Films keep their length: the position is overwritten with spaces. When the picture was taken is
read out first, because it is evidence. Pure, as `rules`.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image, UnidentifiedImageError

from workflows.attachments.kinds import FILMS, PICTURES, Kind
from workflows.attachments.rules import FileBroken, FileRefused, visible

#: A picture of more points is refused before it is unpacked.
MOST_POINTS: Final = 120_000_000
# The library watches the same line by itself.
Image.MAX_IMAGE_PIXELS = MOST_POINTS
_TURNED, _TAKEN, _DETAILS = 0x0112, 0x9003, 0x8769
_JPEG_DESCRIPTIONS: Final = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})
_PNG_KEPT: Final = frozenset(
    {
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
        b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
    }
)  # fmt: skip
_WEBP_DROPPED: Final = frozenset({b"EXIF", b"XMP "})
_POSITION: Final = re.compile(
    rb"[+-]\d{2,7}\.\d+[+-]\d{3,8}\.\d+(?:[+-]\d+(?:\.\d+)?)?(?:CRS\w+)?/"
)


class PictureTooLarge(FileRefused):
    """It has more points than the house unpacks."""

    code = "picture-too-large"
    sentence = "Expected a picture of at most {most} million points, but {name} has more."


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """A file without what it told beside what it shows."""

    content: bytes
    #: When the camera says that it took the picture, in its own words; "" when it does not.
    taken_at: str = ""


def cleaned(kind: Kind, name: str, content: bytes) -> Cleaned:
    """The file as it is kept; refuses a picture that does not open."""
    if kind.name in PICTURES:
        return _picture(kind, visible(name), content)
    if kind.name in FILMS:
        return Cleaned(content=_film(content))
    return Cleaned(content=content)


def _picture(kind: Kind, shown: str, content: bytes) -> Cleaned:
    turned, taken = _opened(kind, shown, content)
    strip = {"jpeg": _jpeg, "png": _png, "webp": _webp}[kind.name]
    try:
        left = strip(content, _way_up(turned) if turned in range(2, 9) else b"")
    except (struct.error, IndexError, ValueError) as broken:
        raise FileBroken(name=shown) from broken
    _opened(kind, shown, left)
    return Cleaned(content=left, taken_at=taken)


def _opened(kind: Kind, shown: str, content: bytes) -> tuple[int, str]:
    """Read the whole picture once, small where its kind allows it; how it is held, when taken."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind.name.upper()]) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise PictureTooLarge(name=shown, most=MOST_POINTS // 1_000_000)
            exif = picture.getexif()
            turned, taken = exif.get(_TURNED, 1), exif.get_ifd(_DETAILS).get(_TAKEN, "")
        _walk(kind, content)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error) as broken:
        raise FileBroken(name=shown) from broken
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge(name=shown, most=MOST_POINTS // 1_000_000) from bomb
    return turned, str(taken).strip("\x00 ")[:19]


def _walk(kind: Kind, content: bytes) -> None:
    """A PNG is proved by its sums, without unpacking what may be a bomb; the others are decoded."""
    with Image.open(io.BytesIO(content), formats=[kind.name.upper()]) as picture:
        if kind.name == "png":
            picture.verify()
            return
        picture.draft("RGB", (picture.width // 8 or 1, picture.height // 8 or 1))
        picture.load()


def _way_up(turned: int) -> bytes:
    """A description that says how the camera was held, and nothing else."""
    exif = Image.Exif()
    exif[_TURNED] = turned
    return exif.tobytes()


def _jpeg(content: bytes, way_up: bytes) -> bytes:
    """Segments without descriptions, up to the end of the first picture."""
    kept, scan = [content[:2]], 2
    for start, end in _segments(content):
        if content[start + 1] == 0xE2 and content[start + 4 : start + 8] == b"MPF\x00":
            scan = end
            continue
        if content[start + 1] not in _JPEG_DESCRIPTIONS:
            kept.append(content[start:end])
        scan = end
    if way_up:
        kept.insert(1, b"\xff\xe1" + struct.pack(">H", len(way_up) + 2) + way_up)
    # Scans hold no end mark but their own; what hangs behind it (films, depth) stays out.
    end = content.index(b"\xff\xd9", scan)
    return b"".join([*kept, content[scan : end + 2]])


def _segments(content: bytes) -> Iterator[tuple[int, int]]:
    """(start, end) of each segment before the first scan."""
    at = 2
    while content[at + 1] != 0xDA:
        if content[at] != 0xFF:
            raise ValueError("Expected a segment, but there is none.")
        if content[at + 1] == 0xFF:
            at += 1
            continue
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        yield at, end
        at = end


def _png(content: bytes, way_up: bytes) -> bytes:
    """Chunks that draw; a description with the way up comes before the picture."""
    kept, at = [content[:8]], 8
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + size
        if kind == b"IDAT" and way_up:
            kept.append(_chunk(b"eXIf", way_up.removeprefix(b"Exif\x00\x00")))
            way_up = b""
        if kind in _PNG_KEPT:
            kept.append(content[at:end])
        at = len(content) if kind == b"IEND" else end
    return b"".join(kept)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _webp(content: bytes, way_up: bytes) -> bytes:
    """Chunks that draw; the flags of the header say that no description follows."""
    kept, at, end = [], 12, 8 + struct.unpack_from("<I", content, 4)[0]
    while at + 8 <= min(end, len(content)):
        kind, size = struct.unpack_from("<4sI", content, at)
        body = content[at + 8 : at + 8 + size + size % 2]
        if kind == b"VP8X":
            flags = body[0] & ~0x0C | (0x08 if way_up else 0)
            body = bytes([flags]) + body[1:]
        if kind not in _WEBP_DROPPED:
            kept.append(struct.pack("<4sI", kind, size) + body)
        at += 8 + size + size % 2
    if way_up and kept[0].startswith(b"VP8X"):
        kept.append(
            struct.pack("<4sI", b"EXIF", len(way_up)) + way_up + b"\x00" * (len(way_up) % 2)
        )
    whole = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(whole) + 4) + b"WEBP" + whole


def _film(content: bytes) -> bytes:
    """Positions in the description of a film become spaces; its pictures are not touched."""
    made = bytearray(content)
    for start, end in _boxes(content):
        for found in _POSITION.finditer(content, start, end):
            made[found.start() : found.end()] = b" " * (found.end() - found.start())
    return bytes(made)


def _boxes(content: bytes) -> Iterator[tuple[int, int]]:
    """(start, end) of the boxes that describe: everything but the media itself."""
    at = 0
    while at + 8 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        if size == 1 and at + 16 <= len(content):
            size = struct.unpack_from(">Q", content, at + 8)[0]
        end = min(at + size, len(content)) if size >= 8 else len(content)
        if kind != b"mdat":
            yield at, end
        at = end
