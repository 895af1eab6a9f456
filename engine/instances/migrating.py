"""Running instances change to another version of their diagram by a plan, and can be taken back.

A plan says what differs and which old node is which new one; a dry run says which instances can go;
applying it moves all that belong to one call in one transaction. Timers keep their instants, tasks
their holders and drafts. An instance that cannot go stays where it is, with the reasons by name.
The state from before is kept, and comes back as long as nothing has happened since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, definitions, history
from engine.actors import Actor
from engine.database import Database, new_id
from engine.definitions import Version, version_of
from engine.definitions.versions import row_of
from engine.errors import Conflict, Invalid, NotFound, Refusal, require_reason
from engine.instances.calls import Calls
from engine.instances.corridor import _write as save
from engine.instances.corridor import lock
from engine.instances.deliver import drain
from engine.instances.many import in_order
from engine.instances.renaming import rename_waits
from engine.instances.turn import Turn
from engine.instances.world import InstanceWorld
from engine.models import (
    DefinitionKind,
    InstanceRow,
    InstanceStatus,
    MigrationRow,
)
from engine.spiff import migrating as spiff
from engine.spiff.differing import Change, changes, suggested
from engine.spiff.migrating import Obstacle


class NotTheSameProcess(Invalid):
    """A plan leads from one version of a process to another of the same process."""

    code = "migration-other-process"
    sentence = "Expected two versions of {process}, but the other is of {other}."


class NothingToMigrate(Invalid):
    """Both versions are the same."""

    code = "migration-same-version"
    sentence = "Expected another version of {process}, but both are version {version}."


class MappingUnknown(Invalid):
    """A mapping names a node that one of the versions does not have."""

    code = "migration-mapping-unknown"
    sentence = "Expected to map {node} to {to}, but one of the versions has no such node."


class NoSuchMigration(NotFound):
    """There is no such migration for this tenant."""

    code = "no-such-migration"
    sentence = "Expected a migration {migration}, but there is none."


class MigrationUndone(Conflict):
    """Somebody took it back before."""

    code = "migration-already-undone"
    sentence = "Expected a migration that stands, but it was taken back at {at}."


class MigrationBuiltUpon(Conflict):
    """The instance has gone on since; a plan in the other direction may still move it."""

    code = "migration-built-upon"
    sentence = "Expected {instance} to be as the migration left it, but it has gone on since."


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How instances of one version become instances of another."""

    process: str
    from_id: str
    to_id: str
    from_version: int
    to_version: int
    mapping: Mapping[str, str]
    #: What differs, node by node.
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """An instance that cannot go, and why."""

    instance_id: str
    business_key: str
    #: Names of rules with the node that each is about.
    obstacles: tuple[Obstacle, ...]


@dataclass(kw_only=True)
class Applied:
    """What became of the instances of one call."""

    #: Instance to migration.
    moved: dict[str, str] = field(default_factory=dict)
    blocked: list[Blocked] = field(default_factory=list)


def plan(
    session: Session,
    tenant: str,
    from_id: str,
    to_id: str,
    mapping: Mapping[str, str] | None = None,
) -> Plan:
    """Compare two versions; without a mapping, nodes with the same kind and name are matched."""
    old, new = row_of(session, tenant, from_id), row_of(session, tenant, to_id)
    if old.kind != DefinitionKind.PROCESS or (old.kind, old.key) != (new.kind, new.key):
        raise NotTheSameProcess(process=old.key, other=new.key)
    if from_id == to_id:
        raise NothingToMigrate(process=old.key, version=old.version)
    here = definitions.diagram(session, tenant, from_id)
    there = definitions.diagram(session, tenant, to_id)
    keys = dict(suggested(here, there) if mapping is None else mapping)
    for key, to in keys.items():
        if key not in here.nodes or to not in there.nodes:
            raise MappingUnknown(node=key, to=to)
    return Plan(
        process=old.key, from_id=from_id, to_id=to_id, from_version=old.version,
        to_version=new.version, mapping=keys, changes=changes(here, there, keys),
    )  # fmt: skip


def running(
    session: Session, tenant: str, definition_id: str, *, after: str = "", most: int = 100
) -> Sequence[str]:
    """Ids of the running instances of a version, page by page."""
    rows = InstanceRow
    return session.scalars(
        select(rows.id)
        .where(
            rows.tenant == tenant, rows.status == InstanceStatus.RUNNING,
            rows.definition_id == definition_id, rows.id > after,
        )
        .order_by(rows.id)
        .limit(most)
    ).all()  # fmt: skip


def dry_run(session: Session, tenant: str, plan: Plan, instance_ids: Sequence[str]) -> Applied:
    """Which of these instances can go, without moving any; ids of migrations stay empty."""
    old = definitions.diagram(session, tenant, plan.from_id)
    new = definitions.diagram(session, tenant, plan.to_id)
    found = Applied()
    rows = select(InstanceRow).where(InstanceRow.tenant == tenant, InstanceRow.id.in_(instance_ids))
    for row in session.scalars(rows):
        in_the_way = _elsewhere(row, plan) or spiff.obstacles(old, new, row.state, plan.mapping)
        if in_the_way:
            found.blocked.append(_blocked(row, in_the_way))
        else:
            found.moved[row.id] = ""
    return found


def apply(
    session: Session,
    calls: Calls,
    actor: Actor,
    plan: Plan,
    instance_ids: Sequence[str],
    reason: str,
) -> Applied:
    """Move instances by a plan; those that cannot go stay and are told."""
    why, done = require_reason(reason), Applied()
    turn = Turn(session=session, calls=calls, actor=actor, event_time=clock.now())
    mover = _Mover(turn, plan, why)
    rows = [
        lock(session, actor.tenant, each) for each in in_order(session, actor.tenant, instance_ids)
    ]
    found = {row.id: mover.in_the_way(row) for row in rows}
    done.blocked = [_blocked(row, found[row.id]) for row in rows if found[row.id]]
    going = [row for row in rows if not found[row.id]]
    rename_waits(turn, plan.to_id, _kept_nodes(plan), [row.id for row in going])
    kept = [mover.move(row) for row in going]
    session.add_all(kept)
    for each in kept:
        history.record(session, actor, each.business_key, each.unit, [mover.entry(each)])
    done.moved = {each.instance_id: each.id for each in kept}
    drain(turn)
    return done


def apply_all(
    database: Database, calls: Calls, actor: Actor, plan: Plan, reason: str, *, chunk: int = 100
) -> Applied:
    """Move every running instance of the old version, so many in one transaction.

    When something unforeseen refuses a whole chunk, its instances go one by one.
    """
    why, done, after = require_reason(reason), Applied(), ""
    while True:
        with database.read() as session:
            page = running(session, actor.tenant, plan.from_id, after=after, most=chunk)
        if not page:
            return done
        after = page[-1]
        try:
            with database.begin() as session:
                _join(done, apply(session, calls, actor, plan, page, why))
        except Refusal:
            for each in page:
                _join(done, _alone(database, calls, actor, plan, each, why))


def undo(
    session: Session, calls: Calls, actor: Actor, migration_id: str, reason: str
) -> InstanceRow:
    """Bring back the state from before, with all that waited then."""
    why = require_reason(reason)
    kept = session.get(MigrationRow, (actor.tenant, migration_id), with_for_update=True)
    if kept is None:
        raise NoSuchMigration(migration=migration_id)
    row = lock(session, actor.tenant, kept.instance_id)
    if kept.undone_at is not None:
        raise MigrationUndone(at=kept.undone_at)
    if row.version != kept.version or row.definition_id != kept.to_id:
        raise MigrationBuiltUpon(instance=row.id)
    turn = Turn(session=session, calls=calls, actor=actor, event_time=clock.now())
    _bring_back(turn, row, kept)
    kept.undone_at, kept.undone_by = turn.event_time, actor.id
    entry = history.Entry(
        tag="instance:unmigrated", instance_id=row.id, facts={"migration": kept.id},
        detail={"reason": why},
    )  # fmt: skip
    history.record(session, actor, row.business_key, row.unit, [entry])
    return row


class _Mover:
    """Moves instances of one call by one plan."""

    def __init__(self, turn: Turn, plan: Plan, reason: str) -> None:
        self.turn, self.plan, self.reason = turn, plan, reason
        session, tenant = turn.session, turn.actor.tenant
        self.definition = version_of(session, tenant, plan.to_id)
        self.old = definitions.diagram(session, tenant, plan.from_id)
        self.new = definitions.diagram(session, tenant, plan.to_id)

    def in_the_way(self, row: InstanceRow) -> tuple[Obstacle, ...]:
        """Why an instance cannot go; nothing when it can."""
        elsewhere = _elsewhere(row, self.plan)
        return elsewhere or spiff.obstacles(self.old, self.new, row.state, self.plan.mapping)

    def move(self, row: InstanceRow) -> MigrationRow:
        """Move one instance that can go; answers what is kept of it."""
        turn, plan, before = self.turn, self.plan, row.state
        with turn.entered(row.id):
            world = _world(turn, row, self.definition)
            moved = spiff.migrate(self.old, self.new, before, world, plan.mapping)
            row.definition_id = plan.to_id
            if moved.begun or moved.dropped:
                save(turn, row, self.definition, moved.result)
            else:
                row.state, row.version = moved.result.state, row.version + 1
        return MigrationRow(
            tenant=row.tenant, id=new_id(), unit=row.unit, instance_id=row.id,
            business_key=row.business_key, from_id=plan.from_id, to_id=plan.to_id,
            mapping=dict(plan.mapping), before=before, version=row.version,
            moved_at=turn.event_time, moved_by=turn.actor.id,
        )  # fmt: skip

    def entry(self, kept: MigrationRow) -> history.Entry:
        """What the history says of one migration."""
        facts = {"migration": kept.id, "from": self.plan.from_version, "to": self.plan.to_version}
        return history.Entry(
            tag="instance:migrated", instance_id=kept.instance_id, facts=facts,
            detail={"reason": self.reason},
        )  # fmt: skip


def _bring_back(turn: Turn, row: InstanceRow, kept: MigrationRow) -> None:
    session, tenant = turn.session, row.tenant
    old = definitions.diagram(session, tenant, kept.from_id)
    new = definitions.diagram(session, tenant, kept.to_id)
    definition = version_of(session, tenant, kept.from_id)
    with turn.entered(row.id):
        world = _world(turn, row, definition)
        result = spiff.take_back(old, kept.before, new, row.state, world)
        row.definition_id = kept.from_id
        there = {kept.mapping.get(key, key): key for key in old.nodes}
        rename_waits(turn, kept.from_id, there, [row.id])
        save(turn, row, definition, result)


def _alone(
    database: Database, calls: Calls, actor: Actor, plan: Plan, instance_id: str, reason: str
) -> Applied:
    try:
        with database.begin() as session:
            return apply(session, calls, actor, plan, [instance_id], reason)
    except Refusal as refusal:
        with database.read() as session:
            row = session.get_one(InstanceRow, (actor.tenant, instance_id))
            why = Obstacle(rule=refusal.code, node=str(refusal.fields.get("node", "")), token="")
            return Applied(blocked=[_blocked(row, (why,))])


def _elsewhere(row: InstanceRow, plan: Plan) -> tuple[Obstacle, ...]:
    if row.status != InstanceStatus.RUNNING:
        return (Obstacle(rule="instance-over", node="", token=""),)
    if row.definition_id != plan.from_id:
        return (Obstacle(rule="version-differs", node="", token=""),)
    return ()


def _kept_nodes(plan: Plan) -> Mapping[str, str]:
    """Old key to new key of the nodes that differ and are not gone."""
    return {change.node: change.to for change in plan.changes if change.to}


def _world(turn: Turn, row: InstanceRow, definition: Version) -> InstanceWorld:
    return InstanceWorld(
        turn=turn, instance=row, definition=definition, now=clock.now(), start=_starts_nothing
    )


def _starts_nothing(process: str, **_inputs: object) -> str:
    raise AssertionError(f"a migration does not start {process}")


def _blocked(row: InstanceRow, obstacles: tuple[Obstacle, ...]) -> Blocked:
    return Blocked(instance_id=row.id, business_key=row.business_key, obstacles=obstacles)


def _join(done: Applied, more: Applied) -> None:
    done.moved |= more.moved
    done.blocked += more.blocked
