"""Every asset has one address that changes with its bytes, so that browsers may keep it for ever.

Built files come from `static/dist/manifest.json` under their logical name ("app.css"); a file that
is served as it is gets its digest as a query. Nothing here builds anything or reads a request.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What the last build made."""

    #: Logical name to what was built for it: `file`, perhaps `css` and `imports`.
    entries: Mapping[str, Mapping[str, object]]
    #: File name in `static/dist` to the SHA-256 of its bytes, in hexadecimal.
    files: Mapping[str, str]


@cache
def manifest() -> Manifest:
    """The manifest beside the built files, read once per process."""
    read = json.loads((STATIC / "dist" / "manifest.json").read_text(encoding="utf-8"))
    return Manifest(entries=read["entries"], files=read["files"])


def asset(name: str) -> str:
    """The address of "app.js", of an island such as "diagram-viewer.js", or of a plain file.

    KeyError or FileNotFoundError when there is no such asset: a template names a wrong one.
    """
    entry = manifest().entries.get(name)
    if entry is not None:
        return f"/static/dist/{entry['file']}"
    return f"/static/{name}?v={_digest(name)}"


def island_styles(name: str) -> str:
    """The address of the style sheet that belongs to an island."""
    return f"/static/dist/{cast('str', manifest().entries[name]['css'])}"


def island_chunks(name: str) -> list[str]:
    """The addresses of what an island loads after its own script, for browsers to fetch early."""
    chunks = cast("list[str]", manifest().entries[name].get("imports", []))
    return [f"/static/dist/{chunk}" for chunk in chunks]


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
