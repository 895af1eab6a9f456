"""Two liaisons, an outside system and a clock reach for one acknowledgement; one of them has it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from engine import clock, tasks
from engine.database import Database
from engine.instances import Delivered
from engine.models import TaskRow, TimerRow, TimerState
from tests.workflows.emergency_linkage.house import CALLS, County, build, local
from workflows.cases import work
from workflows.demo.cast import TENANT
from workflows.emergency_linkage.models import IncidentNoticeRow
from workflows.people.administrators import give_post

RUNNERS = 8


@pytest.fixture
def county(database: Database) -> County:
    clock.travel_to(local("05-02 20:44"))
    made = build(database)
    made.begin(source="visit", channel="walk-in", weapon=True)
    made.do("confirm-grade", severity="II", armed_threat="true", contained="false")
    return made


def test_of_many_liaisons_exactly_one_acknowledges(county: County) -> None:
    names = ["police", "court", "health", "education", "town", "justice", "village", "station"]
    with county.database.begin() as session:
        for name in names:
            person = county.actor(session, name).id
            give_post(session, TENANT, person, "R08", "police")
    with county.database.read() as session:
        task = county.task(session, "acknowledge-notice", "police").id
    start = Barrier(RUNNERS)

    def reach(name: str) -> str:
        start.wait()
        try:
            with county.database.begin() as session:
                work.claim(session, CALLS, county.actor(session, name), task)
        except tasks.AlreadyClaimed as lost:
            return f"lost to {lost.fields['winner']}"
        return "won"

    with ThreadPoolExecutor(RUNNERS) as runners:
        outcomes = list(runners.map(reach, names))
    assert outcomes.count("won") == 1
    with county.database.read() as session:
        winner = session.get_one(TaskRow, (TENANT, task)).assignee_name
    assert outcomes.count(f"lost to {winner}") == RUNNERS - 1


def test_an_outside_system_that_was_faster_closes_the_form_and_repeats_without_effect(
    county: County,
) -> None:
    with county.database.begin() as session:
        task = county.task(session, "acknowledge-notice", "police")
        work.claim(session, CALLS, county.actor(session, "police"), task.id)
        held = task.id
    county.at("05-02 20:50")
    at = "2026-05-02T20:50:00+08:00"
    heard = [county.hear("NoticeAcknowledged", "police", "m-1", at=at) for _ in range(2)]
    assert heard == [Delivered.RECEIVED, Delivered.RECEIVED]
    with pytest.raises(tasks.AlreadyClosed), county.database.begin() as session:
        work.complete(session, CALLS, county.actor(session, "police"), held, {})
    with county.database.read() as session:
        row = county.notice(session, "police")
        assert (row.answer, row.acked_at) == ("ack", local("05-02 20:50"))
        anchor = session.get_one(TaskRow, (TENANT, held)).anchor
        states = session.scalars(select(TimerRow.state).where(TimerRow.anchor == anchor))
        assert set(states) == {TimerState.CANCELLED}
    assert county.tags().count("notice:acknowledged") == 1


def test_a_message_of_one_department_never_reaches_another(county: County) -> None:
    assert county.hear("NoticeAcknowledged", "court", "m-2") == Delivered.KEPT
    with county.database.read() as session:
        assert set(session.scalars(select(IncidentNoticeRow.acked_at))) == {None}


def test_a_call_that_is_answered_acknowledges_for_the_department(county: County) -> None:
    county.at("05-02 20:54")
    with county.database.begin() as session:
        rows = session.scalars(select(TaskRow).where(TaskRow.node == "call-department")).all()
        assert len(rows) == 5
        actor = county.actor(session, "hetao")
        first = rows[0]
        work.claim(session, CALLS, actor, first.id)
        given = {
            "called_at": "2026-05-02 20:54", "called_number": "0712-2222222",
            "call_result": "acknowledged", "spoke_to": "孙丽",
        }  # fmt: skip
        work.complete(session, CALLS, actor, first.id, given)
    with county.database.read() as session:
        answered = session.scalars(
            select(IncidentNoticeRow).where(IncidentNoticeRow.acked_at.is_not(None))
        ).one()
        assert (answered.rung, answered.answer) == (1, "ack")
        assert [each["channel"] for each in answered.attempts] == ["sms", "phone", "call"]
