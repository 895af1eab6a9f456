"""A person acts with the posts held at this instant, in one of them at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from engine import clock
from engine.database import Database, new_id
from tests.cast import CHEN_JING, EAST_LAKE, SOUTH_GATE, TENANT
from workflows.people import directory
from workflows.people.administrators import create_administrator, ensure_centre, give_post
from workflows.people.models import DutyRow, PersonRow, PostRow, UnitKind


def add(session: Session, who: str, *, active: bool = True, tenant: str = TENANT) -> PersonRow:
    person = PersonRow(
        tenant=tenant, id=who, username=who, name=who.title(), password_hash="x",
        active=active, created_at=clock.now(),
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def test_groups_are_all_posts_of_this_instant_and_the_first_is_acted_in(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        add(session, "chen")
        give_post(session, TENANT, "chen", "R06", EAST_LAKE, title="站长")
        give_post(session, TENANT, "chen", "R05", EAST_LAKE)
        ended = give_post(session, TENANT, "chen", "R04", EAST_LAKE)
        ended.until = now
        coming = give_post(session, TENANT, "chen", "R03", EAST_LAKE)
        coming.since = now + timedelta(days=1)
        session.flush()
        actor = directory.actor_of(session, TENANT, "chen")
    assert actor.groups == {"R06@east-lake", "R05@east-lake"}
    assert (actor.role, actor.unit, actor.post) == ("R06", EAST_LAKE, "站长")


def test_a_chosen_post_is_acted_in_and_a_post_of_somebody_else_is_not(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        for who in ("chen", "zhao"):
            add(session, who)
        give_post(session, TENANT, "chen", "R06", EAST_LAKE)
        second = give_post(session, TENANT, "chen", "R05", EAST_LAKE)
        foreign = give_post(session, TENANT, "zhao", "R07", SOUTH_GATE)
        assert directory.actor_of(session, TENANT, "chen", second.id).role == "R05"
        assert directory.actor_of(session, TENANT, "chen", foreign.id).role == "R06"


@pytest.mark.parametrize(
    ("who", "tenant", "active"),
    [("nobody", TENANT, True), ("chen", "another", True), ("chen", TENANT, False)],
    ids=["unknown", "of another centre", "deactivated"],
)
def test_nobody_acts_as_somebody_who_is_not_there(
    database: Database, now: datetime, who: str, tenant: str, active: bool
) -> None:
    with database.begin() as session:
        add(session, "chen", active=active)
        with pytest.raises(directory.NoSuchPerson):
            directory.actor_of(session, tenant, who)


@pytest.mark.parametrize(
    ("wanted", "role", "post"),
    [
        ("R05@east-lake", "R05", ""),
        ("R06@east-lake", "R06", ""),
        ("R04@east-lake", "R06", ""),
        ("R05@south-gate", "R06", ""),
    ],
    ids=["a role held", "the role acted in", "a role not held", "held, but elsewhere"],
)
def test_a_task_is_done_in_the_role_it_asks_for_when_that_is_held(
    wanted: str, role: str, post: str
) -> None:
    acting = directory.acting_for(CHEN_JING, wanted)
    assert (acting.role, acting.post, acting.groups) == (role, post, CHEN_JING.groups)


def test_holders_are_the_active_people_of_one_unit_now(database: Database, now: datetime) -> None:
    with database.begin() as session:
        for who, unit in (("a", EAST_LAKE), ("b", EAST_LAKE), ("c", SOUTH_GATE), ("d", EAST_LAKE)):
            add(session, who, active=who != "d")
            give_post(session, TENANT, who, "R04", unit)
        give_post(session, TENANT, "b", "R04", EAST_LAKE)
        session.query(PostRow).filter_by(person_id="a").one().until = now
        session.flush()
        found = directory.holders(session, TENANT, "R04", EAST_LAKE, now)
        assert [each.id for each in found] == ["b"]
        assert directory.holders(session, "another", "R04", EAST_LAKE, now) == []


def test_the_one_on_duty_is_the_latest_who_began_and_has_not_ended(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        for who, begun, ends in (("night", -12, 0), ("day", 0, 8), ("stand-in", -1, 1)):
            session.add(
                DutyRow(
                    tenant=TENANT, id=new_id(), unit_id=EAST_LAKE, person_id=who, role="R03",
                    since=now + timedelta(hours=begun), until=now + timedelta(hours=ends),
                )
            )  # fmt: skip
        session.flush()
        found = directory.on_duty(session, TENANT, EAST_LAKE, now)
        assert found is not None
        assert found.person_id == "day"
        assert directory.on_duty(session, TENANT, SOUTH_GATE, now) is None


def test_the_first_administrator_comes_with_the_centre_and_the_next_finds_it(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        first = create_administrator(session, "XG", "zhou", "周岚", password="long enough")
        create_administrator(session, "xg", "other", "另一人", password="long enough")
        assert [unit.id for unit in directory.units(session, "xg", UnitKind.CENTRE)] == ["centre"]
        actor = directory.actor_of(session, "xg", first.id)
        assert actor.groups == {"R13@centre"}
        assert directory.name_of(session, "xg", first.id) == "周岚"
        assert directory.name_of(session, "another", first.id) == first.id


def test_a_centre_that_is_there_is_not_made_again(database: Database, now: datetime) -> None:
    with database.begin() as session:
        one = ensure_centre(session, TENANT, name="孝城", code="XG")
        assert ensure_centre(session, TENANT, name="other", code="YY") is one
