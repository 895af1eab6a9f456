"""Our own modules as text and tree, read once; the tests beside this file judge them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

Node = TypeVar("Node", bound=ast.AST)

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PACKAGES: Final = ("engine", "workflows", "web")
#: Folders that tools make; only asked when git cannot tell what belongs to us.
MADE_BY_TOOLS: Final = {
    ".git", ".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache",
    ".venv", "__pycache__", "node_modules", "var",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Source:
    """One Python file."""

    #: Path from the root, with forward slashes.
    path: str
    lines: tuple[str, ...]
    tree: ast.Module

    @property
    def module(self) -> str:
        """The dotted name that an import would use."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def at(self, node: ast.expr | ast.stmt | ast.excepthandler) -> str:
        """Where a node stands, for messages."""
        return f"{self.path}:{node.lineno}"

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        """Every node of one kind."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))


def read(path: str) -> Source:
    """Read one file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return Source(path=path, lines=tuple(text.splitlines()), tree=ast.parse(text, path))


def python_files(*folders: str) -> list[str]:
    """The Python files below some folders, sorted."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in found
        if not MADE_BY_TOOLS.intersection(path.parts)
    )


@cache
def product() -> tuple[Source, ...]:
    """Every module of the product."""
    return tuple(read(path) for path in python_files(*PACKAGES))


@cache
def suite() -> tuple[Source, ...]:
    """Every module of the tests."""
    return tuple(read(path) for path in python_files("tests"))


@cache
def own_files() -> tuple[str, ...]:
    """Every file that belongs to the repository, or would with the next commit."""
    if (ROOT / ".git").exists():
        words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
        names = {name for name in listed.stdout.split("\0") if name}
        return tuple(sorted(name for name in names if (ROOT / name).is_file()))
    everything = (path for path in ROOT.rglob("*") if path.is_file())
    return tuple(
        path.relative_to(ROOT).as_posix()
        for path in everything
        if not MADE_BY_TOOLS.intersection(path.parts)
    )
