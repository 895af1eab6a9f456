"""The kinds of file that a case may hold: their endings, what browsers call them, how they begin.

A kind is named by its ending; what a browser declares must not contradict it, and the bytes must
begin as the kind begins. Everything that is not in this table is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of file."""

    #: Its own name, e.g. "jpeg".
    name: str
    #: What the download is called.
    media: str
    #: Other names that browsers give it.
    also: frozenset[str] = frozenset()
    #: (offset, bytes) of which one must match; none for text.
    begins: tuple[tuple[int, bytes], ...] = ()
    #: Folder that an office package must hold, e.g. "word/".
    package: str = ""
    #: Names of streams of which an old office file must hold one.
    streams: tuple[str, ...] = ()


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIP, _OLE = ((0, b"PK\x03\x04"),), ((0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),)
_KINDS: Final = (
    Kind(
        name="jpeg", media="image/jpeg", also=frozenset({"image/jpg", "image/pjpeg"}),
        begins=((0, b"\xff\xd8\xff"),),
    ),
    Kind(name="png", media="image/png", begins=((0, b"\x89PNG\r\n\x1a\n"),)),
    Kind(name="webp", media="image/webp", begins=((8, b"WEBP"),)),
    Kind(
        name="pdf", media="application/pdf", also=frozenset({"application/x-pdf"}),
        begins=((0, b"%PDF-"),),
    ),
    Kind(
        name="docx", media=f"{_OFFICE}.wordprocessingml.document", begins=_ZIP, package="word/"
    ),
    Kind(name="xlsx", media=f"{_OFFICE}.spreadsheetml.sheet", begins=_ZIP, package="xl/"),
    Kind(
        name="pptx", media=f"{_OFFICE}.presentationml.presentation", begins=_ZIP, package="ppt/"
    ),
    Kind(
        name="doc", media="application/msword", also=frozenset({"application/kswps"}),
        begins=_OLE, streams=("WordDocument",),
    ),
    Kind(
        name="xls", media="application/vnd.ms-excel", also=frozenset({"application/kset"}),
        begins=_OLE, streams=("Workbook", "Book"),
    ),
    Kind(name="txt", media="text/plain"),
    Kind(
        name="csv", media="text/csv",
        also=frozenset({"application/vnd.ms-excel", "text/comma-separated-values"}),
    ),
    Kind(
        name="mp3", media="audio/mpeg", also=frozenset({"audio/mp3", "audio/x-mp3"}),
        begins=((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")),
    ),
    Kind(
        name="m4a", media="audio/mp4", also=frozenset({"audio/x-m4a", "audio/m4a", "audio/aac"}),
        begins=((4, b"ftyp"),),
    ),
    Kind(
        name="wav", media="audio/wav", also=frozenset({"audio/x-wav", "audio/wave"}),
        begins=((8, b"WAVE"),),
    ),
    Kind(name="amr", media="audio/amr", begins=((0, b"#!AMR"),)),
    Kind(name="mp4", media="video/mp4", begins=((4, b"ftyp"),)),
)  # fmt: skip

BY_ENDING: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _KINDS} | {
    "jpg": _KINDS[0], "jfif": _KINDS[0],
}  # fmt: skip
BY_NAME: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _KINDS}
#: Every name that a browser may give to a kind of the table.
MEDIA: Final = frozenset(name for kind in _KINDS for name in (kind.media, *kind.also))
#: What browsers say when they do not know.
UNKNOWN: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
PICTURES: Final = frozenset({"jpeg", "png", "webp"})
FILMS: Final = frozenset({"mp4", "m4a"})

#: Endings that run somewhere; none may stand anywhere in a name, also before a harmless one.
RUNS: Final = frozenset(
    {
        "apk", "app", "asp", "aspx", "bat", "bin", "cgi", "chm", "class", "cmd", "com", "cpl",
        "deb", "dll", "dmg", "docm", "dotm", "elf", "exe", "gadget", "hta", "htm", "html", "inf",
        "ins", "iso", "jar", "js", "jse", "jsp", "lnk", "mht", "mhtml", "msc", "msi", "msp", "ocx",
        "phar", "php", "phtml", "pif", "pl", "ppam", "pptm", "ps1", "py", "rb", "reg", "rpm",
        "scf", "scr", "sct", "sh", "shb", "shtml", "svg", "svgz", "swf", "sys", "url", "vb", "vbe",
        "vbs", "vxd", "wsc", "wsf", "wsh", "xht", "xhtml", "xlam", "xlsm", "xltm", "xml", "xsl",
    }
)  # fmt: skip
