"""Every Chinese text of the pages has its English, whole, current and compiled; else this fails.

Chinese is the source: the text itself is the key. `python -m web.translations_check` names what is
missing, fuzzy, obsolete, differs in its placeholders, is half Chinese, or was not compiled;
`--renew` takes new texts into the catalogue, drops those that are gone, and compiles.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB: Final = Path(__file__).resolve().parent
FOLDER: Final = WEB / "translations"
PO: Final = FOLDER / "en" / "LC_MESSAGES" / "messages.po"
MO: Final = PO.with_suffix(".mo")

_KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
_CALLS = frozenset({"_", "gettext", "lazy_gettext"})
_PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Folders below web/ that hold no texts of ours.
_SKIPPED = ("frontend/", "static/")


def extracted() -> dict[str, list[tuple[str, int]]]:
    """Every text of the sources with the places where it stands."""
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as file:
        # Babel says nothing of the types of this one.
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: dict[str, list[tuple[str, int]]] = {}
    for name, line, text, _notes, _context in extract_from_dir(
        WEB, methods, options, keywords=_KEYWORDS, comment_tags=()
    ):
        if not str(name).startswith(_SKIPPED) and isinstance(text, str):
            found.setdefault(text, []).append((f"web/{name}", line))
    return found


def called() -> Iterator[tuple[str, str]]:
    """(file, text) of every call in Python code; also in f-strings, where Babel does not look."""
    for path in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield path.relative_to(WEB.parent).as_posix(), first.value


def catalogue() -> Catalog:
    """The English catalogue as it is committed."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def problems() -> list[str]:
    """What is wrong, one line each; nothing when the translation is whole."""
    texts, english = extracted(), catalogue()
    known = {str(message.id): message for message in english if message.id}
    found = [f"missing: {text!r} in {texts[text][0][0]}" for text in texts if text not in known]
    found += [f"hidden in an f-string: {text!r} in {file}" for file, text in called()
              if text not in texts]  # fmt: skip
    found += [f"obsolete: {text!r}" for text in [*english.obsolete, *known] if text not in texts]
    for text, message in known.items():
        found += [f"{problem}: {text!r}" for problem in _of_message(text, message)]
    if not MO.exists() or MO.read_bytes() != compiled(english):
        found.append(f"stale: {MO.name} does not hold what {PO.name} says")
    return found


def _of_message(text: str, message: Message) -> Iterator[str]:
    english = str(message.string or "")
    if not english:
        yield "missing"
    if message.fuzzy:
        yield "fuzzy"
    if english and sorted(_PLACES.findall(text)) != sorted(_PLACES.findall(english)):
        yield "placeholders differ"
    if _CHINESE.search(english):
        yield "half Chinese"


def compiled(english: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, english)
    return buffer.getvalue()


def renew() -> int:
    """Take new texts in, drop those that are gone, compile; answers how many lack their English."""
    template, english = Catalog(locale="en"), catalogue()
    for text, places in sorted(extracted().items()):
        template.add(text, locations=sorted({(name, 0) for name, _line in places}))
    renewed = Catalog(locale="en", project="Sanlian", fuzzy=False, header_comment=_HEADER)
    for message in template:
        if message.id:
            known = english.get(str(message.id))
            string = known.string if known is not None else ""
            renewed.add(message.id, string, locations=message.locations, flags=message.flags)
    renewed.revision_date = renewed.creation_date = _LONG_AGO
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(
            file, renewed, width=100, sort_output=True, omit_header=False, include_lineno=False
        )
    MO.write_bytes(compiled(catalogue()))
    return sum(1 for message in renewed if message.id and not message.string)


_HEADER = "# English for the pages; the Chinese text is the key. See web/translations_check.py."
#: A date of its own would change the file with every renewal.
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def main(words: Sequence[str]) -> int:
    """Check, or renew first."""
    if "--renew" in words:
        print(f"{renew()} texts without English")
        return 0
    found = problems()
    print("\n".join(found) or f"{len(catalogue())} texts, all in English")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
