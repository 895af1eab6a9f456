"""What people said is readable in no file, no column, no log and no outgoing effect."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from engine.models import DraftRow, HistoryRow, InstanceRow, MessageRow, OutboxRow, SubmissionRow
from tests.canary.conftest import Played
from tests.canary.hunting import FORMS, Find, Hunt, written_as
from tests.canary.resting import dump, files, flush, logs_at_debug
from tests.canary.story import CANARIES, NAME, PHONE, SENTENCES
from workflows.cases.models import PartyRow

#: Planted readable on purpose, so that a searcher that finds nothing fails.
CONTROL = ("令狐清漪", "13811119999", "井台边第三棵柳树")


def hunted(
    values: Iterable[str], places: Iterable[tuple[str, bytes]], *, unpack: bool = True
) -> list[Find]:
    hunt = Hunt(values)
    return [find for place, data in places for find in hunt.finds(place, data, unpack=unpack)]


def test_the_run_wrote_down_what_was_said(played: Played) -> None:
    with played.story.house.database.read() as session:
        kept = {
            row: json.dumps(
                [list(vars(one).values()) for one in session.scalars(select(row))],
                ensure_ascii=False, default=str,
            )
            for row in (PartyRow, SubmissionRow, HistoryRow, OutboxRow, MessageRow, DraftRow)
        }  # fmt: skip
    assert all(value in kept[PartyRow] for value in (NAME, PHONE))
    assert all(sentence in kept[SubmissionRow] for sentence in SENTENCES.values())
    assert SENTENCES["C4"] in kept[OutboxRow]
    assert SENTENCES["C3"] in kept[MessageRow]


def test_no_column_of_any_table_holds_it_readable(played: Played) -> None:
    assert hunted(CANARIES, dump(played.story.house.database)) == []


def test_no_file_of_the_database_holds_it_readable(played: Played) -> None:
    flush(played.story.house.database)
    places = files(played.store, played.story.house.database)
    assert hunted(CANARIES, places, unpack=False) == []


def test_no_state_of_a_process_holds_it(played: Played) -> None:
    with played.story.house.database.read() as session:
        rows = session.scalars(select(InstanceRow)).all()
        places = [(row.process, row.state + json.dumps(row.facts).encode()) for row in rows]
    assert {name for name, _ in places} >= {"visit", "joint-mediation", "emergency-linkage"}
    assert hunted(CANARIES, places) == []


def test_no_line_of_the_log_holds_it(played: Played) -> None:
    assert len(played.log) > 1000, "the database speaks at DEBUG"
    assert any("error" in line and "ValueError" in line for line in played.log)
    assert hunted(CANARIES, [(line[:60], line.encode()) for line in played.log]) == []


def test_what_leaves_the_house_names_nobody(played: Played) -> None:
    with played.story.house.database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.channel != "letter")).all()
        places = [(row.channel, json.dumps(row.payload).encode()) for row in rows]
    assert places
    assert hunted(CANARIES, places) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_control_is_found_in_a_column(played: Played, form: str) -> None:
    database = played.story.house.database
    with database.begin() as session:
        kind = "blob" if database.is_sqlite else "bytea"
        session.execute(sql(f"create table scratch (kept {kind})"))
        session.execute(
            sql("insert into scratch values (:kept)"),
            [{"kept": b"before " + written_as(form, value)} for value in CONTROL],
        )
    try:
        found = hunted(CONTROL, dump(database))
    finally:
        with database.begin() as session:
            session.execute(sql("drop table scratch"))
    assert {find.value for find in found if find.place.startswith("scratch")} == set(CONTROL)


def test_the_control_is_found_in_the_files(played: Played) -> None:
    database = played.story.house.database
    with database.begin() as session:
        session.execute(sql("create table scratch (kept text)"))
        rows = [{"kept": value} for value in CONTROL]
        session.execute(sql("insert into scratch values (:kept)"), rows)
    flush(database)
    found = hunted(CONTROL, files(played.store, database), unpack=False)
    with database.begin() as session:
        session.execute(sql("drop table scratch"))
    assert {find.value for find in found if find.form == "raw"} == set(CONTROL)


def test_the_control_is_found_in_the_log(played: Played) -> None:
    with logs_at_debug() as lines, played.story.house.database.read() as session:
        session.execute(sql("select '令狐清漪'")).all()
    assert hunted(CONTROL, [("log", line.encode()) for line in lines])
