"""The engine's tables; all of them are derived from or committed with an instance's saved state.

Case data is not here: it lives in the domain's own tables. Every key begins with the tenant, every
row of work names the unit it belongs to, and values that may be personal are `Protected`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Computed, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from engine.database import Base, Identified, Json, Tenanted
from engine.protection import Protected


class DefinitionKind(StrEnum):
    """What a definition describes."""

    PROCESS = "process"
    DECISION = "decision"
    FORM = "form"


class DefinitionState(StrEnum):
    """The life of a version: only an active one starts new instances."""

    DRAFT = "draft"
    REVIEW = "review"
    ACTIVE = "active"
    RETIRED = "retired"


class DefinitionRow(Identified, Base):
    """One immutable version of a diagram, a decision or a form."""

    __tablename__ = "definition"
    __table_args__ = (
        UniqueConstraint("tenant", "kind", "key", "version"),
        Index(
            "uq_definition_active", "tenant", "kind", "key", unique=True,
            sqlite_where=text("state = 'active'"), postgresql_where=text("state = 'active'"),
        ),
    )  # fmt: skip

    kind: Mapped[DefinitionKind]
    key: Mapped[str]
    version: Mapped[int]
    state: Mapped[DefinitionState]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    #: The author's file, byte for byte.
    source: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    author: Mapped[str]
    approver: Mapped[str | None]
    effective_from: Mapped[datetime | None]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
    #: Forms, decisions and called processes by key, each as the id of the version in use.
    pins: Mapped[Any] = mapped_column(Json, default=dict)


class InstanceStatus(StrEnum):
    """The life of a process instance."""

    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"


class InstanceRow(Identified, Base):
    """One running or finished instance with its small saved state."""

    __tablename__ = "instance"
    __table_args__ = (
        Index("ix_instance_business_key", "tenant", "business_key"),
        Index("ix_instance_running", "tenant", "status", "process"),
    )

    unit: Mapped[str]
    business_key: Mapped[str]
    process: Mapped[str]
    definition_id: Mapped[str]
    status: Mapped[InstanceStatus]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    #: The process data of the state, readable without it: ids, flags and routing values.
    facts: Mapped[Any] = mapped_column(Json, default=dict)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_event: Mapped[str | None]
    started_by: Mapped[str | None]


class TaskStatus(StrEnum):
    """The life of a human task; a claimed one is open with an assignee."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class TaskRow(Identified, Base):
    """One human task of one instance, as the inbox shows it."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("tenant", "instance_id", "token"),
        Index(
            # The last two are filters: read in the index, so that no row is fetched to drop it.
            "ix_task_pool", "tenant", "candidate_group", "priority", "urgent_by", "id", "process",
            "node",
            sqlite_where=text("status = 'open' and assignee is null"),
            postgresql_where=text("status = 'open' and assignee is null"),
        ),
        Index(
            "ix_task_mine", "tenant", "assignee", "priority", "urgent_by", "id",
            sqlite_where=text("status = 'open' and assignee is not null"),
            postgresql_where=text("status = 'open' and assignee is not null"),
        ),
        Index(
            "ix_task_unit", "tenant", "unit", "priority", "urgent_by", "id", "process", "node",
            "assignee",
            sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'"),
        ),
        Index(
            "ix_task_instead_of", "tenant", "instead_of",
            sqlite_where=text("instead_of is not null"),
            postgresql_where=text("instead_of is not null"),
        ),
        Index("ix_task_business_key", "tenant", "business_key", "status"),
        Index("ix_task_instance", "tenant", "instance_id", "status"),
    )  # fmt: skip

    unit: Mapped[str]
    instance_id: Mapped[str]
    business_key: Mapped[str]
    process: Mapped[str]
    node: Mapped[str]
    token: Mapped[str]
    anchor: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="")
    #: Item of a multi-instance task, e.g. a department id.
    item: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    candidate_group: Mapped[str]
    form_key: Mapped[str] = mapped_column(default="")
    #: The form version that this task was opened with.
    form_id: Mapped[str | None]
    assignee: Mapped[str | None]
    assignee_name: Mapped[str | None]
    #: The absent person for whom the assignee acts, if any.
    instead_of: Mapped[str | None]
    claimed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    due_code: Mapped[str] = mapped_column(default="")
    #: The due instant for sorting, in microseconds; a task without one comes after all that have.
    urgent_by: Mapped[int] = mapped_column(
        BigInteger, Computed("coalesce(due_at, 9000000000000000000)", persisted=True)
    )
    #: 0 emergency, 1 red, 2 orange, 3 yellow, 4 put forward by hand, 5 ordinary: lower comes first.
    priority: Mapped[int] = mapped_column(default=5)
    status: Mapped[TaskStatus]
    version: Mapped[int] = mapped_column(default=1)
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[str | None]

    @validates("assignee")
    def _own_hands(self, _key: str, assignee: str | None) -> str | None:
        """Into whatever hands a task goes, they act for themselves until something says more."""
        self.instead_of = None
        return assignee


class TimerState(StrEnum):
    """The life of a timer row; a dead one waits for a supervisor."""

    ARMED = "armed"
    FIRED = "fired"
    CANCELLED = "cancelled"
    DEAD = "dead"


class TimerRow(Identified, Base):
    """One instant at which an instance wants to be woken, derived from its state."""

    __tablename__ = "timer"
    __table_args__ = (
        Index(
            "ix_timer_due", "next_try_at",
            sqlite_where=text("state = 'armed'"), postgresql_where=text("state = 'armed'"),
        ),
        Index("ix_timer_instance", "tenant", "instance_id", "state"),
    )  # fmt: skip

    unit: Mapped[str]
    instance_id: Mapped[str]
    business_key: Mapped[str]
    node: Mapped[str]
    token: Mapped[str]
    anchor: Mapped[str]
    interrupting: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    state: Mapped[TimerState]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class SubscriptionRow(Identified, Base):
    """An instance waits for a message; an `act` is one that people send from the pages."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index("ix_subscription_message", "tenant", "message", "correlation"),
        Index("ix_subscription_instance", "tenant", "instance_id"),
    )

    unit: Mapped[str]
    instance_id: Mapped[str]
    business_key: Mapped[str]
    token: Mapped[str]
    node: Mapped[str]
    message: Mapped[str]
    correlation: Mapped[str]
    act: Mapped[bool] = mapped_column(default=False)


class StartSubscriptionRow(Identified, Base):
    """An active process version that a message starts."""

    __tablename__ = "start_subscription"
    __table_args__ = (UniqueConstraint("tenant", "message", "process"),)

    message: Mapped[str]
    process: Mapped[str]
    definition_id: Mapped[str]


class MessageRow(Identified, Base):
    """A message that nobody awaited yet, kept until its time to live has passed."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_waiting", "tenant", "name", "correlation"),)

    unit: Mapped[str]
    name: Mapped[str]
    correlation: Mapped[str]
    payload: Mapped[Any] = mapped_column(Protected("C4"))
    received_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class HistoryHeadRow(Tenanted, Base):
    """The last number of one stream; writers of one case wait for each other, no others."""

    __tablename__ = "history_head"

    stream: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)


class HistoryRow(Tenanted, Base):
    """One fact of one case, appended and never changed."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_instance", "tenant", "instance_id"),)

    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    unit: Mapped[str]
    #: `noun:participle`, e.g. `task:claimed`.
    tag: Mapped[str]
    instance_id: Mapped[str | None]
    task_id: Mapped[str | None]
    node: Mapped[str | None]
    actor: Mapped[str]
    actor_name: Mapped[str]
    acting_role: Mapped[str]
    post: Mapped[str]
    #: When it happened, as the actor says.
    event_time: Mapped[datetime]
    #: When it was written down.
    entry_time: Mapped[datetime]
    #: Ids, codes and flags only; shown without asking.
    facts: Mapped[Any] = mapped_column(Json, default=dict)
    #: Words of people (reasons, remarks).
    detail: Mapped[Any] = mapped_column(Protected("C3"), default=None, nullable=True)


class OutboxState(StrEnum):
    """The life of an effect outside the database."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class OutboxRow(Identified, Base):
    """An effect to deliver after the commit, at least once, in order within its order key."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "state", "next_try_at"),
        Index("ix_outbox_order", "tenant", "order_key", "id"),
    )

    unit: Mapped[str]
    channel: Mapped[str]
    #: Deliveries with one order key (the case) keep their order.
    order_key: Mapped[str]
    #: The key by which the receiver recognises a repeated delivery.
    receiver_key: Mapped[str]
    payload: Mapped[Any] = mapped_column(Protected("C4"))
    state: Mapped[OutboxState]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    #: The service task that waits for the answer, if any.
    instance_id: Mapped[str | None]
    token: Mapped[str | None]


class CommandRow(Tenanted, Base):
    """A command from outside with the reply it got, so that a retry has no second effect."""

    __tablename__ = "command"
    __table_args__ = (Index("ix_command_at", "at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    actor: Mapped[str]
    verb: Mapped[str]
    reply: Mapped[Any] = mapped_column(Protected("C4"), nullable=True)
    at: Mapped[datetime]


class DraftRow(Tenanted, Base):
    """What a person has typed into a task's form and not yet sent."""

    __tablename__ = "draft"

    task_id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[Any] = mapped_column(Protected("C4"))
    saved_at: Mapped[datetime]


class SubmissionRow(Identified, Base):
    """What a person sent with a task or an act, under the form version it was typed in."""

    __tablename__ = "submission"
    __table_args__ = (
        Index("ix_submission_case", "tenant", "business_key"),
        Index("ix_submission_task", "tenant", "task_id"),
    )

    unit: Mapped[str]
    business_key: Mapped[str]
    instance_id: Mapped[str]
    task_id: Mapped[str | None]
    node: Mapped[str]
    item: Mapped[str] = mapped_column(default="")
    form_key: Mapped[str]
    form_id: Mapped[str | None]
    fields: Mapped[Any] = mapped_column(Protected("C4"))
    person: Mapped[str]
    acting_role: Mapped[str]
    event_time: Mapped[datetime]
    entry_time: Mapped[datetime]


class FailureRow(Identified, Base):
    """Something that kept failing and now needs a supervisor's hand (a BPMN incident)."""

    __tablename__ = "failure"
    __table_args__ = (Index("ix_failure_open", "tenant", "resolved_at"),)

    unit: Mapped[str]
    kind: Mapped[str]
    instance_id: Mapped[str | None]
    business_key: Mapped[str | None]
    node: Mapped[str | None]
    #: The timer or outbox row that is stuck.
    about: Mapped[str]
    error: Mapped[str]
    raised_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]
    resolution: Mapped[str | None]


class MigrationRow(Identified, Base):
    """One instance was moved to another version; its state from before is kept for the way back."""

    __tablename__ = "migration"
    __table_args__ = (Index("ix_migration_instance", "tenant", "instance_id"),)

    unit: Mapped[str]
    instance_id: Mapped[str]
    business_key: Mapped[str]
    from_id: Mapped[str]
    to_id: Mapped[str]
    #: Old key of a node to its new one, where they differ.
    mapping: Mapped[Any] = mapped_column(Json, default=dict)
    #: The saved state as it was.
    before: Mapped[bytes] = mapped_column(LargeBinary)
    #: The instance's count of steps right after; while it stands there, all can be taken back.
    version: Mapped[int]
    moved_at: Mapped[datetime]
    moved_by: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class SignalRow(Identified, Base):
    """Something changed that open pages may show; says what, never whom or why."""

    __tablename__ = "signal"
    __table_args__ = (Index("ix_signal_at", "at"),)

    unit: Mapped[str]
    topic: Mapped[str]
    at: Mapped[datetime]


class HeartbeatRow(Tenanted, Base):
    """The scheduler of one process is alive."""

    __tablename__ = "heartbeat"

    node: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime]
    oldest_due_at: Mapped[datetime | None]
