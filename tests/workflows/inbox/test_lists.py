"""Every view, narrowed in every way, holds what a patient reader would pick, in that order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor, group
from engine.database import Database
from tests.cast import EAST_LAKE
from tests.workflows.inbox.heap import LEADER, READER, found_by_hand, pile
from workflows import inbox
from workflows.inbox import Due, Filter, View

#: Hours from nine in the morning to midnight at the station.
TODAY = timedelta(hours=15)

QUESTIONS = [
    (READER, Filter()),
    (READER, Filter(view=View.POOL)),
    (READER, Filter(view=View.MINE)),
    (READER, Filter(view=View.TODAY)),
    (READER, Filter(view=View.OVERDUE)),
    (READER, Filter(process="visit")),
    (READER, Filter(process="visit", node="step-2")),
    (READER, Filter(risk="orange")),
    (READER, Filter(risk="none", due=Due.WEEK)),
    (READER, Filter(due=Due.NEVER)),
    (READER, Filter(view=View.MINE, risk="red", process="consultation")),
    (READER, Filter(unit=EAST_LAKE)),
    (READER, Filter(unit="nowhere")),
    (LEADER, Filter(view=View.TEAM)),
    (LEADER, Filter(view=View.TEAM, due=Due.OVERDUE)),
    (LEADER, Filter(view=View.TEAM, risk="yellow", node="step-1")),
    (READER, Filter(view=View.TEAM)),
]


def turned(session: Session, actor: Actor, wanted: Filter, now: datetime, most: int) -> list[str]:
    """The ids of all pages, one after another."""
    found: list[str] = []
    after = None
    while True:
        page = inbox.rows(session, actor, wanted, end_of_today=now + TODAY, after=after, most=most)
        found += [row.task.id for row in page.rows]
        after = page.after
        if after is None:
            return found


def ids(question: tuple[Actor, Filter]) -> str:
    actor, wanted = question
    return f"{actor.id}-{'-'.join(inbox.to_plain(wanted).values())}"


def test_pages_together_are_the_whole_list_in_order(database: Database, now: datetime) -> None:
    with database.begin() as session:
        rows = pile(session, now)
        for actor, wanted in QUESTIONS:
            by_hand = found_by_hand(rows, actor, wanted, now, now + TODAY)
            if actor is READER and wanted.view == View.TEAM:
                by_hand = []  # She leads no unit, so she has no team.
            for most in (7, 500):
                assert turned(session, actor, wanted, now, most) == by_hand, (wanted, most)


@pytest.mark.parametrize("question", QUESTIONS, ids=ids)
def test_a_number_says_how_long_the_list_is(
    database: Database, now: datetime, question: tuple[Actor, Filter]
) -> None:
    actor, wanted = question
    with database.begin() as session:
        pile(session, now)
        length = len(turned(session, actor, wanted, now, 500))
        at = inbox.moment(session, actor, now + TODAY)
        assert inbox.count(session, actor, wanted, at) == length


def test_the_numbers_beside_the_views_are_those_of_the_views(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        pile(session, now)
        numbers = inbox.counts(session, READER, end_of_today=now + TODAY)
        for view in (View.POOL, View.MINE, View.TODAY, View.OVERDUE):
            assert numbers[view.value] == len(
                turned(session, READER, Filter(view=view), now, 500)
            ), view
        assert numbers["all"] == numbers["mine"] + numbers["pool"]


def test_who_is_in_very_many_groups_sees_the_same(database: Database, now: datetime) -> None:
    others = frozenset(group("R04", f"station-{number}") for number in range(120))
    everywhere = replace(READER, groups=READER.groups | others)
    with database.begin() as session:
        rows = pile(session, now)
        for wanted in (Filter(), Filter(view=View.OVERDUE), Filter(due=Due.WEEK, risk="none")):
            by_hand = found_by_hand(rows, READER, wanted, now, now + TODAY)
            assert turned(session, everywhere, wanted, now, 7) == by_hand
        assert inbox.counts(session, everywhere, end_of_today=now + TODAY) == inbox.counts(
            session, READER, end_of_today=now + TODAY
        )


def test_a_long_list_is_counted_to_the_plus_and_no_further(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.inbox.counting.COUNTED", 10)
    with database.begin() as session:
        pile(session, now)
        at = inbox.moment(session, READER, now + TODAY)
        assert inbox.count(session, READER, Filter(), at) == 10
        assert inbox.counts(session, READER)["pool"] == 10


def test_a_page_begins_after_the_last_line_even_when_that_is_done(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        pile(session, now)
        first = inbox.rows(session, READER, Filter(), end_of_today=now + TODAY, most=5)
        whole = turned(session, READER, Filter(), now, 500)
        session.delete(first.rows[-1].task)
        session.flush()
        second = inbox.rows(
            session, READER, Filter(), end_of_today=now + TODAY, after=first.after, most=5
        )
        assert [row.task.id for row in second.rows] == whole[5:10]
        assert clock.now() == now
