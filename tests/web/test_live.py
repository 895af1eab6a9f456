"""Open pages hear of what they asked for, once, and a cap never becomes a silent page."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from engine import clock, signals, tasks
from engine.models import SignalRow
from tests.web.conftest import Browser, hidden
from tests.web.reception import actor, answers, receive
from web.live import BEAT_SECONDS, CALM_SECONDS, MOST_PER_PERSON, Hub, Stream
from workflows.cases import work
from workflows.demo.cast import EAST_LAKE, TENANT
from workflows.inbox import marking
from workflows.inbox.looking_on import looks_on
from workflows.people.models import AbsenceRow, PostRow
from workflows.runtime import Runtime

People = Callable[[str], Browser]
POOL = f"R04@{EAST_LAKE}"


def stream(*topics: str, person: str = "limei", page: str = "", tenant: str = TENANT) -> Stream:
    return Stream(
        tenant=tenant, person=person, page=page, topics=frozenset(topics),
        lists=frozenset({person, POOL}),
    )  # fmt: skip


@pytest.fixture
def hub(runtime: Runtime) -> Iterator[Hub]:
    """A hub of two streams; its thread has ended when the test has."""
    made = Hub(runtime.database, most=2)
    yield made
    feeding = made._thread
    made.stop()
    if feeding is not None:
        feeding.join(timeout=20)


def heard(one: Stream) -> list[str]:
    found = []
    while True:
        try:
            found.append(one.heard.get_nowait())
        except queue.Empty:
            return found


def silence(runtime: Runtime) -> None:
    """What other tests said is forgotten."""
    with runtime.database.begin() as session:
        session.execute(delete(SignalRow))


def told(hub: Hub, runtime: Runtime, *topics: str) -> None:
    """Something changed, and the hub looks at the signals once."""
    with runtime.database.begin() as session:
        signals.announce(session, TENANT, EAST_LAKE, *topics)
    hub._pass_on(clock.now())


def test_a_page_hears_its_topics_and_no_others(runtime: Runtime) -> None:
    hub, page = Hub(runtime.database), stream("inbox", "case:1")
    stranger = stream("inbox", person="other", tenant="elsewhere")
    for one in (page, stranger):
        hub._streams.add(one)
    told(hub, runtime, "inbox", "case:2", "case:1")
    assert sorted(heard(page)) == ["case:1", "inbox"]
    assert heard(stranger) == []
    hub._pass_on(clock.now())
    assert heard(page) == []


def test_what_is_no_list_is_heard_before_the_lists(runtime: Runtime) -> None:
    silence(runtime)
    hub, page = Hub(runtime.database), stream()
    hub._streams.add(page)
    told(hub, runtime, "inbox", signals.list_of("limei"), "notices")
    assert heard(page) == ["notices", "inbox", "inbox"]


@pytest.mark.parametrize("whose", ["limei", POOL])
def test_a_change_of_ones_own_list_or_pool_is_heard_at_once(runtime: Runtime, whose: str) -> None:
    silence(runtime)
    hub, page = Hub(runtime.database), stream("inbox")
    hub._streams.add(page)
    told(hub, runtime, signals.list_of(whose))
    assert heard(page) == ["inbox"]


def test_a_change_of_another_list_is_heard_by_and_by_and_never_lost(runtime: Runtime) -> None:
    silence(runtime)
    hub, page = Hub(runtime.database), stream("inbox")
    hub._streams.add(page)
    told(hub, runtime, signals.list_of("wangqiang"))
    assert heard(page) == []
    page.told_at -= CALM_SECONDS
    told(hub, runtime)
    assert heard(page) == ["inbox"]
    told(hub, runtime)
    assert heard(page) == []


def test_who_looks_on_at_nothing_never_hears_of_lists_of_others(runtime: Runtime) -> None:
    silence(runtime)
    hub, page = Hub(runtime.database), stream("inbox")
    page.calm = None
    hub._streams.add(page)
    told(hub, runtime, signals.list_of("wangqiang"))
    page.told_at -= CALM_SECONDS
    told(hub, runtime)
    assert heard(page) == []


def test_who_watches_a_case_or_will_stand_in_looks_on_at_others(runtime: Runtime) -> None:
    visit = receive(runtime)
    with runtime.database.begin() as session:
        liu, wang = actor(session, "liuyan"), actor(session, "wangqiang")
        assert not looks_on(session, liu)
        marking.watch(session, liu, visit.case_id, on=True)
        assert looks_on(session, liu)
        marking.watch(session, liu, visit.case_id, on=False)
        assert not looks_on(session, liu)
        day = timedelta(days=1)
        away = AbsenceRow(
            tenant=TENANT, id="away", unit_id=EAST_LAKE, person_id=wang.id, substitute_id=liu.id,
            since=clock.now() + day, until=clock.now() + 2 * day, entered_by=wang.id,
            entered_at=clock.now(),
        )  # fmt: skip
        session.add(away)
        assert looks_on(session, liu)
        session.delete(away)


def test_who_goes_on_with_the_next_step_disturbs_no_pool(runtime: Runtime, browser: People) -> None:
    visit = receive(runtime)
    liu, task = browser("liuyan"), visit.claim("search-person", "liuyan")
    page = liu.get(f"/tasks/{task.id}")
    silence(runtime)
    sent = {"idempotency_key": hidden(page, "idempotency_key"), **answers("search-person")}
    assert liu.post(f"/tasks/{task.id}/complete", sent).status_code == 303
    assert visit.task("screen-safety").assignee == task.assignee
    with runtime.database.read() as session:
        said = set(session.scalars(select(SignalRow.topic)))
    assert said == {f"case:{visit.case_id}", signals.list_of(task.assignee)}


def test_a_case_that_turns_dangerous_is_heard_by_every_list_at_once(runtime: Runtime) -> None:
    visit = receive(runtime)
    for priority in (3, 0):
        silence(runtime)
        with runtime.database.begin() as session:
            tasks.set_priority(session, TENANT, visit.case_id, priority, unit=EAST_LAKE)
        with runtime.database.read() as session:
            assert list(session.scalars(select(SignalRow.topic))) == ["inbox"]


def test_a_next_step_that_may_not_be_taken_undoes_nothing(
    runtime: Runtime, browser: People
) -> None:
    visit = receive(runtime)
    liu, task = browser("liuyan"), visit.claim("search-person", "liuyan")
    page = liu.get(f"/tasks/{task.id}")
    with runtime.database.begin() as session:
        other = update(PostRow).where(PostRow.person_id == task.assignee)
        session.execute(other.values(until=PostRow.since))
    try:
        sent = {"idempotency_key": hidden(page, "idempotency_key"), **answers("search-person")}
        liu.post(f"/tasks/{task.id}/complete", sent)
        assert visit.task("screen-safety").assignee is None
    finally:
        with runtime.database.begin() as session:
            session.execute(other.values(until=None))


def test_a_claim_is_heard_by_the_pool_that_it_was_taken_from(runtime: Runtime) -> None:
    visit = receive(runtime)
    with runtime.database.begin() as session:
        liu, task = actor(session, "liuyan"), visit.task("search-person")
        work.release(session, runtime.calls, liu, task.id, "接电话")
    silence(runtime)
    task = visit.claim("search-person", "wangqiang")
    with runtime.database.read() as session:
        said = set(session.scalars(select(SignalRow.topic)))
    assert signals.list_of(task.candidate_group) in said


def test_a_new_page_of_a_tab_takes_the_place_of_the_one_before(hub: Hub) -> None:
    first, second = stream("inbox", page="a"), stream("inbox", page="b")
    assert hub.open(first)
    assert hub.open(second, before="a")
    assert first.closed.is_set()
    assert hub._streams == {second}
    hub.close(second)


def test_a_stop_lets_every_stream_end_and_takes_no_new_one(hub: Hub) -> None:
    page = stream("inbox", page="a")
    assert hub.open(page)
    hub.stop()
    assert page.closed.wait(timeout=20)
    assert not hub.open(stream("inbox", page="b"))
    assert hub._streams == set()


def test_one_person_has_a_few_streams_and_is_told_to_poll_beyond(
    app: Flask, browser: People
) -> None:
    somebody = browser("limei")
    answers = [
        somebody.client.get(f"/live?topic=inbox&page=p{number}")
        for number in range(MOST_PER_PERSON + 1)
    ]
    try:
        assert [answer.status_code for answer in answers] == [200] * MOST_PER_PERSON + [429]
        assert answers[0].mimetype == "text/event-stream"
        first = next(iter(answers[0].iter_encoded())).decode()
        assert f"event: beat\ndata: {BEAT_SECONDS}\n\n" in first
        assert answers[-1].headers["Retry-After"] == "60"
    finally:
        for answer in answers:
            answer.close()


def test_a_full_process_refuses_a_stream_and_keeps_threads_for_pages(hub: Hub) -> None:
    streams = [stream("inbox", person=person) for person in ("a", "b", "c")]
    assert [hub.open(one) for one in streams] == [True, True, False]
    hub.close(streams[0])
    assert hub.open(streams[2])


def test_nobody_listens_without_signing_in(app: Flask) -> None:
    assert app.test_client().get("/live").status_code == 302
