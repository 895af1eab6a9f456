"""A command with a key has one effect, however often and however fast it is sent."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from engine import clock, commands
from engine.actors import Actor
from engine.database import Database
from engine.models import CommandRow
from tests.engine.instances.permit import LI, WANG

REPLY = {"case": "c-1", "opened": ["t-1", "t-2"], "name": "孙小菲"}


def send(
    database: Database, done: list[int], *, key: str = "k", verb: str = "open", actor: Actor = LI
) -> dict[str, Any]:
    def work() -> dict[str, Any]:
        done.append(1)
        return {**REPLY, "number": len(done)}

    with database.begin() as session:
        return commands.once(session, actor, key, verb, work)


def test_the_same_key_again_gives_the_stored_reply_and_no_second_effect(
    database: Database,
) -> None:
    done: list[int] = []
    assert send(database, done) == send(database, done) == {**REPLY, "number": 1}
    assert len(done) == 1


def test_the_same_key_from_eight_sides_at_once_has_one_effect_and_equal_replies(
    database: Database,
) -> None:
    done, start = list[int](), threading.Barrier(8)

    def hurry(_: int) -> dict[str, Any]:
        start.wait()
        return send(database, done)

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(hurry, range(8)))
    assert len(done) == 1
    assert all(reply == replies[0] for reply in replies)


def test_different_keys_have_an_effect_each_and_no_key_is_no_promise(database: Database) -> None:
    done: list[int] = []
    for key in ("a", "b", "", ""):
        send(database, done, key=key)
    assert len(done) == 4


@pytest.mark.parametrize(
    ("verb", "actor"), [("close", LI), ("open", WANG)], ids=["other verb", "other person"]
)
def test_a_key_of_another_command_is_refused_and_tells_nothing_of_it(
    database: Database, verb: str, actor: Actor
) -> None:
    done: list[int] = []
    send(database, done)
    with pytest.raises(commands.KeyReused) as refused:
        send(database, done, verb=verb, actor=actor)
    assert (len(done), dict(refused.value.fields)) == (1, {"verb": verb})


def test_work_that_raises_leaves_the_key_free(database: Database) -> None:
    def broken() -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.begin() as session:
        commands.once(session, LI, "k", "open", broken)
    done: list[int] = []
    assert send(database, done)["number"] == 1


def test_keys_of_two_centres_do_not_meet(database: Database) -> None:
    done: list[int] = []
    elsewhere = Actor(tenant="another", id="li", name="Li", role="R02")
    send(database, done)
    send(database, done, actor=elsewhere)
    assert len(done) == 2


def test_a_stored_reply_is_unreadable_in_the_table(database: Database) -> None:
    send(database, [])
    with database.read() as session:
        stored = session.execute(text("select reply from command")).scalar_one()
    assert "孙小菲".encode() not in bytes(stored)


def test_replies_are_forgotten_after_a_week_and_not_before(
    database: Database, now: datetime
) -> None:
    send(database, [])
    for days, left in ((7, 1), (8, 0)):
        clock.travel_to(now + timedelta(days=days))
        with database.begin() as session:
            commands.forget_old(session)
            assert len(session.scalars(select(CommandRow)).all()) == left
