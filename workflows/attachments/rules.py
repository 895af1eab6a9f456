"""Whether a file may be kept, judged by its name, what was declared and every byte; pure.

The checks go from the name inwards, and each refusal names the file, so that of ten files the one
that was not kept is known.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from typing import Final

from engine.errors import Invalid
from workflows.attachments.kinds import BY_ENDING, MEDIA, PICTURES, RUNS, UNKNOWN, Kind

MEGABYTE: Final = 1024 * 1024
MOST_MEGABYTES: Final = 25
LONGEST_NAME: Final = 200
#: A package unpacks to no more than this, in no more parts.
UNPACKED: Final = 300 * MEGABYTE
PARTS: Final = 10_000


class FileRefused(Invalid):
    """A file is not kept; the refusal names it."""

    code = "file-refused"
    sentence = "Expected a file that can be kept, but {name} cannot."


class FileTooLarge(FileRefused):
    """It is larger than the house keeps."""

    code = "file-too-large"
    sentence = "Expected a file of at most {most} MB, but {name} is larger."


class FileEmpty(FileRefused):
    """Nothing arrived."""

    code = "file-empty"
    sentence = "Expected a file with content, but {name} is empty."


class FileNameRefused(FileRefused):
    """Its name is a path, hides its ending, or is no name at all."""

    code = "file-name-refused"
    sentence = "Expected a plain file name, but {name} is none."


class FileKindRefused(FileRefused):
    """No kind of the table, or one that runs."""

    code = "file-kind-refused"
    sentence = "Expected a picture, paper or recording, but {name} is none."


class FileDiffers(FileRefused):
    """Its bytes are not what its name says."""

    code = "file-differs"
    sentence = "Expected {name} to be what its name says, but its content is something else."


class FileActive(FileRefused):
    """It carries macros, scripts or programs."""

    code = "file-active"
    sentence = "Expected {name} to hold no program, but it does."


class FileInfected(FileRefused):
    """It carries the mark of a virus."""

    code = "file-infected"
    sentence = "Expected a clean file, but {name} carries the mark of a virus."


class FileBroken(FileRefused):
    """It cannot be opened."""

    code = "file-broken"
    sentence = "Expected {name} to open, but it is damaged."


#: The public test mark of virus scanners, in two halves so that no scanner takes this page for it.
_TEST_MARK: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"
_PROGRAMS: Final = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"L\x00\x00\x00\x01\x14\x02\x00", b"#!/", b"dex\n",
)  # fmt: skip
_MARKUP: Final = re.compile(
    rb"<(?:!doctype|html|script|svg|iframe|\?php|object|embed)\b", re.IGNORECASE
)
#: Long enough that the chance bytes of a large picture do not spell them.
_IN_PICTURE: Final = re.compile(rb"<(?:!doctype|html|script|iframe|\?php)\b|%PDF-", re.IGNORECASE)
_IN_PAPER: Final = re.compile(rb"/(?:JavaScript|Launch|RichMedia)\b")
#: Endings of parts that every office package may have.
_OF_OFFICE: Final = frozenset({"xml", "bin", "svg"})
_HIDING: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def judge(name: str, declared: str, content: bytes) -> Kind:
    """The kind of a file that may be kept; else a refusal that names it."""
    shown = visible(name)
    require_size(shown, len(content))
    if _TEST_MARK in content:
        raise FileInfected(name=shown)
    kind = _kind_of(name, shown)
    _require_declared(kind, declared, shown)
    if content.startswith(_PROGRAMS):
        raise FileDiffers(name=shown)
    _require_beginning(kind, content, shown)
    _require_one_thing(kind, content, shown)
    if kind.package:
        _require_package(kind, content, shown)
    if kind.streams:
        _require_streams(kind, content, shown)
    return kind


def require_size(shown: str, size: int) -> None:
    """Refuse what is empty or larger than the house keeps."""
    if size == 0:
        raise FileEmpty(name=shown)
    if size > MOST_MEGABYTES * MEGABYTE:
        raise FileTooLarge(name=shown, most=MOST_MEGABYTES)


def visible(name: str) -> str:
    """A name as it may be shown: nothing that hides, breaks lines or turns the text around."""
    plain = "".join("�" if _hides(each) else each for each in name)
    return plain if len(plain) <= 80 else f"{plain[:60]}…{plain[-16:]}"


def _hides(character: str) -> bool:
    return unicodedata.category(character) in _HIDING


def _kind_of(name: str, shown: str) -> Kind:
    stem, *endings = name.lower().split(".")
    path = set(name) & set("/\\")
    if path or any(map(_hides, name)) or not stem.strip() or len(name) > LONGEST_NAME:
        raise FileNameRefused(name=shown)
    known = BY_ENDING.get(endings[-1]) if endings else None
    if known is None:
        raise FileKindRefused(name=shown)
    if RUNS & {ending.strip() for ending in endings}:
        raise FileNameRefused(name=shown)
    return known


def _require_declared(kind: Kind, declared: str, shown: str) -> None:
    """What the browser says may be unknown or the same, never another kind of the table."""
    said = declared.partition(";")[0].strip().lower()
    if said in UNKNOWN or said in {kind.media, *kind.also}:
        return
    if said in MEDIA or said.startswith(("text/", "image/svg", "application/x-ms")):
        raise FileDiffers(name=shown)


def _require_beginning(kind: Kind, content: bytes, shown: str) -> None:
    if not kind.begins:
        _require_text(content, shown)
        return
    begins = any(content.startswith(mark, at) for at, mark in kind.begins)
    # What is told by its eighth byte is a RIFF file from its first.
    framed = kind.begins[0][0] != 8 or content.startswith(b"RIFF")
    if not (begins and framed):
        raise FileDiffers(name=shown)


def _require_text(content: bytes, shown: str) -> None:
    if b"\x00" in content:
        raise FileDiffers(name=shown)
    if _MARKUP.search(content):
        raise FileActive(name=shown)
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    raise FileDiffers(name=shown)


def _require_one_thing(kind: Kind, content: bytes, shown: str) -> None:
    """Refuse a file that another program would read as something else."""
    # An archive is read from its end, so it can hide behind any beginning.
    if not kind.package and zipfile.is_zipfile(io.BytesIO(content)):
        raise FileDiffers(name=shown)
    if kind.name in PICTURES and _IN_PICTURE.search(content):
        raise FileDiffers(name=shown)
    if kind.name == "pdf":
        if _IN_PAPER.search(content) or _MARKUP.search(content[:4096]):
            raise FileActive(name=shown)
        if b"%%EOF" not in content[-4096:]:
            raise FileBroken(name=shown)


def _require_package(kind: Kind, content: bytes, shown: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError) as broken:
        raise FileBroken(name=shown) from broken
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or not any(n.startswith(kind.package) for n in names):
        raise FileDiffers(name=shown)
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise FileTooLarge(name=shown, most=MOST_MEGABYTES)
    if any(_runs(each) for each in names):
        raise FileActive(name=shown)


def _runs(part: str) -> bool:
    """Whether a part of a package leaves its folder, or is a program."""
    steps, ending = part.lower().replace("\\", "/").split("/"), part.rpartition(".")[2].lower()
    leaves = ".." in steps or steps[0] == ""
    carried = steps[-1] == "vbaproject.bin" or ("embeddings" in steps and ending == "bin")
    return leaves or carried or ending in RUNS - _OF_OFFICE


def _require_streams(kind: Kind, content: bytes, shown: str) -> None:
    """An old office file is one by the names of its streams; with macros it is refused."""
    if not any(stream.encode("utf-16-le") in content for stream in kind.streams):
        raise FileDiffers(name=shown)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise FileActive(name=shown)
