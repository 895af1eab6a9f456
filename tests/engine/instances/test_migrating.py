"""Running instances change to another version and back: instants, tasks and drafts stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import clock, definitions, history, instances, tasks, timers
from engine.database import Database
from engine.errors import ReasonMissing, Refusal
from engine.instances import migrating
from engine.models import (
    DefinitionKind,
    DraftRow,
    InstanceRow,
    SubscriptionRow,
    TaskRow,
    TaskStatus,
    TimerRow,
    TimerState,
)
from engine.spiff.differing import ChangeKind
from tests.engine.instances.permit import CASE, DIAGRAM, LI, TENANT, UNIT, WANG, Notebook, deploy

#: The check has another id and name, and another deadline applies to those who begin now.
RENAMED = (
    DIAGRAM.replace('"check"', '"review"')
    .replace(">check<", ">review<")
    .replace("审查", "复核")
    .replace('deadline("D1")', '"PT9H"')
)
#: The permit gets a signature after the decision; nobody is there yet.
SIGNED = DIAGRAM.replace(
    '<sequenceFlow id="f3" sourceRef="decide" targetRef="answer"/>',
    '<sequenceFlow id="f3" sourceRef="decide" targetRef="sign"/>'
    '<userTask id="sign" name="签字"><incoming>f3</incoming><outgoing>f8</outgoing></userTask>'
    '<sequenceFlow id="f8" sourceRef="sign" targetRef="answer"/>',
).replace("<incoming>f3</incoming>\n      <outgoing>f4", "<incoming>f8</incoming><outgoing>f4")
#: The check is gone, and so are its timer and its act.
UNCHECKED = (
    DIAGRAM.replace(DIAGRAM[DIAGRAM.index('    <userTask id="check"'):
                            DIAGRAM.index('    <sequenceFlow id="f2"')], "")
    .replace('<sequenceFlow id="f2" sourceRef="check" targetRef="decide"/>', "")
    .replace('sourceRef="note" targetRef="check"', 'sourceRef="note" targetRef="decide"')
    .replace("<incoming>f2</incoming>", "<incoming>f1</incoming>")
    .replace("<flowNodeRef>check</flowNodeRef>", "").replace(' sanlian:notBy="check"', "")
)  # fmt: skip


@pytest.fixture
def instance(database: Database, now: object) -> str:
    """A permit in whose check Li has begun to write."""
    calls = Notebook().calls()
    with database.begin() as session:
        deploy(session)
        made = instances.start(session, calls, LI, "permit", business_key=CASE, unit=UNIT)
        task = only_task(session)
        tasks.claim(session, calls, LI, task.id)
        session.add(
            DraftRow(
                tenant=TENANT, task_id=task.id, person=LI.id, fields={"note": "half a word"},
                saved_at=clock.now(),
            )
        )  # fmt: skip
    return made


def only_task(session) -> TaskRow:
    return session.scalars(select(TaskRow).where(TaskRow.status == TaskStatus.OPEN)).one()


def deployed(database: Database, diagram: str) -> tuple[str, str]:
    """Deploy another version; gives the ids of the one before and of this one."""
    with database.begin() as session:
        before = session.scalars(select(InstanceRow.definition_id)).first()
        after = definitions.deploy_process(session, LI, diagram.encode())
        return str(before), after.id


def planned(database: Database, diagram: str, **mapping: str) -> migrating.Plan:
    before, after = deployed(database, diagram)
    with database.read() as session:
        return migrating.plan(session, TENANT, before, after, mapping or None)


def applied(
    database: Database, plan: migrating.Plan, ids: Sequence[str], reason: str = "new rules"
) -> migrating.Applied:
    with database.begin() as session:
        return migrating.apply(session, Notebook().calls(), WANG, plan, ids, reason)


def waits(database: Database) -> tuple:
    """Everything that waits, as rows."""
    with database.read() as session:
        armed = select(TimerRow).where(TimerRow.state == TimerState.ARMED)
        task = only_task(session)
        draft = session.scalars(select(DraftRow)).one()
        return (
            (task.id, task.token, task.node, task.name, task.assignee, task.due_at),
            [(row.id, row.node, row.due_at) for row in session.scalars(armed)],
            [(row.node, row.message) for row in session.scalars(select(SubscriptionRow))],
            draft.fields,
        )


def finish(database: Database) -> str:
    with database.begin() as session:
        task = only_task(session)
        tasks.complete(session, Notebook().calls(), LI, task.id, {})
    with database.read() as session:
        return only_task(session).node


def test_task_draft_and_instant_stay_and_the_new_version_goes_on(
    database: Database, instance: str
) -> None:
    plan = planned(database, SIGNED)
    before = waits(database)
    assert applied(database, plan, [instance]).moved.keys() == {instance}
    assert waits(database) == before
    assert finish(database) == "decide"
    with database.begin() as session:
        task = only_task(session)
        tasks.claim(session, Notebook().calls(), WANG, task.id)
        tasks.complete(session, Notebook().calls(), WANG, task.id, {})
    with database.read() as session:
        assert only_task(session).node == "sign"


def test_a_renamed_step_is_found_by_kind_and_mapping_and_retold(
    database: Database, instance: str
) -> None:
    plan = planned(database, RENAMED, check="review")
    renamed = [change for change in plan.changes if change.kind is ChangeKind.RENAMED]
    assert [(change.node, change.to) for change in renamed] == [("check", "review")]
    (task, timers_before, _, draft) = waits(database)
    applied(database, plan, [instance])
    (after, timers_after, _, draft_after) = waits(database)
    assert (after[2], after[3]) == ("review", "复核")
    assert (after[0], after[1], after[4:]) == (task[0], task[1], task[4:])
    assert (timers_after, draft_after) == (timers_before, draft)


def test_a_timer_fires_at_the_instant_it_always_had(database: Database, instance: str) -> None:
    applied(database, planned(database, RENAMED, check="review"), [instance])
    book = Notebook()
    clock.travel_to(clock.now() + timedelta(hours=2))
    assert timers.fire_due(database, book.calls()) == 1
    assert book.lines == ["late"]


def test_an_instance_whose_step_is_gone_stays_and_says_why(
    database: Database, instance: str
) -> None:
    plan = planned(database, UNCHECKED)
    before = waits(database)
    with database.read() as session:
        dry = migrating.dry_run(session, TENANT, plan, [instance])
    done = applied(database, plan, [instance])
    assert (dry.moved, done.moved) == ({}, {})
    assert [each.rule for each in dry.blocked[0].obstacles] == ["node-gone"]
    assert done.blocked == dry.blocked
    assert waits(database) == before


def test_a_dry_run_changes_nothing(database: Database, instance: str) -> None:
    plan = planned(database, SIGNED)
    before = waits(database)
    with database.read() as session:
        assert migrating.dry_run(session, TENANT, plan, [instance]).moved == {instance: ""}
    assert waits(database) == before


def test_it_is_taken_back_with_everything_that_waited(database: Database, instance: str) -> None:
    lost_timer = DIAGRAM[DIAGRAM.index('    <boundaryEvent id="late"'):
                         DIAGRAM.index('    <boundaryEvent id="withdrawn"')]  # fmt: skip
    plan = planned(database, DIAGRAM.replace(lost_timer, ""))
    before = waits(database)
    with database.read() as session:
        state = session.get_one(InstanceRow, (TENANT, instance)).state
    moved = applied(database, plan, [instance]).moved[instance]
    assert waits(database)[1] == []
    with database.begin() as session:
        migrating.undo(session, Notebook().calls(), WANG, moved, "the wrong version")
    after = waits(database)
    assert (after[0], after[2:]) == (before[0], before[2:])
    assert [row[1:] for row in after[1]] == [row[1:] for row in before[1]]
    with database.read() as session:
        row = session.get_one(InstanceRow, (TENANT, instance))
        assert (row.state, row.definition_id) == (state, plan.from_id)
        tags = [fact.tag for fact in history.of_stream(session, TENANT, CASE)]
    assert tags[-1] == "instance:unmigrated"
    assert "instance:migrated" in tags


def test_it_is_not_taken_back_once_it_has_gone_on(database: Database, instance: str) -> None:
    moved = applied(database, planned(database, SIGNED), [instance]).moved[instance]
    finish(database)
    with pytest.raises(migrating.MigrationBuiltUpon), database.begin() as session:
        migrating.undo(session, Notebook().calls(), WANG, moved, "too late")


def test_it_is_taken_back_once_only(database: Database, instance: str) -> None:
    moved = applied(database, planned(database, SIGNED), [instance]).moved[instance]
    with database.begin() as session:
        migrating.undo(session, Notebook().calls(), WANG, moved, "a mistake")
    with pytest.raises(migrating.MigrationUndone), database.begin() as session:
        migrating.undo(session, Notebook().calls(), WANG, moved, "again")


def test_after_the_way_back_it_may_go_again(database: Database, instance: str) -> None:
    plan = planned(database, SIGNED)
    moved = applied(database, plan, [instance]).moved[instance]
    with database.begin() as session:
        migrating.undo(session, Notebook().calls(), WANG, moved, "a mistake")
    assert applied(database, plan, [instance]).moved.keys() == {instance}


def test_all_go_at_once_and_those_that_cannot_are_told(database: Database, instance: str) -> None:
    calls = Notebook().calls()
    finish(database)
    with database.begin() as session:
        for number in range(7):
            key = f"other-{number}"
            instances.start(session, calls, LI, "permit", business_key=key, unit=UNIT)
    plan = planned(database, UNCHECKED)
    done = migrating.apply_all(database, calls, WANG, plan, "new rules", chunk=3)
    assert done.moved.keys() == {instance}
    assert {each.business_key for each in done.blocked} == {f"other-{n}" for n in range(7)}
    assert {o.rule for each in done.blocked for o in each.obstacles} == {"node-gone"}


@pytest.mark.parametrize(
    ("first", "second", "mapping", "refusal"),
    [
        ("permit", "waiter", None, migrating.NotTheSameProcess),
        ("permit", "permit", None, migrating.NothingToMigrate),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    database: Database, now: object, first: str, second: str, mapping, refusal: type[Refusal]
) -> None:
    with database.begin() as session:
        deploy(session)
        process = DefinitionKind.PROCESS
        ids = [definitions.active(session, TENANT, process, key).id for key in (first, second)]
        with pytest.raises(refusal):
            migrating.plan(session, TENANT, ids[0], ids[1], mapping)


def test_a_mapping_to_nowhere_is_refused(database: Database, instance: str) -> None:
    with pytest.raises(migrating.MappingUnknown):
        planned(database, SIGNED, check="nowhere")


def test_no_reason_no_migration(database: Database, instance: str) -> None:
    with pytest.raises(ReasonMissing):
        applied(database, planned(database, SIGNED), [instance], reason=" ")
