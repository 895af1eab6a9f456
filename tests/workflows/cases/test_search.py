"""Search finds a person by every key, and never a case that does not exist for whoever searches."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, text

from engine import clock
from engine.actors import Actor
from engine.database import Database
from tests.cast import (
    CENTRE,
    CHEN_JING,
    EAST_LAKE,
    ELSEWHERE,
    LI_MEI,
    LIU_YAN,
    MS_SUN,
    TENANT,
    ZHAO_MIN,
    person,
)
from tests.workflows.cases.station import found_centre, open_case
from workflows.access.policy import NotPermitted
from workflows.cases import files, membership, parties, search
from workflows.cases.models import CaseRow, PartyRole, SearchKeyRow, Track

#: What is typed into the search box → the kind of value that agreed.
KEYS = [
    ("孙小菲", "name"),
    (" 孙小菲 ", "name"),
    ("sxf", "pinyin"),
    ("SXF", "pinyin"),
    ("13812345678", "phone"),
    ("+86 138-1234-5678", "phone"),
    ("5678", "phone_tail"),
    ("420922199001011234", "id_no"),
    ("东湖街道 梅园路7号 2单元301", "household"),
]
#: What finds nobody.
NO_KEYS = ["", "   ", "孙", "小菲", "567", "99999999999", "xyz", "%", "' or 1=1 --"]

SAME = person("same", ("R02", EAST_LAKE), tenant=ELSEWHERE)
#: Who may search at all and yet must find nothing of her case.
UNSEEING = [
    (ZHAO_MIN, "another station"),
    (SAME, "another centre"),
    (LI_MEI, "her own station, not a member"),
]


def hits(database: Database, actor: Actor, words: str) -> list[tuple[str, ...]]:
    with database.read() as session:
        return [hit.by for hit in search.find_text(session, actor, words)]


@pytest.fixture
def case_id(database: Database, now: datetime) -> str:
    with database.begin() as session:
        found_centre(session)
        return open_case(session).id


@pytest.mark.parametrize(("words", "kind"), KEYS)
def test_every_key_finds_the_case_for_its_receptionist(
    database: Database, case_id: str, words: str, kind: str
) -> None:
    assert hits(database, LIU_YAN, words) == [(kind,)]


@pytest.mark.parametrize("words", NO_KEYS)
def test_less_than_a_key_finds_nothing(database: Database, case_id: str, words: str) -> None:
    assert hits(database, LIU_YAN, words) == []


@pytest.mark.parametrize(("who", "why"), UNSEEING, ids=[why for _, why in UNSEEING])
@pytest.mark.parametrize(("words", "kind"), KEYS)
def test_no_key_shows_a_case_that_does_not_exist_for_the_actor(
    database: Database, case_id: str, words: str, kind: str, who: Actor, why: str
) -> None:
    assert hits(database, who, words) == []
    with database.read() as session:
        assert search.find(session, who, MS_SUN) == []


@pytest.mark.parametrize(("words", "kind"), KEYS)
def test_a_sealed_case_is_found_by_its_members_only(
    database: Database, case_id: str, words: str, kind: str
) -> None:
    with database.begin() as session:
        files.seal(session, CHEN_JING, files.load(session, TENANT, case_id), at=clock.now(),
                   reason="a child")  # fmt: skip
    assert hits(database, CHEN_JING, words) == []
    assert hits(database, LIU_YAN, words) == [(kind,)]


def test_several_values_that_agree_are_named_strongest_first(
    database: Database, case_id: str
) -> None:
    with database.read() as session:
        found = search.find(session, LIU_YAN, MS_SUN)
    assert [hit.by for hit in found] == [
        ("id_no", "phone", "household", "name", "phone_tail", "pinyin")
    ]


def test_a_hit_shows_the_person_as_the_law_lets_the_searcher_see_her(
    database: Database, case_id: str
) -> None:
    with database.read() as session:
        seen = search.find_text(session, LIU_YAN, "孙小菲")[0].party.fields
    assert (seen["name"], seen["safe_contact"]) == ("孙小菲", "***")


@pytest.mark.parametrize(
    "who",
    [person("x", ("R08", "police")), person("x", ("R13", CENTRE)), person("x")],
    ids=["a liaison", "the administrator", "nobody"],
)
def test_who_may_not_search_is_refused_before_anything_is_looked_up(
    database: Database, who: Actor
) -> None:
    for asking in (
        lambda session: search.find_text(session, who, "孙小菲"),
        lambda session: search.find(session, who, MS_SUN),
    ):
        with pytest.raises(NotPermitted), database.read() as session:
            asking(session)


# --- what must not be found -------------------------------------------------------------------


def test_a_hidden_address_finds_nobody_not_even_for_those_who_see_the_case(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        open_case(session, hidden_address=True)
    assert hits(database, CHEN_JING, MS_SUN["address"]) == []
    assert hits(database, CHEN_JING, "孙小菲") == [("name",)]


def test_an_address_stops_being_found_when_the_case_turns_to_protection(
    database: Database, case_id: str
) -> None:
    assert hits(database, CHEN_JING, MS_SUN["address"]) == [("household",)]
    with database.begin() as session:
        files.set_track(files.load(session, TENANT, case_id), Track.PROTECTION)
    assert hits(database, CHEN_JING, MS_SUN["address"]) == []


def test_who_reported_is_found_by_nobody(database: Database, case_id: str) -> None:
    reporter = {"name": "钱老师", "phone": "13655556666"}
    with database.begin() as session:
        parties.add(session, TENANT, EAST_LAKE, case_id, PartyRole.REPORTER, reporter)
    for words in reporter.values():
        assert hits(database, LIU_YAN, words) == []


def test_the_keys_in_the_table_are_fingerprints(database: Database, case_id: str) -> None:
    with database.read() as session:
        prints = session.scalars(select(SearchKeyRow.print)).all()
        everything = str(session.execute(text("select * from search_key")).all())
    assert len(prints) == 6
    assert not any(str(value) in everything for value in MS_SUN.values())


# --- changing a person -----------------------------------------------------------------------


def test_a_changed_phone_is_found_and_the_old_one_no_longer(
    database: Database, case_id: str
) -> None:
    with database.begin() as session:
        row = parties.of_case(session, TENANT, case_id)[0]
        parties.change(session, row, {"phone": "13900009999"})
    assert hits(database, LIU_YAN, "13812345678") == []
    assert hits(database, LIU_YAN, "13900009999") == [("phone",)]
    assert hits(database, LIU_YAN, "孙小菲") == [("name",)]


def test_numbers_are_found_by_who_sees_the_case(database: Database, case_id: str) -> None:
    with database.begin() as session:
        case = files.load(session, TENANT, case_id)
        number = files.give_number(session, LIU_YAN, case, at=clock.now())
    with database.read() as session:
        found = search.by_number(session, LIU_YAN, f" {number.lower()} ")
        assert found is not None
        assert found.id == case_id
        for who, _ in UNSEEING:
            assert search.by_number(session, who, number) is None


def test_who_was_made_a_member_finds_what_was_hidden_before(
    database: Database, case_id: str
) -> None:
    with database.begin() as session:
        membership.add_person(session, TENANT, case_id, LI_MEI.id, "assignment")
    assert hits(database, LI_MEI, "孙小菲") == [("name",)]
    with database.begin() as session:
        membership.end_person(session, TENANT, case_id, LI_MEI.id)
    assert hits(database, LI_MEI, "孙小菲") == []


def test_a_page_of_hits_is_short_whatever_the_name(database: Database, now: datetime) -> None:
    with database.begin() as session:
        for _ in range(search.MOST_HITS + 5):
            open_case(session, visitor={"name": "王芳"})
        assert len(session.scalars(select(CaseRow)).all()) == search.MOST_HITS + 5
    assert len(hits(database, CHEN_JING, "王芳")) == search.MOST_HITS
