"""What is installed is what was written down, and its licences are ones that we accept."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from importlib import metadata
from typing import Final

import pytest

from tests.architecture.sources import ROOT, Source, product, suite

RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"

#: Free to use, change and pass on beside our own licence.
PERMISSIVE: Final = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "PSF-2.0",
    "Unlicense", "ZPL-2.1",
}  # fmt: skip
#: Copyleft that ends at the library: used unchanged, replaceable, named in the notices.
WEAK_COPYLEFT: Final = {
    "SpiffWorkflow": "LGPL-3.0",
    "psycopg": "LGPL-3.0",
    "psycopg-binary": "LGPL-3.0",
    "docxtpl": "LGPL-3.0",
    "fpdf2": "LGPL-3.0",
    "certifi": "MPL-2.0",
    # Development only, never passed on.
    "hypothesis": "MPL-2.0",
    "pathspec": "MPL-2.0",
}
#: How packages write the licences above when they do not use the short names.
SPELLINGS: Final = (
    (r"\bLGPL|Lesser General Public", "LGPL-3.0"),
    (r"\bGPL|General Public", "GPL"),
    (r"\bMPL|Mozilla", "MPL-2.0"),
    (r"Apache", "Apache-2.0"),
    (r"BSD[ -]3|BSD-3-Clause", "BSD-3-Clause"),
    (r"BSD[ -]2|BSD-2-Clause", "BSD-2-Clause"),
    (r"BSD", "BSD"),
    (r"MIT-0", "MIT-0"),
    (r"\bMIT\b", "MIT"),
    (r"PSF|Python Software Foundation", "PSF-2.0"),
    (r"ISC", "ISC"),
)


def same_name(name: str) -> str:
    """Package names compare without case, and with one kind of dash."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[str, str]:
    """Package → version, as a requirements file writes them."""
    lines = (line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines())
    pinned = (line.partition("==") for line in lines if "==" in line)
    return {name: version for name, _, version in pinned}


ALL_PINS = {**pins(RUNTIME), **pins(DEVELOPMENT)}


def licences(name: str) -> set[str]:
    """The licences of an installed package, by their short names."""
    about = metadata.metadata(name)
    classifiers = [text for text in about.get_all("Classifier") or [] if "License ::" in text]
    written = [about.get("License-Expression") or "", (about.get("License") or "")[:80]]
    words = next(word for word in (*written, "; ".join(classifiers), "unknown") if word)
    parts = re.split(r"\s+(?:AND|OR)\s+|;", words)
    return {
        next((s for p, s in SPELLINGS if re.search(p, part, re.IGNORECASE)), part)
        for part in parts
        if part
    }


@pytest.mark.parametrize("file", [RUNTIME, DEVELOPMENT])
def test_every_requirement_is_one_exact_version(file: str) -> None:
    exact = re.compile(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*")
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    loose = [line for line in lines if line and not exact.fullmatch(line)]
    assert loose == ([] if file == RUNTIME else [f"-r {RUNTIME}"])


def test_what_is_installed_is_what_is_pinned() -> None:
    assert {name: metadata.version(name) for name in ALL_PINS} == ALL_PINS


def test_every_licence_is_one_we_accept() -> None:
    allowed = {name: PERMISSIVE | {WEAK_COPYLEFT.get(name, "MIT")} for name in ALL_PINS}
    assert {name: licences(name) for name in ALL_PINS if licences(name) - allowed[name]} == {}


def test_only_known_libraries_are_copyleft_in_the_product() -> None:
    found = {name for name in pins(RUNTIME) if not licences(name) <= PERMISSIVE}
    assert found == {
        "SpiffWorkflow", "psycopg", "psycopg-binary", "docxtpl", "fpdf2", "certifi",
    }  # fmt: skip


def test_the_notices_name_every_library_of_the_product() -> None:
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    assert [name for name in pins(RUNTIME) if f"| {name} |" not in notices] == []


def outside_imports(source: Source) -> set[str]:
    """The roots of imports that are neither ours nor Python's."""
    names = {alias.name for node in source.nodes(ast.Import) for alias in node.names}
    names |= {n.module for n in source.nodes(ast.ImportFrom) if n.module and not n.level}
    roots = {name.partition(".")[0] for name in names}
    return roots - sys.stdlib_module_names - {"engine", "workflows", "web", "tests", "__future__"}


@pytest.mark.parametrize(
    ("sources", "allowed"), [(product, pins(RUNTIME)), (suite, ALL_PINS)], ids=["product", "tests"]
)
def test_every_imported_library_is_pinned(
    sources: Callable[[], tuple[Source, ...]], allowed: dict[str, str]
) -> None:
    known = {same_name(name) for name in allowed}
    homes = metadata.packages_distributions()
    missing = {
        f"{source.path}: {root}"
        for source in sources()
        for root in outside_imports(source)
        if not known.intersection(map(same_name, homes.get(root, [])))
    }
    assert missing == set()
