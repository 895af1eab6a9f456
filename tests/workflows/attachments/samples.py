"""Small real files of every kind, and hostile ones made from them."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Final

from PIL import Image

#: 30° 35' N, 114° 17' E: somewhere in Wuhan, as a telephone writes it.
LATITUDE, LONGITUDE = (30.0, 35.0, 0.0), (114.0, 17.0, 0.0)
_TURNED, _DETAILS, _TAKEN, _PLACE = 0x0112, 0x8769, 0x9003, 0x8825


def described(*, turned: int = 6) -> Image.Exif:
    """What a telephone writes into a picture: how it was held, when and where."""
    exif = Image.Exif()
    exif[_TURNED] = turned
    exif[0x010F] = "Telephone"
    exif.get_ifd(_DETAILS)[_TAKEN] = "2026:03:01 22:15:00"
    exif.get_ifd(_PLACE).update({1: "N", 2: LATITUDE, 3: "E", 4: LONGITUDE})
    return exif


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (160, 120), exif: bool = True) -> bytes:
    """A picture with a gradient, so that its points can be compared."""
    drawn = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    drawn.save(out, kind, **({"exif": described()} if exif else {}))
    return out.getvalue()


def photo_of_20_megabytes() -> bytes:
    """As a telephone makes it today: 24 million points, position and all."""
    noise = Image.effect_noise((6000, 4000), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=93, subsampling=0, exif=described())
    return out.getvalue()


def position_of(content: bytes) -> dict[int, object]:
    """Where a picture says that it was taken."""
    with Image.open(io.BytesIO(content)) as opened:
        return dict(opened.getexif().get_ifd(_PLACE))


def turned_of(content: bytes) -> int:
    """How a picture says that it was held."""
    with Image.open(io.BytesIO(content)) as opened:
        return int(opened.getexif().get(_TURNED, 1))


def paper(pages: int = 1, *, scanned: int = 0) -> bytes:
    """A PDF of some pages; `scanned` adds so many bytes of picture to each."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = b" ".join(b"%d 0 R" % (3 + 2 * n) for n in range(pages))
    objects.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids))
    for number in range(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R>>" % (4 + 2 * number)
        )
        body = b"BT /F1 12 Tf 72 720 Td (page) Tj ET" + b"\x00" * scanned
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(body), body))
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, start=1):
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    out.write(b"trailer<</Root 1 0 R>>\n%%EOF\n")
    return out.getvalue()


def package(folder: str = "word/", *more: str) -> bytes:
    """An office package with the parts that make it one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(f"{folder}document.xml", "<document/>")
        for name in more:
            packed.writestr(name, "content")
    return out.getvalue()


def bomb() -> bytes:
    """A package that says it unpacks to more than anybody needs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b"\x00" * (301 * 1024 * 1024))
    return out.getvalue()


def old_paper(*, macros: bool = False) -> bytes:
    """The beginning and the stream names of an old Word file."""
    names = ["WordDocument", *(["_VBA_PROJECT"] if macros else [])]
    body = b"".join(name.encode("utf-16-le").ljust(64, b"\x00") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + body


def film(*, position: bytes = b"+30.5833+114.2833+022.000/") -> bytes:
    """A film whose description says where it was taken."""

    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", len(body) + 8, kind) + body

    place = box(b"\xa9xyz", struct.pack(">HH", len(position), 0x15C7) + position)
    return (
        box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2") + box(b"moov", box(b"udta", place))
        + box(b"mdat", b"\x01\x02" * 500)
    )  # fmt: skip


def recording() -> bytes:
    """A second of silence."""
    return b"RIFF" + struct.pack("<I", 36 + 800) + b"WAVEfmt " + b"\x00" * 828


#: A program of Windows, as far as its first bytes tell.
PROGRAM: Final = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 120 + b"PE\x00\x00" + b"\x00" * 300
SCRIPTED_DRAWING: Final = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
PAGE: Final = b"<!DOCTYPE html><script>alert(1)</script>"
#: The public test mark of virus scanners, backwards, so that no scanner takes this page for it.
TEST_VIRUS: Final = b"*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X"[::-1]
