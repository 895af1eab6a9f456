"""Fixtures of the real house; a folder's conftest takes them by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import protection
from tests.databases import Kind, Store, chosen
from tests.house import House, furnish, house_of


@pytest.fixture(scope="session")
def templates() -> dict[Kind, str]:
    """The furnished houses of this run by kind, each made when first asked for."""
    return {}


@pytest.fixture(params=chosen(), ids=str)
def house(
    request: pytest.FixtureRequest,
    templates: dict[Kind, str],
    keyring: protection.Keyring,
    tmp_path: Path,
) -> Iterator[House]:
    """The real house with its cast and diagrams; the test runs once for each kind of database."""
    kind: Kind = request.param
    store: Store = request.getfixturevalue(f"{kind}_store")
    if kind not in templates:
        templates[kind] = furnish(store, tmp_path)
    with house_of(store, templates[kind], tmp_path) as built:
        yield built
