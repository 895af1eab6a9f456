"""One press opens a visit; a record from paper keeps its true time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from engine import clock
from engine.models import HistoryRow, TaskRow, TimerRow
from tests.web.conftest import Browser, hidden, words
from workflows.cases.models import CaseRow
from workflows.runtime import Runtime

People = Callable[[str], Browser]


def cases(runtime: Runtime) -> int:
    with runtime.database.read() as session:
        return session.scalar(select(func.count()).select_from(CaseRow)) or 0


def test_a_visit_opens_with_its_first_step_in_my_hands(runtime: Runtime, browser: People) -> None:
    somebody = browser("liuyan")
    key = hidden(somebody.get("/visits/new"), "idempotency_key")
    before = cases(runtime)
    first = somebody.post("/visits", {"idempotency_key": key, "channel": "12338"})
    second = somebody.post("/visits", {"idempotency_key": key, "channel": "12338"})
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert cases(runtime) == before + 1
    page = somebody.get(first.headers["Location"])
    assert "查找来访人" in words(page)


def test_a_paper_record_counts_from_its_true_time(runtime: Runtime, browser: People) -> None:
    somebody = browser("liuyan")
    sent = {"channel": "walk-in", "arrived.date": "2026-02-27", "arrived.time": "16:40"}
    page = somebody.post("/visits", sent)
    task_id = page.headers["Location"].rpartition("/")[2]
    with runtime.database.read() as session:
        row = session.scalar(select(TaskRow).where(TaskRow.id == task_id))
        assert row is not None
        assert row.opened_at == datetime(2026, 2, 27, 8, 40, tzinfo=UTC)


def test_a_record_from_paper_keeps_both_times_and_its_screen_is_born_overdue(
    runtime: Runtime, browser: People
) -> None:
    somebody = browser("liuyan")
    sent = {"channel": "walk-in", "arrived.date": "2026-02-27", "arrived.time": "16:40"}
    arrived = datetime(2026, 2, 27, 8, 40, tzinfo=UTC)
    page = somebody.post("/visits", sent)
    task_id = page.headers["Location"].rpartition("/")[2]
    with runtime.database.read() as session:
        task = session.scalar(select(TaskRow).where(TaskRow.id == task_id))
        assert task is not None
        first = session.scalar(
            select(HistoryRow)
            .where(HistoryRow.stream == task.business_key)
            .order_by(HistoryRow.seq)
            .limit(1)
        )
        timers = session.scalars(
            select(TimerRow.due_at).where(TimerRow.instance_id == task.instance_id)
        ).all()
        assert first is not None
        assert (first.event_time, first.entry_time) == (arrived, clock.now())
        # Ten minutes after she came, not after somebody typed it: it rings at the next beat.
        assert min(timers) == arrived + timedelta(minutes=10) < clock.now()
    runtime.metronome().beat()
    line = words(somebody.get(f"/cases/{task.business_key}"))
    assert "2月27日 16:40" in line
    assert "补录" in line


def test_a_rare_name_and_a_spaced_phone_come_through(runtime: Runtime, browser: People) -> None:
    somebody = browser("liuyan")
    task = somebody.post("/visits", {"channel": "walk-in"}).headers["Location"]
    sent = {"name": " 王 龘 ", "phone": "138　0000 9999", "search_result": "new_person"}
    wrong = somebody.post(f"{task}/complete", {**sent, "id_no": "42092219900101123X"})
    assert wrong.status_code == 422
    assert "最后一位对不上" in words(wrong)
    assert 'value="138　0000 9999"' in wrong.text
    done = [
        somebody.post(f"{task}/complete", {**sent, "idempotency_key": "once-for-all"})
        for _twice in range(2)
    ]
    assert [page.status_code for page in done] == [303, 303]
    found = words(somebody.post("/search", {"q": "138 0000 9999"}))
    assert "电话相符" in found
    assert "没有找到" not in found
    back = somebody.get(task)
    assert back.status_code == 200
    assert "办结" in words(back)
    assert 'id="task-form"' not in back.text


@pytest.mark.parametrize(
    ("date", "time"),
    [("2026-03-03", "09:00"), ("昨天", "09:00"), ("2026-02-27", ""), ("2020-01-01", "09:00")],
)
def test_a_time_that_cannot_be_is_refused_and_kept(
    runtime: Runtime, browser: People, date: str, time: str
) -> None:
    before = cases(runtime)
    sent = {"channel": "letter", "arrived.date": date, "arrived.time": time}
    page = browser("liuyan").post("/visits", sent)
    assert page.status_code == 422
    assert f'value="{date}"' in page.text
    assert 'value="letter" checked' in page.text
    assert cases(runtime) == before


@pytest.mark.parametrize("who", ["limei", "fanglei", "police", "sunwei"])
def test_who_does_not_receive_visitors_opens_no_visit(browser: People, who: str) -> None:
    assert browser(who).get("/visits/new").status_code == 403
    assert browser(who).post("/visits", {"channel": "walk-in"}).status_code == 403
