"""The demo is made once, by services alone, and shows every kind of case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engine import clock
from engine.database import Database
from engine.models import FailureRow, TaskRow, TaskStatus, TimerRow, TimerState
from tests.databases import Kind, Store, chosen
from workflows import demo
from workflows.access.models import ReachableRow
from workflows.cases.models import CaseRow, CaseState, Risk
from workflows.demo import seeding
from workflows.demo.cast import EAST_LAKE, SOUTH_GATE, TENANT
from workflows.demo.house import House
from workflows.demo.invented import Invention
from workflows.emergency_linkage.models import IncidentNoticeRow, IncidentRow
from workflows.joint_mediation.models import MediationRow
from workflows.notifications import NoticeRow
from workflows.people import directory
from workflows.people.models import PersonRow
from workflows.runtime import Runtime, compose
from workflows.settings import Settings
from workflows.visit.models import TransferRow

#: A Thursday, half past ten in the morning.
PRESENT = datetime(2026, 11, 19, 2, 30, tzinfo=UTC)
CASES = 14
WANTED = {
    CaseState.REGISTERED, CaseState.RESOLVED, CaseState.TRANSFERRED, CaseState.IN_PROGRESS,
    CaseState.ARCHIVED, CaseState.ACCEPTED,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Seeded:
    """A house with a small demo, what was said meanwhile, and what did not go on."""

    runtime: Runtime
    said: tuple[str, ...]
    stuck: tuple[str, ...]

    @property
    def database(self) -> Database:
        return self.runtime.database


@pytest.fixture(scope="module", params=chosen(), ids=str)
def seeded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seeded]:
    """One small demo for each kind of database."""
    kind: Kind = request.param
    store: Store = request.getfixturevalue(f"{kind}_store")
    url = store.fresh()
    home = tmp_path_factory.mktemp("home")
    settings = Settings.from_env({"SANLIAN_HOME": str(home)})
    runtime = compose(replace(settings, database_url=url))
    said: list[str] = []
    houses: list[House] = []

    def house(*given: object) -> House:
        houses.append(House(*given))  # type: ignore[arg-type]
        return houses[0]

    with pytest.MonkeyPatch.context() as patch, clock.frozen(PRESENT):
        patch.setattr(seeding, "House", house)
        assert demo.seed(runtime, cases=CASES, say=said.append)
        assert clock.now() == PRESENT
    yield Seeded(runtime=runtime, said=tuple(said), stuck=tuple(houses[0].stuck))
    runtime.database.close()
    store.drop(url)


def test_no_case_stood_still_against_its_will_and_no_clock_failed(seeded: Seeded) -> None:
    assert seeded.stuck == ()
    with seeded.database.read() as session:
        assert session.scalar(select(func.count()).select_from(FailureRow)) == 0
        broken = select(TimerRow.node, TimerRow.last_error).where(TimerRow.last_error.is_not(None))
        assert session.execute(broken).all() == []


def test_every_clock_that_came_due_has_fired(seeded: Seeded) -> None:
    with seeded.database.read() as session:
        late = select(TimerRow.node).where(
            TimerRow.state == TimerState.ARMED, TimerRow.next_try_at <= PRESENT
        )
        assert session.scalars(late).all() == []
        settled = select(TimerRow).where(TimerRow.state == TimerState.FIRED)
        assert all(row.settled_at == row.due_at for row in session.scalars(settled))


def test_each_kind_of_case_is_there(seeded: Seeded) -> None:
    with seeded.database.read() as session:
        states = Counter(session.scalars(select(CaseRow.state)))
        risks = set(session.scalars(select(CaseRow.risk)))
        ends = set(session.scalars(select(MediationRow.end_reason)))
        outcomes = Counter(session.scalars(select(IncidentRow.outcome)))
        sealed = select(func.count()).where(ReachableRow.sealed.is_(True))
        assert session.scalar(sealed) == 1
    assert sum(states.values()) == CASES
    assert set(states) >= WANTED
    assert {Risk.RED, Risk.YELLOW} <= risks
    assert {"", "success_written", "failed_no_agreement", "withdrawn_applicant"} <= ends
    assert outcomes == {"": 1, "stood_down": 2, "false_alarm": 1}


def test_departments_are_waiting_objecting_and_late(seeded: Seeded) -> None:
    with seeded.database.read() as session:
        transfers = session.scalars(select(TransferRow)).all()
        assert {(row.acknowledged_at is None, row.objected_at is None) for row in transfers} == {
            (True, True), (False, False)
        }  # fmt: skip
        late = select(IncidentNoticeRow.department).where(
            IncidentNoticeRow.rung > 0, IncidentNoticeRow.acked_at.is_(None)
        )
        assert "civil-affairs" in session.scalars(late).all()
        told = set(session.scalars(select(NoticeRow.template)))
    assert {"deadline-missed", "notice-overdue", "deadline-near"} <= told


def test_open_work_is_in_the_pool_and_in_hands_at_both_levels(seeded: Seeded) -> None:
    query = select(TaskRow.node, TaskRow.candidate_group, TaskRow.assignee).where(
        TaskRow.status == TaskStatus.OPEN
    )
    with seeded.database.read() as session:
        rows = session.execute(query).all()
        people = {row.id: row.username for row in session.scalars(select(PersonRow))}
    assert {"screen-safety", "acknowledge-transfer", "assign-unclaimed"} <= {row[0] for row in rows}
    assert any(row[2] is None for row in rows)
    assert {people[row[2]] for row in rows if row[2]} & {"limei", "wangqiang", "liuyan"}
    assert f"R05@{EAST_LAKE}" in {row[1] for row in rows}


def test_somebody_is_on_duty_by_day_and_by_night(seeded: Seeded) -> None:
    with seeded.database.read() as session:
        by_day = directory.on_duty(session, TENANT, EAST_LAKE, PRESENT)
        by_night = directory.on_duty(
            session, TENANT, EAST_LAKE, datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
        )
        south = directory.on_duty(session, TENANT, SOUTH_GATE, PRESENT)
        names = {row.id: row.username for row in session.scalars(select(PersonRow))}
    assert [names[row.person_id] for row in (by_day, by_night, south) if row] == [
        "chenjing", "hetao", "zhaomin"
    ]  # fmt: skip


def test_progress_is_said_and_a_second_time_changes_nothing(seeded: Seeded) -> None:
    assert seeded.said[-1].endswith(f"{CASES}/{CASES}")
    with seeded.database.read() as session:
        before = session.scalar(select(func.count()).select_from(CaseRow))
    assert not demo.seed(seeded.runtime, cases=CASES)
    with seeded.database.read() as session:
        assert session.scalar(select(func.count()).select_from(CaseRow)) == before


def test_the_words_are_the_same_each_time_and_nobody_is_real(tmp_path: Path) -> None:
    first, second = Invention(7), Invention(7)
    people = [first.woman() for _ in range(300)]
    assert people == [second.woman() for _ in range(300)]
    assert len({person.phone for person in people}) == 300
    assert all(person.phone.startswith("138 0000 ") for person in people)
    assert not {person.name for person in people} & {member.name for member in demo.cast.CAST}
