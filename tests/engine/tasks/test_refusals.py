"""Each verb on a task refuses by name, tells strangers nothing, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import definitions, errors, forms, history, instances, tasks
from engine.actors import Actor
from engine.database import Database
from engine.instances import Calls
from engine.models import (
    DraftRow,
    HistoryRow,
    SubmissionRow,
    SubscriptionRow,
    TaskRow,
    TaskStatus,
)
from tests.engine.definitions import leave
from tests.engine.instances.permit import (
    CASE,
    LI,
    TENANT,
    UNIT,
    WANG,
    ZHAO,
    Notebook,
    actor,
    deploy,
)

STRANGER = Actor(tenant="another", id="li", name="Li", role="R02", groups=LI.groups)
ELSEWHERE = replace(actor("zhao"), unit="south-gate", groups=frozenset({"R02@south-gate"}))
GIVEN = {"why": "病了", "length": "short"}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A leave request at its first task."""

    database: Database
    calls: Calls
    task_id: str

    def does(self, verb: Callable[[Session], Any]) -> Any:
        """One command in a transaction of its own."""
        with self.database.begin() as session:
            return verb(session)

    def claim(self, who: Actor) -> TaskRow:
        row: TaskRow = self.does(lambda s: tasks.claim(s, self.calls, who, self.task_id))
        return row

    def complete(self, who: Actor, given: Any = None, **said: Any) -> Any:
        answers = GIVEN if given is None else given
        return self.does(
            lambda s: tasks.complete(s, self.calls, who, self.task_id, answers, **said)
        )

    def written(self) -> tuple[int, int, int, str | None]:
        """What a refusal must leave as it was."""
        with self.database.read() as session:
            row = session.get_one(TaskRow, (TENANT, self.task_id))
            return (
                session.scalar(select(func.count()).select_from(HistoryRow)) or 0,
                session.scalar(select(func.count()).select_from(SubmissionRow)) or 0,
                row.version, row.assignee,
            )  # fmt: skip


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    calls = Notebook().calls()
    with database.begin() as session:
        definitions.deploy_form(session, LI, leave.form())
        definitions.deploy_process(session, LI, leave.process())
        instances.start(session, calls, LI, "leave", business_key=CASE, unit=UNIT)
        task_id = session.scalars(select(TaskRow.id)).one()
    return Desk(database=database, calls=calls, task_id=task_id)


Verb = Callable[[Desk, Actor], Any]

VERBS: dict[str, Verb] = {
    "claim": lambda desk, who: desk.claim(who),
    "release": lambda desk, who: desk.does(
        lambda s: tasks.release(s, desk.calls, who, desk.task_id, "why not")
    ),
    "complete": lambda desk, who: desk.complete(who),
    "draft": lambda desk, who: desk.does(lambda s: tasks.save_draft(s, who, desk.task_id, GIVEN)),
}


@pytest.mark.parametrize("held", [False, True], ids=["in the pool", "in other hands"])
@pytest.mark.parametrize("who", [STRANGER, ELSEWHERE, ZHAO], ids=["tenant", "station", "role"])
@pytest.mark.parametrize("verb", VERBS)
def test_to_a_stranger_a_task_does_not_exist_whatever_its_state(
    desk: Desk, verb: str, who: Actor, held: bool
) -> None:
    if held:
        desk.claim(LI)
    before = desk.written()
    with pytest.raises(tasks.NoSuchTask) as refused:
        VERBS[verb](desk, who)
    unknown = replace(desk, task_id="no-such-task")
    with pytest.raises(tasks.NoSuchTask) as missing:
        VERBS[verb](unknown, who)
    assert refused.value.code == missing.value.code
    assert set(refused.value.fields) == set(missing.value.fields)
    assert desk.written() == before


@pytest.mark.parametrize("verb", ["release", "complete", "draft"])
@pytest.mark.parametrize(
    ("holder", "named"), [(None, "nobody"), (LI, "Li")], ids=["unclaimed", "claimed"]
)
def test_a_candidate_who_does_not_hold_the_task_learns_who_does(
    desk: Desk, verb: str, holder: Actor | None, named: str
) -> None:
    if holder is not None:
        desk.claim(holder)
    before = desk.written()
    with pytest.raises(tasks.NotYours) as refused:
        VERBS[verb](desk, WANG)
    assert refused.value.fields == {"holder": named}
    assert desk.written() == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_task_that_is_over_says_since_when_and_by_whom(
    desk: Desk, verb: str, now: datetime
) -> None:
    desk.claim(LI)
    desk.complete(LI)
    before = desk.written()
    with pytest.raises(tasks.AlreadyClosed) as refused:
        VERBS[verb](desk, LI)
    assert refused.value.fields == {"status": "completed", "at": now, "by": "li"}
    assert desk.written() == before


def test_a_claimed_task_names_its_winner_and_claiming_ones_own_again_is_no_error(
    desk: Desk, now: datetime
) -> None:
    desk.claim(LI)
    assert desk.claim(LI).assignee == "li"
    with pytest.raises(tasks.AlreadyClaimed) as refused:
        desk.claim(WANG)
    assert refused.value.fields == {"winner": "Li", "at": now}


@pytest.mark.parametrize("reason", ["", "   "])
def test_giving_back_and_giving_on_need_a_reason(desk: Desk, reason: str) -> None:
    desk.claim(LI)
    before = desk.written()
    with pytest.raises(tasks.ReasonMissing):
        desk.does(lambda s: tasks.release(s, desk.calls, LI, desk.task_id, reason))
    with pytest.raises(tasks.ReasonMissing):
        desk.does(lambda s: tasks.reassign(s, desk.calls, LI, desk.task_id, "wang", reason))
    assert desk.written() == before


def test_a_page_of_an_earlier_version_is_stale(desk: Desk) -> None:
    seen = desk.claim(LI).version
    desk.does(lambda s: tasks.release(s, desk.calls, LI, desk.task_id, "lunch"))
    desk.claim(LI)
    before = desk.written()
    with pytest.raises(tasks.StaleTask) as refused:
        desk.complete(LI, version=seen)
    assert refused.value.fields == {"version": seen, "present": seen + 2}
    assert desk.written() == before


def test_a_form_with_an_error_names_the_field_and_writes_nothing(desk: Desk) -> None:
    desk.claim(LI)
    before = desk.written()
    with pytest.raises(forms.FormInvalid) as refused:
        desk.complete(LI, {"length": "short"})
    assert [error.path for error in refused.value.errors] == ["why"]
    assert desk.written() == before


def test_the_guard_is_asked_for_every_verb_and_its_refusal_stands(desk: Desk) -> None:
    asked: list[str] = []

    def guard(session: Session, who: Actor, act: str, row: TaskRow) -> None:
        asked.append(act)
        if len(asked) % 2:
            raise errors.Denied(act=act)

    watched = replace(desk, calls=replace(desk.calls, guard=guard))
    verbs: list[Callable[[], Any]] = [
        lambda: watched.claim(LI),
        lambda: VERBS["release"](watched, LI),
        lambda: watched.does(
            lambda s: tasks.reassign(s, watched.calls, LI, desk.task_id, "wang", "ill")
        ),
        lambda: watched.complete(WANG),
    ]
    for verb in verbs:
        before = desk.written()
        with pytest.raises(errors.Denied):
            verb()
        assert desk.written() == before
        if verb is verbs[1]:
            asked.append("not released")
        else:
            verb()
    assert [act for act in asked if act != "not released"] == [
        "claim", "claim", "release", "reassign", "reassign", "complete", "complete",
    ]  # fmt: skip


# --- what a completed task leaves -------------------------------------------------------------


def test_a_completed_task_leaves_its_submission_and_only_routing_values_in_the_process(
    desk: Desk, now: datetime
) -> None:
    desk.claim(LI)
    desk.does(lambda s: tasks.save_draft(s, LI, desk.task_id, {"why": "half"}))
    desk.complete(LI)
    with desk.database.read() as session:
        sent = session.scalars(select(SubmissionRow)).one()
        assert (sent.fields, sent.person, sent.form_key) == (GIVEN, "li", "ask-leave")
        assert session.scalars(select(DraftRow)).all() == []
        instance = instances.corridor.load(session, TENANT, sent.instance_id)
        assert instance.facts == {"length": "short"}


def test_a_draft_belongs_to_one_person_and_is_written_over(desk: Desk) -> None:
    desk.claim(LI)
    for words in ("first", "second"):
        desk.does(lambda s, said=words: tasks.save_draft(s, LI, desk.task_id, {"why": said}))
    with desk.database.read() as session:
        mine = tasks.draft_of(session, LI, desk.task_id)
        assert mine is not None
        assert mine.fields == {"why": "second"}
        assert tasks.draft_of(session, WANG, desk.task_id) is None
        assert tasks.draft_of(session, STRANGER, desk.task_id) is None


def test_reassigning_hands_the_task_over_with_the_reason_kept(desk: Desk) -> None:
    desk.claim(LI)
    desk.does(lambda s: tasks.reassign(s, desk.calls, LI, desk.task_id, "wang", "on leave"))
    with pytest.raises(tasks.NotYours):
        desk.complete(LI)
    desk.complete(WANG)
    with desk.database.read() as session:
        facts = history.of_stream(session, TENANT, CASE)
        handed = next(fact for fact in facts if fact.tag == "task:reassigned")
        assert handed.detail == {"reason": "on leave"}
        assert handed.facts == {"form": "ask-leave", "item": "", "from": "li", "to": "wang"}


# --- acts ------------------------------------------------------------------------------------


def act_of(database: Database) -> str:
    with database.read() as session:
        return session.scalars(select(SubscriptionRow.id).where(SubscriptionRow.act)).one()


@pytest.fixture
def permit(database: Database, now: datetime) -> Database:
    with database.begin() as session:
        deploy(session)
        instances.start(session, Notebook().calls(), LI, "permit", business_key=CASE, unit=UNIT)
    return database


@pytest.mark.parametrize(
    ("who", "refusal"),
    [(ZHAO, tasks.NoSuchAct), (STRANGER, tasks.ActGone)],
    ids=["a role the event does not name", "another centre"],
)
def test_an_act_is_for_its_roles_only(
    permit: Database, who: Actor, refusal: type[errors.Refusal]
) -> None:
    act = act_of(permit)
    with pytest.raises(refusal), permit.begin() as session:
        tasks.send_act(session, Notebook().calls(), who, act, {})
    assert act_of(permit) == act


def test_an_act_that_was_sent_is_gone(permit: Database) -> None:
    act, calls = act_of(permit), Notebook().calls()
    with permit.begin() as session:
        tasks.send_act(session, calls, LI, act, {})
    with pytest.raises(tasks.ActGone), permit.begin() as session:
        tasks.send_act(session, calls, WANG, act, {})
    with permit.read() as session:
        assert session.scalars(select(TaskRow.status)).all() == [TaskStatus.CANCELLED]
