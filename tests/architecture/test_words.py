"""The repository speaks of its subject only: no machine's paths, no download hosts, no tools."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.architecture.sources import ROOT, own_files

#: Built by others, or the words of a licence.
NOT_OURS: Final = re.compile(r"^(LICENSE$|web/static/dist/)")

#: Written backwards, so that this file does not contain what it looks for.
FOLDERS: Final = ("krow", "mraf", "toor", "pmt")
HOSTS: Final = (
    "gro.ipyp",
    "gro.detsohnohtyp",
    "gro.sjmpn.yrtsiger",
    "gro.naibed.bed",
    "gro.gnalog.yxorp",
    "oi.setarc",
    "gro.nevam.1oper",
)
TOOLS: Final = (
    "edualc",
    "ciporhtna",
    "ianepo",
    "tpgtahc",
    "tolipoc",
    "tnegabus",
    "detareneg-ia",
    "pots-erofeb",
    "ledom egaugnal",
)


def any_of(backwards: tuple[str, ...]) -> str:
    """A pattern for any of some words that are written backwards."""
    return "|".join(re.escape(word[::-1]) for word in backwards)


FORBIDDEN: Final = {
    "a folder of one machine": rf"(?<![\w.<-])/({any_of(FOLDERS)})/",
    "a download host": any_of(HOSTS),
    "how this was made": any_of(TOOLS),
}


def texts() -> list[tuple[str, str]]:
    """Every file of ours that is text."""
    found = []
    for name in own_files():
        if NOT_OURS.match(name):
            continue
        try:
            found.append((name, (ROOT / name).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # A picture or a font.
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "backwards"),
    [
        ("a folder of one machine", "txt.x/pmt/ fo tuo daer"),
        ("a download host", "elpmis/gro.ipyp//:sptth"),
        ("how this was made", "EDUALC htiw nettirw"),
    ],
)
def test_the_search_would_find(what: str, backwards: str) -> None:
    assert re.search(FORBIDDEN[what], backwards[::-1], re.IGNORECASE)
