"""The metronome holds no state: each beat does what is due, and a dead process is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from engine import clock, instances, outbox
from engine.database import Database
from engine.models import FailureRow, HeartbeatRow, TimerRow
from engine.outbox import Delivery
from engine.scheduler import INSTALLATION, SILENT, Metronome
from tests.engine.instances.permit import CASE, LI, TENANT, UNIT, Notebook, deploy


def test_a_tick_fires_what_is_due_and_leaves_a_heart_beat(
    database: Database, now: datetime
) -> None:
    book = Notebook()
    with database.begin() as session:
        deploy(session)
        instances.start(session, book.calls(), LI, "permit", business_key=CASE, unit=UNIT)
    metronome = Metronome(database, book.calls(), {}, node="one")
    clock.travel_to(now + timedelta(hours=2))
    metronome.beat()
    with database.read() as session:
        late = session.get_one(HeartbeatRow, (INSTALLATION, "one")).oldest_due_at
    metronome.tick()
    assert book.lines == ["asked", "late"]
    with database.read() as session:
        row = session.get_one(HeartbeatRow, (INSTALLATION, "one"))
    assert (late, row.oldest_due_at, row.beat_at) == (clock.now(), None, clock.now())


def test_a_beat_delivers_the_outbox_through_the_channels_it_was_given(
    database: Database, now: datetime
) -> None:
    sent: list[Delivery] = []
    with database.begin() as session:
        outbox.record(session, TENANT, UNIT, "sms", {"text": "x"}, order_key=CASE)
    Metronome(database, Notebook().calls(), {"sms": sent.append}, node="one").deliver()
    assert [each.payload["text"] for each in sent] == ["x"]


def test_a_sweep_mends_timers_and_forgets_processes_that_are_gone(
    database: Database, now: datetime
) -> None:
    book = Notebook()
    with database.begin() as session:
        deploy(session)
        instances.start(session, book.calls(), LI, "permit", business_key=CASE, unit=UNIT)
        session.execute(delete(TimerRow))
    gone = Metronome(database, book.calls(), {}, node="gone")
    alive = Metronome(database, book.calls(), {}, node="alive")
    gone.beat()
    clock.travel_to(now + SILENT + timedelta(seconds=1))
    alive.beat()
    alive.sweep()
    with database.read() as session:
        assert session.scalars(select(HeartbeatRow.node)).all() == ["alive"]
        assert session.scalars(select(FailureRow.kind)).all() == ["timer-rearmed"]


def test_starting_and_stopping_leaves_no_thread_behind(database: Database) -> None:
    metronome = Metronome(database, Notebook().calls(), {}, node="one")
    metronome.start()
    metronome.stop()
    metronome.stop()
    assert not metronome._scheduler.running


def test_a_channel_that_waits_for_a_network_holds_up_no_other(
    database: Database, now: datetime
) -> None:
    """The near channels go out in their own tick; the far one only in its own."""
    with database.begin() as session:
        for channel in ("mail", "sms"):
            outbox.record(session, "t", "u", channel, {"text": channel}, order_key=channel)
    sent: list[str] = []
    channels = dict.fromkeys(("mail", "sms"), lambda delivery: sent.append(delivery.channel))
    metronome = Metronome(database, Notebook().calls(), channels, node="one", far={"mail"})
    metronome.deliver()
    assert sent == ["sms"]
    metronome.deliver_far("mail")
    assert sent == ["sms", "mail"]
