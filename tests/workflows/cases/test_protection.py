"""While an emergency runs, nobody who takes part in it is drawn into a mediation."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.database import Database
from tests.engine.instances.permit import LI
from workflows.access.models import ReachableRow
from workflows.cases import files, parties
from workflows.cases.models import PartyRole
from workflows.cases.protection import emergency_runs


@pytest.mark.parametrize(
    ("phone", "running", "barred"),
    [
        ("13800000001", True, True),
        ("13800000001", False, False),
        ("13800000002", True, False),
    ],
    ids=["same telephone, running", "same telephone, over", "another telephone"],
)
def test_a_person_of_a_running_emergency_is_not_mediated_in_another_case(
    database: Database, now: datetime, phone: str, running: bool, barred: bool
) -> None:
    with database.begin() as session:
        hers = files.open_case(session, LI, "east-lake", event_time=now)
        his = files.open_case(session, LI, "east-lake", event_time=now)
        for case, number in ((hers, "13800000001"), (his, phone)):
            parties.add(
                session, LI.tenant, "east-lake", case.id, PartyRole.VISITOR, {"phone": number}
            )
        session.get_one(ReachableRow, (LI.tenant, hers.id)).incident_running = running
        session.flush()
        assert emergency_runs(session, LI.tenant, his.id) is barred
        assert emergency_runs(session, LI.tenant, hers.id) is running
