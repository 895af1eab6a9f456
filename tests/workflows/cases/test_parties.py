"""A person of a case is split by class on the way in and read by sight on the way out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from engine.database import Database
from engine.protection import Sensitivity, fingerprint
from tests.cast import EAST_LAKE, LIU_YAN, MS_SUN, TENANT, XIAOYU
from tests.workflows.cases.station import open_case
from workflows.access import Sight
from workflows.cases import files, parties
from workflows.cases.models import PartyRole, Track

C1, C2, C3, C4 = Sensitivity
SIGHTS = {
    "nothing": Sight(clear=frozenset(), c4_with_reason=False),
    "C2": Sight(clear=frozenset({C1, C2}), c4_with_reason=False),
    "C3": Sight(clear=frozenset({C1, C2, C3}), c4_with_reason=True),
    "C4": Sight(clear=frozenset({C1, C2, C3, C4}), c4_with_reason=False),
    "C4, no places": Sight(
        clear=frozenset({C1, C2, C3, C4}), c4_with_reason=False, never_whereabouts=True
    ),
}
NAME, PHONE, ID, ADDRESS, CONTACT = MS_SUN.values()
HIDDEN_ID, TAIL = "****************34", "*******5678"

#: (sight, hidden address) → name, phone, id_no, address, safe_contact as they are shown.
SHOWN: list[tuple[str, bool, tuple[str, ...]]] = [
    ("nothing", False, ("孙**", TAIL, HIDDEN_ID, "***", "***")),
    ("C2", False, (NAME, PHONE, HIDDEN_ID, ADDRESS, "***")),
    ("C2", True, (NAME, PHONE, HIDDEN_ID, "***", "***")),
    ("C3", False, (NAME, PHONE, ID, ADDRESS, "***")),
    ("C3", True, (NAME, PHONE, ID, "***", "***")),
    ("C4", True, (NAME, PHONE, ID, ADDRESS, CONTACT)),
    # A mediator never learns where she lives, even when C4 was opened by another post.
    ("C4, no places", True, (NAME, PHONE, ID, "***", CONTACT)),
    ("C4, no places", False, (NAME, PHONE, ID, ADDRESS, CONTACT)),
]


@pytest.mark.parametrize(("sight", "hidden", "expected"), SHOWN)
def test_each_value_is_shown_or_masked_by_its_class(
    database: Database, now: datetime, sight: str, hidden: bool, expected: tuple[str, ...]
) -> None:
    with database.begin() as session:
        case = open_case(session, hidden_address=hidden)
        row = parties.of_case(session, TENANT, case.id)[0]
        seen = parties.as_seen(row, SIGHTS[sight]).fields
    assert tuple(seen[key] for key in MS_SUN) == expected


LEAST = [
    (PartyRole.VISITOR, "name", C2),
    (PartyRole.VISITOR, "id_no", C3),
    (PartyRole.VISITOR, "safe_contact", C4),
    (PartyRole.RESPONDENT, "phone", C2),
    # Everything about a child is sensitive, about who reported protected.
    (PartyRole.CHILD, "name", C3),
    (PartyRole.CHILD, "whereabouts", C4),
    (PartyRole.REPORTER, "name", C4),
    (PartyRole.REPORTER, "id_no", C4),
]


@pytest.mark.parametrize(("role", "key", "least"), LEAST)
def test_who_somebody_is_raises_the_class_of_everything_about_them(
    role: PartyRole, key: str, least: Sensitivity
) -> None:
    assert parties.class_of(key, hidden_address=False, role=role) == least
    assert parties.class_of("address", hidden_address=True, role=role) == C4


def test_a_childs_name_is_not_read_by_a_liaison(database: Database, now: datetime) -> None:
    with database.begin() as session:
        case = open_case(session)
        child = parties.add(session, TENANT, EAST_LAKE, case.id, PartyRole.CHILD, XIAOYU)
        assert parties.as_seen(child, SIGHTS["C2"]).fields["name"] == "小**"
        assert parties.as_seen(child, SIGHTS["C3"]).fields["name"] == "小雨"
        assert parties.name_in_list(child, clear=True) == "", "no list names a child"


def test_protection_hides_where_people_at_risk_live_and_not_the_other_side(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        case = open_case(session)
        other: dict[str, Any] = {"name": "李强", "address": "西门路1号"}
        parties.add(session, TENANT, EAST_LAKE, case.id, PartyRole.RESPONDENT, other)
        files.set_track(case, Track.PROTECTION)
        # Who comes later is hidden from the first moment.
        parties.add(session, TENANT, EAST_LAKE, case.id, PartyRole.CHILD, {"address": "同住"})
        found = {row.role: row.hidden_address for row in parties.of_case(session, TENANT, case.id)}
    assert found == {
        PartyRole.VISITOR: True, PartyRole.RESPONDENT: False, PartyRole.CHILD: True,
    }  # fmt: skip


def test_the_protection_track_is_never_left(database: Database, now: datetime) -> None:
    with database.begin() as session:
        case = open_case(session)
        for track in (Track.MEDIATION, Track.PROTECTION, Track.MEDIATION, Track.CONSULTATION):
            files.set_track(case, track)
        assert case.track == Track.PROTECTION


def test_empty_values_are_not_kept(database: Database, now: datetime) -> None:
    with database.begin() as session:
        row = parties.of_case(
            session,
            TENANT,
            open_case(session, visitor={"name": "王芳", "phone": "", "age": None}).id,
        )[0]
        assert (row.personal, row.sensitive, row.protected) == ({"name": "王芳"}, {}, {})


def test_nothing_of_a_person_is_readable_in_the_table(database: Database, now: datetime) -> None:
    with database.begin() as session:
        open_case(session)
        session.flush()
        stored = session.execute(text("select personal, sensitive, protected from party")).one()
    for value in MS_SUN.values():
        assert not any(str(value).encode() in bytes(column) for column in stored)


def test_staff_who_share_a_name_or_a_phone_with_a_party_have_a_tie(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        row = parties.of_case(session, TENANT, open_case(session).id)[0]
        for kind, words, tied in (
            ("name", NAME, True),
            ("phone", PHONE, True),
            ("name", "李梅", False),
            # The same document number is no matter of staff.
            ("id_no", ID, False),
        ):
            assert parties.has_tie(row, {fingerprint(kind, words)}) is tied
        assert not parties.has_tie(row, set())
        assert LIU_YAN.name not in row.personal.values()
