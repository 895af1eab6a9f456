"""Signing in: locks grow, names cannot be probed, and a session ends when it must."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, text

from engine import clock
from engine.database import Database
from engine.protection import fingerprint
from tests.cast import EAST_LAKE, TENANT
from workflows.people import signing_in
from workflows.people.administrators import ensure_centre, give_post
from workflows.people.models import PersonRow, SignInRow, StrangerRow
from workflows.people.signing_in import SignInLocked, SignInRefused

RIGHT, WRONG = "correct horse", "wrong horse"


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real Argon2, at the lowest cost it has: the locks are tested, not the hash."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(signing_in, "_HASHER", cheap)
    monkeypatch.setattr(signing_in, "_NOBODY", cheap.hash("nobody"))


@dataclass(frozen=True, kw_only=True)
class Door:
    """An account at East Lake, and the tries at it."""

    database: Database
    person: PersonRow

    def knock(self, password: str, username: str = "limei") -> object:
        """One try in its own transaction: the code of its refusal and until when, or the id."""
        with self.database.begin() as session:
            checked = signing_in.check_password(session, username, password)
            if checked.refusal is not None:
                return checked.refusal.code, checked.refusal.fields.get("until")
            assert checked.person is not None
            return checked.person.id

    def enter(self) -> str:
        with self.database.begin() as session:
            person = session.get_one(PersonRow, (TENANT, self.person.id))
            return signing_in.open_session(session, person, "zh").secret

    def session_of(self, secret: str) -> SignInRow | None:
        with self.database.read() as session:
            return signing_in.session_of(session, secret)


@pytest.fixture
def door(database: Database, now: datetime) -> Door:
    with database.begin() as session:
        ensure_centre(session, TENANT, name="孝城", code="XG")
        person = signing_in.add_person(
            session, TENANT, username=" LiMei ", name="李梅", password=RIGHT,
            phone="+86 138-1234-5678",
        )  # fmt: skip
        give_post(session, TENANT, person.id, "R04", EAST_LAKE)
    return Door(database=database, person=person)


def test_the_right_password_opens_and_the_name_is_read_generously(door: Door) -> None:
    assert door.knock(RIGHT, "  LIMEI ") == door.person.id
    assert door.knock(WRONG) == (SignInRefused.code, None)


def test_the_fifth_wrong_password_locks_and_each_further_one_doubles_the_wait(
    door: Door, now: datetime
) -> None:
    for _ in range(5):
        assert door.knock(WRONG) == (SignInRefused.code, None)
    assert door.knock(RIGHT) == (SignInLocked.code, now + timedelta(seconds=30))
    waits = []
    for _ in range(9):
        clock.travel_to(clock.now() + timedelta(hours=2))
        door.knock(WRONG)
        code, until = door.knock(RIGHT)  # type: ignore[misc]
        assert code == SignInLocked.code
        waits.append((until - clock.now()).total_seconds())  # type: ignore[has-type]
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_waiting_opens_the_lock_and_success_forgets_the_failures(door: Door, now: datetime) -> None:
    for _ in range(5):
        door.knock(WRONG)
    clock.travel_to(now + timedelta(seconds=30))
    assert door.knock(RIGHT) == door.person.id
    for _ in range(4):
        assert door.knock(WRONG) == (SignInRefused.code, None)
    assert door.knock(RIGHT) == door.person.id


def test_a_name_that_nobody_has_gets_the_very_same_answers_as_one_that_exists(
    door: Door,
) -> None:
    known = [door.knock(WRONG) for _ in range(8)]
    unknown = [door.knock(WRONG, "nobody-here") for _ in range(8)]
    assert known == unknown


def test_an_unknown_name_costs_a_hash_as_a_known_one_does(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    fits: Callable[[str, str], bool] = signing_in._fits

    def counting(stored: str, password: str) -> bool:
        hashed.append(stored)
        return fits(stored, password)

    monkeypatch.setattr(signing_in, "_fits", counting)
    door.knock(WRONG)
    door.knock(WRONG, "nobody-here")
    assert len(hashed) == 2
    assert len({each.rpartition("$")[0].split("$")[3] for each in hashed}) == 1, "same cost"


def test_tried_names_are_kept_as_fingerprints_and_only_for_a_day(door: Door, now: datetime) -> None:
    door.knock(WRONG, "孙小菲")
    clock.travel_to(now + signing_in.FORGOTTEN + timedelta(seconds=1))
    door.knock(WRONG, "another")
    with door.database.read() as session:
        ids = session.scalars(select(StrangerRow.id)).all()
    assert ids == [fingerprint("username", "another")]


def test_a_deactivated_person_gets_the_answer_of_a_stranger(door: Door) -> None:
    with door.database.begin() as session:
        session.get_one(PersonRow, (TENANT, door.person.id)).active = False
    assert door.knock(RIGHT) == (SignInRefused.code, None)


# --- sessions --------------------------------------------------------------------------------


def test_a_session_idles_out_after_two_hours(door: Door, now: datetime) -> None:
    secret = door.enter()
    for minutes, alive in ((119, True), (120, False)):
        clock.travel_to(now + timedelta(minutes=minutes))
        assert (door.session_of(secret) is not None) is alive


def test_a_session_ends_after_twelve_hours_however_busy(door: Door, now: datetime) -> None:
    secret = door.enter()
    for minutes, alive in ((719, True), (720, False)):
        clock.travel_to(now + timedelta(minutes=minutes))
        with door.database.begin() as session:
            session.scalars(select(SignInRow)).one().seen_at = clock.now()
        assert (door.session_of(secret) is not None) is alive


def test_a_session_ends_with_the_account(door: Door) -> None:
    secret = door.enter()
    with door.database.begin() as session:
        session.get_one(PersonRow, (TENANT, door.person.id)).active = False
    assert door.session_of(secret) is None


@pytest.mark.parametrize("everywhere", [False, True], ids=["here", "everywhere"])
def test_signing_out_ends_one_browser_or_all(door: Door, everywhere: bool) -> None:
    here, there = door.enter(), door.enter()
    with door.database.begin() as session:
        if everywhere:
            signing_in.close_all_sessions(session, TENANT, door.person.id)
        else:
            signing_in.close_session(session, here)
    assert door.session_of(here) is None
    assert (door.session_of(there) is None) is everywhere


def test_a_guessed_secret_is_no_session_and_the_table_holds_no_secret(door: Door) -> None:
    secret = door.enter()
    assert door.session_of("guessed") is None
    with door.database.read() as session:
        stored = session.execute(text("select id, csrf from sign_in")).one()
    assert secret not in stored


def test_each_session_has_its_own_secret_and_form_token(door: Door) -> None:
    one, other = door.session_of(door.enter()), door.session_of(door.enter())
    assert one is not None
    assert other is not None
    assert len({one.id, other.id, one.csrf, other.csrf}) == 4


# --- accounts --------------------------------------------------------------------------------


def test_a_phone_is_matched_however_it_was_typed_and_stored_unreadable(door: Door) -> None:
    assert door.person.phone_print == fingerprint("phone", "13812345678")
    with door.database.read() as session:
        stored = session.execute(text("select phone, password_hash from person")).one()
    assert b"138" not in bytes(stored.phone)
    assert stored.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize("password", ["", "short", "1234567"])
def test_a_short_password_is_refused(database: Database, password: str) -> None:
    with pytest.raises(signing_in.PasswordTooShort), database.begin() as session:
        signing_in.add_person(session, TENANT, username="x", name="X", password=password)
    with database.read() as session:
        assert session.scalars(select(PersonRow)).all() == []
