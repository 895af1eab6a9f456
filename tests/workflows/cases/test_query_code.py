"""The code on a receipt shows a stage and a date; guessing it is locked at the sixth try."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from engine import clock
from engine.database import Database
from tests.workflows.cases.station import open_case
from workflows.cases import query_code
from workflows.cases.models import CaseRow, CaseState
from workflows.cases.query_code import CodeLocked, CodeRefused, PublicStage


@pytest.fixture
def code(database: Database, now: datetime) -> str:
    with database.begin() as session:
        case = open_case(session)
        case.public_next_at = now + timedelta(days=3)
        return query_code.give_code(case)


def look_up(database: Database, typed: str) -> object:
    with database.begin() as session:
        found = query_code.look_up(session, typed)
    return found.shown or type(found.refusal)


def one_wrong(code: str) -> str:
    return code[:-1] + ("2" if code[-1] != "2" else "3")


def test_a_code_shows_the_stage_and_the_next_date_and_nothing_else(
    database: Database, code: str, now: datetime
) -> None:
    assert look_up(database, code) == PublicStage(stage="received", next_at=now + timedelta(days=3))


@pytest.mark.parametrize("typing", [str.lower, lambda code: code.replace("-", " "), str.strip])
def test_a_code_is_read_however_it_is_typed(database: Database, code: str, typing: object) -> None:
    assert callable(typing)
    assert isinstance(look_up(database, typing(code)), PublicStage)


@pytest.mark.parametrize("typed", ["", "A", "----", "2222-2222-2222", "孙小菲", "x" * 5000])
def test_what_is_no_code_is_refused(database: Database, code: str, typed: str) -> None:
    assert look_up(database, typed) is CodeRefused


def test_five_wrong_tries_are_free_and_the_sixth_is_refused_even_when_it_is_right(
    database: Database, code: str
) -> None:
    assert [look_up(database, one_wrong(code)) for _ in range(5)] == [CodeRefused] * 5
    assert look_up(database, code) is CodeLocked
    assert look_up(database, one_wrong(code)) is CodeLocked


def test_the_lock_opens_after_a_day(database: Database, code: str, now: datetime) -> None:
    for _ in range(5):
        look_up(database, one_wrong(code))
    clock.travel_to(now + query_code.LOCK - timedelta(seconds=1))
    assert look_up(database, code) is CodeLocked
    clock.travel_to(now + query_code.LOCK)
    assert isinstance(look_up(database, code), PublicStage)


def test_a_right_code_forgets_the_wrong_ones_before_it(database: Database, code: str) -> None:
    for _ in range(3):
        for _ in range(4):
            assert look_up(database, one_wrong(code)) is CodeRefused
        assert isinstance(look_up(database, code), PublicStage)


def test_a_locked_case_locks_no_other_whose_code_begins_alike(
    database: Database, code: str, now: datetime
) -> None:
    with database.begin() as session:
        neighbour = open_case(session)
        theirs = query_code.give_code(neighbour)
        neighbour.query_handle = code[:4]
        neighbour.query_locked_until = now + timedelta(days=1)
        assert theirs != code
    assert isinstance(look_up(database, code), PublicStage)


def test_a_case_keeps_its_code_which_is_unreadable_in_the_table(
    database: Database, now: datetime
) -> None:
    with database.begin() as session:
        case = open_case(session)
        code = query_code.give_code(case)
        assert query_code.give_code(case) == code
        session.flush()
        row = session.execute(text("select query_code, query_print from case_file")).one()
    assert code.encode() not in bytes(row.query_code)
    assert code.replace("-", "") not in str(row.query_print)


def test_codes_have_no_letters_that_look_alike(database: Database, now: datetime) -> None:
    with database.begin() as session:
        codes = {query_code.give_code(open_case(session)) for _ in range(20)}
    assert len(codes) == 20
    assert not set("".join(codes)) & set("01ILO")


def test_every_state_has_neutral_words_for_the_visitor() -> None:
    words = {query_code.public_stage(CaseRow(state=state)).stage for state in CaseState}
    assert words == {"received", "in_hand", "coordinating", "waiting", "answered", "done"}
