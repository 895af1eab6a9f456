"""House rules as versions: which one counts where and when, and that law is nobody's to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from engine import clock, history
from engine.actors import Actor
from engine.database import Database
from tests.workflows.deadlines.moments import at
from tests.workflows.deadlines.rows import LI_MEI
from workflows.deadlines import LawIsLocked, UnknownDeadline
from workflows.deadlines.house_rules import (
    BadHouseRule,
    HouseRuleMoved,
    Wanted,
    change,
    changes_of,
    versions_of,
)
from workflows.people.administrators import CENTRE_UNIT, ensure_centre

NOW = at("2026-08-03 09:00")
TODAY = date(2026, 8, 3)
AT_CENTRE = replace(LI_MEI, unit=CENTRE_UNIT)
AT_EAST_LAKE = replace(LI_MEI, unit="east-lake")


def changed(
    session: Session, actor: Actor, length: int, *, seen: int = 0, on: date = TODAY
) -> None:
    wanted = Wanted(code="H09", seen=seen, effective_on=on, reason="试行", length=length)
    change(session, actor, wanted)


def counted(session: Session, unit: str) -> int | None:
    session.info.clear()
    found = changes_of(session, "xg", unit).get("H09")
    return found.length if found else None


def test_the_centre_rules_for_every_station_until_a_station_rules_itself(
    database: Database,
) -> None:
    with clock.frozen(NOW), database.begin() as session:
        ensure_centre(session, "xg", name="孝城县综治中心", code="XG")
        assert counted(session, "east-lake") is None
        changed(session, AT_CENTRE, 5)
        assert (counted(session, "east-lake"), counted(session, "south-gate")) == (5, 5)
        changed(session, AT_EAST_LAKE, 2)
        assert (counted(session, "east-lake"), counted(session, "south-gate")) == (2, 5)


def test_of_several_versions_the_one_that_came_into_effect_last_counts(database: Database) -> None:
    with clock.frozen(NOW), database.begin() as session:
        changed(session, AT_EAST_LAKE, 9, on=date(2026, 9, 1))
        changed(session, AT_EAST_LAKE, 4, seen=1)
        assert counted(session, "east-lake") == 4
        with clock.frozen(at("2026-08-31 23:59")):
            assert counted(session, "east-lake") == 4
        with clock.frozen(at("2026-09-01 00:00")):
            assert counted(session, "east-lake") == 9
        assert [row.version for row in versions_of(session, "xg", "east-lake", "H09")] == [2, 1]


def test_a_change_of_today_counts_at_once_and_is_a_fact(database: Database) -> None:
    with clock.frozen(NOW), database.begin() as session:
        changed(session, AT_EAST_LAKE, 4)
        (row,) = versions_of(session, "xg", "east-lake", "H09")
        assert row.effective_from == NOW
        (fact,) = history.of_stream(session, "xg", "house-rule:east-lake:H09")
        assert (fact.tag, fact.actor, fact.facts["version"]) == ("deadline:changed", LI_MEI.id, 1)


@pytest.mark.parametrize("seen", [0, 2])
def test_whoever_saw_another_version_changes_nothing(database: Database, seen: int) -> None:
    with clock.frozen(NOW), database.begin() as session:
        changed(session, AT_EAST_LAKE, 4)
        with pytest.raises(HouseRuleMoved):
            changed(session, AT_EAST_LAKE, 6, seen=seen)
        assert counted(session, "east-lake") == 4


#: Code, what is wanted of it, and the fields that are wrong.
WRONG = [
    ("H09", {"length": 0}, {"length"}),
    ("H09", {"lengths": {"IV": 3}}, {"length-IV"}),
    ("H08.1", {"length": 5}, {"length"}),
    ("H08.1", {"lengths": {"V": 5}}, {"length-V"}),
    ("H17.meeting", {"length": 31}, {"length"}),
    ("H09", {"length": 4, "warnings": ("T-0",)}, {"warnings"}),
    ("H09", {"length": 4, "reason": "  "}, {"reason"}),
    ("H09", {"length": 4, "effective_on": date(2026, 8, 2)}, {"effective_on"}),
]


@pytest.mark.parametrize(("code", "more", "fields"), WRONG, ids=range(len(WRONG)))
def test_what_cannot_be_counted_is_refused_by_its_field(
    database: Database, code: str, more: dict[str, object], fields: set[str]
) -> None:
    asked = {"seen": 0, "effective_on": TODAY, "reason": "试行", **more}
    with clock.frozen(NOW), database.begin() as session:
        with pytest.raises(BadHouseRule) as refused:
            change(session, AT_EAST_LAKE, Wanted(code=code, **asked))  # type: ignore[arg-type]
        assert set(refused.value.problems) == fields
        assert versions_of(session, "xg", "east-lake", code) == []


@pytest.mark.parametrize("code", ["T08", "T04", "H13", "H14", "H21"])
def test_law_and_what_has_no_length_cannot_be_changed(database: Database, code: str) -> None:
    wanted = Wanted(code=code, seen=0, effective_on=TODAY, reason="想改", length=4)
    with clock.frozen(NOW), database.begin() as session, pytest.raises(LawIsLocked):
        change(session, AT_EAST_LAKE, wanted)


def test_an_unknown_code_cannot_be_changed(database: Database) -> None:
    wanted = Wanted(code="H99", seen=0, effective_on=TODAY, reason="想改", length=4)
    with clock.frozen(NOW), database.begin() as session, pytest.raises(UnknownDeadline):
        change(session, AT_EAST_LAKE, wanted)
