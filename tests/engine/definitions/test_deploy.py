"""A deployed version never changes; a refused file writes nothing; who runs keeps what they had."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import func, select

from engine import definitions, instances, tasks
from engine.actors import Actor
from engine.database import Database
from engine.definitions import Deployed
from engine.errors import NotDeployable
from engine.models import (
    DefinitionKind,
    DefinitionRow,
    DefinitionState,
    InstanceRow,
    StartSubscriptionRow,
    TaskRow,
    TaskStatus,
)
from tests.engine.definitions import leave
from tests.engine.instances.permit import CASE, LI, TENANT, UNIT, Notebook

PROCESS, FORM = DefinitionKind.PROCESS, DefinitionKind.FORM


def deploy_form(database: Database, hint: str = "") -> Deployed:
    with database.begin() as session:
        return definitions.deploy_form(session, LI, leave.form(hint))


def deploy(database: Database, **said: str) -> Deployed:
    with database.begin() as session:
        return definitions.deploy_process(session, LI, leave.process(**said))


def rows(database: Database, kind: DefinitionKind = PROCESS) -> list[DefinitionRow]:
    with database.read() as session:
        key = "leave" if kind == PROCESS else "ask-leave"
        return list(definitions.versions(session, TENANT, kind, key))


def test_a_new_file_is_the_next_version_and_the_one_before_retires(
    database: Database, now: datetime
) -> None:
    deploy_form(database)
    first, second = deploy(database), deploy(database, extra="clearer")
    assert [(each.version, each.new) for each in (first, second)] == [(1, True), (2, True)]
    latest, earlier = rows(database)
    assert (latest.state, earlier.state) == (DefinitionState.ACTIVE, DefinitionState.RETIRED)
    assert (latest.effective_from, earlier.retired_at) == (now, now)
    assert (latest.author, latest.name, latest.name_en) == ("li", "请假", "Leave")


def test_the_same_file_again_is_the_version_that_is_there(database: Database) -> None:
    deploy_form(database)
    first, again = deploy(database), deploy(database)
    assert (again.id, again.new, len(rows(database))) == (first.id, False, 1)


def test_the_same_diagram_with_a_newer_form_is_a_new_version(database: Database) -> None:
    deploy_form(database)
    first = deploy(database)
    newer = deploy_form(database, "（请写清楚）")
    second = deploy(database)
    assert second.new
    latest, earlier = rows(database)
    assert latest.pins["forms"] == {"ask-leave": newer.id}
    assert (earlier.id, earlier.pins["forms"]["ask-leave"] != newer.id) == (first.id, True)


def test_the_authors_file_is_kept_byte_for_byte(database: Database) -> None:
    deploy_form(database)
    made = deploy(database)
    with database.read() as session:
        row = session.get_one(DefinitionRow, (TENANT, made.id))
        assert row.source == leave.process()


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<broken",
        leave.process().replace(b'targetRef="over"', b'targetRef="nowhere"'),
        leave.process().replace(b"ask-leave", b"no-such-form"),
    ],
    ids=["empty", "no XML", "a flow into nothing", "a form that is not there"],
)
def test_a_refused_file_writes_nothing_and_the_active_version_stays(
    database: Database, broken: bytes
) -> None:
    deploy_form(database)
    first = deploy(database)
    with pytest.raises(NotDeployable) as refused, database.begin() as session:
        definitions.deploy_process(session, LI, broken)
    assert refused.value.findings
    assert [(row.id, row.state) for row in rows(database)] == [(first.id, DefinitionState.ACTIVE)]


def test_a_broken_form_is_refused_too(database: Database) -> None:
    with pytest.raises(NotDeployable), database.begin() as session:
        definitions.deploy_form(session, LI, b'{"type": "default"}')
    assert rows(database, FORM) == []


def test_a_running_instance_keeps_its_version_and_an_open_task_its_form(
    database: Database, now: datetime
) -> None:
    calls, old_form = Notebook().calls(), deploy_form(database)
    first = deploy(database)
    with database.begin() as session:
        instances.start(session, calls, LI, "leave", business_key=CASE, unit=UNIT)
    deploy_form(database, "（请写清楚）")
    second = deploy(database)
    with database.begin() as session:
        task = session.scalars(select(TaskRow)).one()
        form = tasks.form_of(session, task)
        assert form is not None
        assert task.form_id == old_form.id
        tasks.claim(session, calls, LI, task.id)
        tasks.complete(session, calls, LI, task.id, {"why": "病了", "length": "short"})
        instances.start(session, calls, LI, "leave", business_key="case-2", unit=UNIT)
    with database.read() as session:
        old, new = session.scalars(select(InstanceRow).order_by(InstanceRow.id)).all()
        assert (old.definition_id, new.definition_id) == (first.id, second.id)
        opened = session.scalars(
            select(TaskRow).where(TaskRow.instance_id == old.id, TaskRow.status == TaskStatus.OPEN)
        ).one()
        assert (opened.node, opened.form_id) == ("decide", old_form.id)


def test_an_earlier_version_can_be_made_active_again_with_its_own_starts(
    database: Database,
) -> None:
    deploy_form(database)
    first = deploy(database, start="LeaveWanted")
    deploy(database, start="LeaveAsked")

    def starting() -> list[tuple[str, str]]:
        with database.read() as session:
            return [
                (row.message, row.definition_id)
                for row in session.scalars(select(StartSubscriptionRow))
            ]

    assert [message for message, _ in starting()] == ["LeaveAsked"]
    with database.begin() as session:
        definitions.activate(session, session.get_one(DefinitionRow, (TENANT, first.id)))
    assert starting() == [("LeaveWanted", first.id)]
    with database.read() as session:
        assert definitions.active(session, TENANT, PROCESS, "leave").id == first.id


def test_four_who_deploy_at_once_make_four_versions_of_which_one_is_active(
    database: Database,
) -> None:
    deploy_form(database)
    start = threading.Barrier(4)

    def hurry(number: int) -> int:
        start.wait()
        return deploy(database, extra=f"number {number}").version

    with ThreadPoolExecutor(4) as pool:
        made = sorted(pool.map(hurry, range(4)))
    assert made == [1, 2, 3, 4]
    with database.read() as session:
        active = select(func.count()).where(
            DefinitionRow.kind == PROCESS, DefinitionRow.state == DefinitionState.ACTIVE
        )
        assert session.scalar(active) == 1


def test_a_version_of_another_centre_does_not_exist_here(database: Database) -> None:
    deploy_form(database)
    stranger = Actor(tenant="another", id="li", name="Li", role="R02")
    with pytest.raises(definitions.NoSuchDefinition), database.begin() as session:
        definitions.active(session, "another", FORM, "ask-leave")
    with pytest.raises(NotDeployable), database.begin() as session:
        definitions.deploy_process(session, stranger, leave.process())


def test_what_nobody_deployed_cannot_be_started(database: Database) -> None:
    with pytest.raises(definitions.NoSuchDefinition) as refused, database.begin() as session:
        instances.start(session, Notebook().calls(), LI, "leave", business_key=CASE, unit=UNIT)
    assert refused.value.fields == {"kind": "process", "key": "leave"}
