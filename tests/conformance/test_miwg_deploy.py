"""Files of other tools are deployed byte for byte, or refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import definitions
from engine.database import Base, Database
from engine.errors import Finding, NotDeployable
from engine.models import DefinitionKind
from engine.spiff import parser
from tests.conformance.test_miwg_lint import _DRAWN
from tests.engine.instances.permit import LI, TENANT

pytestmark = pytest.mark.skipif(not _DRAWN, reason="no diagrams of other tools here")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database for all files."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('miwg') / 'house.db'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.mark.parametrize("file", _DRAWN, ids=lambda file: file.stem)
def test_a_file_is_deployed_byte_for_byte_or_refused_by_name(house: Database, file: Path) -> None:
    source = file.read_bytes()
    for process in parser.executable_processes(source) or (None,):
        refused = deployed(house, source, process)
        if refused is not None:
            assert {finding.rule for finding in refused} - {""}
            continue
        with house.read() as session:
            row = definitions.active(session, TENANT, DefinitionKind.PROCESS, str(process))
            assert row.source == source


def deployed(house: Database, source: bytes, process: str | None) -> tuple[Finding, ...] | None:
    """None when it was deployed, else the findings that refuse it."""
    try:
        with house.begin() as session:
            definitions.deploy_process(session, LI, source, process_id=process)
    except NotDeployable as refused:
        return refused.findings
    return None
