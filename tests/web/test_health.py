"""Health for machines, failures for those who mend them, and notices for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from engine import clock
from engine.database import new_id
from engine.models import FailureRow, OutboxRow, OutboxState, TimerRow, TimerState
from tests.web.conftest import words
from tests.web.reception import receive
from web.health.probes import Readiness
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.migrations import upgrade
from workflows.notifications import NoticeRow


def test_a_living_process_says_so_to_anybody(app):
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"ok": True})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.fixture
def ready(runtime, tmp_path):
    """The probes of a house whose clock ticks, on a schema made by the migrations."""
    stamp(runtime)
    runtime.metronome().beat()
    yield Readiness(database=runtime.database)
    with runtime.database.begin() as session:
        session.execute(text("drop table alembic_version"))
        session.query(TimerRow).filter(TimerRow.node == "late").delete()


def stamp(runtime):
    """Tests make their tables directly; the probe asks what the migrations would have written."""
    from alembic.script import ScriptDirectory

    from workflows.migrations import configuration

    head = ScriptDirectory.from_config(configuration()).get_current_head()
    with runtime.database.begin() as session:
        session.execute(text("create table alembic_version (version_num varchar(32))"))
        session.execute(text("insert into alembic_version values (:head)"), {"head": head})


def colours(ready):
    return {name: probe.ok for name, probe in ready.ask().items()}


def test_all_is_well_when_the_clock_ticks(ready):
    assert colours(ready) == {"database": True, "schema": True, "scheduler": True, "timers": True}


def test_a_silent_scheduler_is_red(ready):
    clock.travel_to(clock.now() + timedelta(seconds=11))
    assert colours(ready)["scheduler"] is False


def test_an_old_schema_is_red(ready, runtime):
    with runtime.database.begin() as session:
        session.execute(text("update alembic_version set version_num = 'older'"))
    assert colours(ready)["schema"] is False


def test_a_timer_that_nobody_fires_is_red(ready, runtime):
    with runtime.database.begin() as session:
        session.add(
            TimerRow(
                tenant=TENANT, unit=EAST_LAKE, instance_id="i", business_key="b", node="late",
                token="k", anchor="a", due_at=clock.now() - timedelta(minutes=2),
                next_try_at=clock.now() - timedelta(minutes=2), state=TimerState.ARMED,
            )
        )  # fmt: skip
    assert colours(ready)["timers"] is False


def test_readiness_answers_503_when_anything_is_red(app):
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["ok"] is False
    assert set(answer.json["probes"]) == {"database", "schema", "scheduler", "timers"}


def test_migrated_databases_are_at_the_level_that_is_asked_for(sqlite_store, tmp_path):
    from engine.database import Database

    database = Database(f"sqlite:///{tmp_path / 'migrated.db'}")
    upgrade(database)
    assert Readiness(database=database).ask()["schema"].ok
    database.close()


@pytest.fixture
def failure(runtime):
    """A delivery that could not be sent."""
    now, about = clock.now(), new_id()
    with runtime.database.begin() as session:
        session.add(
            OutboxRow(
                tenant=TENANT, id=about, unit=EAST_LAKE, channel="fax", order_key=about,
                receiver_key=about, payload={}, state=OutboxState.DEAD, created_at=now,
                next_try_at=now, attempts=8,
            )
        )  # fmt: skip
        row = FailureRow(
            tenant=TENANT, id=new_id(), unit=EAST_LAKE, kind="delivery", about=about,
            error="DeliveryFailed", raised_at=now,
        )  # fmt: skip
        session.add(row)
    return row


@pytest.mark.parametrize(
    ("username", "status"),
    [("chenjing", 200), ("zhoulan", 200), ("fanglei", 200), ("limei", 403), ("police", 403)],
)
def test_failures_are_for_those_who_mend(browser, failure, username, status):
    page = browser(username).get("/failures")
    assert page.status_code == status
    assert ("通知没有发出去" in page.text) == (status == 200)


def test_a_failure_is_retried_with_a_reason(browser, runtime, failure):
    mender = browser("zhoulan")
    assert mender.post(f"/failures/{failure.id}/retry", {"reason": ""}).status_code == 422
    assert mender.post(f"/failures/{failure.id}/retry", {"reason": "修好了"}).status_code == 303
    with runtime.database.read() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.id == failure.about)).one()
        assert (row.state, row.attempts) == (OutboxState.WAITING, 0)
    again = mender.post(f"/failures/{failure.id}/retry", {"reason": "再来"})
    assert again.status_code == 409
    assert "周岚" in mender.get("/failures").text


def test_a_failure_is_set_aside_and_kept(browser, failure):
    mender = browser("fanglei")
    mender.post(f"/failures/{failure.id}/set-aside", {"reason": "不需要了"})
    assert f"retry-{failure.id}" not in mender.get("/failures").text
    assert "方磊" in mender.get("/failures").text
    assert browser("limei").post(f"/failures/{failure.id}/retry").status_code == 403


def test_an_administrator_reads_no_case_number_in_a_failure(browser, runtime, failure):
    case = receive(runtime).until("end").case()
    with runtime.database.begin() as session:
        session.merge(failure).business_key = case.id
    assert case.number not in browser("zhoulan").get("/failures").text
    assert case.number in browser("chenjing").get("/failures").text


@pytest.fixture
def notices(runtime):
    """An urgent and an ordinary notice to the station head, one to somebody else."""
    rows = [
        NoticeRow(
            tenant=TENANT, id=new_id(), unit=EAST_LAKE, case_id="none", member_group=group,
            template=template, level=level, facts=facts, sent_at=clock.now(),
        )
        for group, template, level, facts in (
            ("R06@east-lake", "deadline-near", 0, {"deadline": "T08"}),
            ("R06@east-lake", "mandatory-report", 2, {}),
            ("R08@police", "incident-notice", 1, {}),
        )
    ]  # fmt: skip
    with runtime.database.begin() as session:
        session.query(NoticeRow).delete()
        session.add_all(rows)
    return [row.id for row in rows]


def test_urgent_notices_stand_first(browser, notices):
    page = words(browser("chenjing").get("/notices"))
    assert page.index("强制报告") < page.index("快到了")
    assert "“人民调解" in page or "“调解" in page
    assert "突发联动通知" not in page


def test_a_notice_is_read_once_for_its_group(browser, runtime, notices):
    head = browser("chenjing")
    assert head.post(f"/notices/{notices[1]}/read").status_code == 303
    assert "陈静 于" in words(head.get("/notices"))
    assert "最近已阅" in head.get("/notices").text
    assert head.post(f"/notices/{notices[2]}/read").status_code == 404
    with runtime.database.read() as session:
        assert session.get_one(NoticeRow, (TENANT, notices[1])).read_at is not None


def test_reading_all_leaves_urgent_ones(browser, runtime, notices):
    browser("chenjing").post("/notices/read")
    with runtime.database.read() as session:
        unread = session.scalars(select(NoticeRow.id).where(NoticeRow.read_at.is_(None))).all()
    assert sorted(unread) == sorted(notices[1:])


def test_no_notice_is_a_sentence_too(browser, notices):
    assert "没有未读的通知" in browser("xulaw").get("/notices").text
