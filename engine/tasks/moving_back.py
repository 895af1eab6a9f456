"""Send a task back to an earlier step, or take back a step that nobody has followed yet.

Both lift the token of the open task and set it down at the earlier step, so rows, timers and
deadlines follow as with any other step. Who did the step before finds it again with the answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, instances
from engine.actors import Actor
from engine.errors import require_reason
from engine.instances import Calls
from engine.models import DraftRow, HistoryRow, TaskRow, TaskStatus
from engine.tasks.act_refusals import Followed, Irrevocable, NotTheDoer, NoWayBack
from engine.tasks.drafts import answers_of, lay_draft
from engine.tasks.rows import held, load, remember
from engine.tasks.standings import require_act, require_fresh, require_unhindered, step_of

#: What a step may have set in motion that nobody can call back.
_GONE_OUT = frozenset(
    {"message:thrown", "signal:thrown", "instance:started", "operation:pending", "process:ended"}
)


def ways_back(session: Session, row: TaskRow) -> list[TaskRow]:
    """The steps done before to which a task may be sent back, the last done first."""
    wanted = step_of(session, row).back_to
    if not wanted:
        return []
    rows = TaskRow
    query = select(rows).where(
        rows.tenant == row.tenant, rows.instance_id == row.instance_id, rows.node.in_(wanted),
        rows.item == row.item, rows.status == TaskStatus.COMPLETED, rows.id < row.id,
    )  # fmt: skip
    latest: dict[str, TaskRow] = {}
    for done in session.scalars(query.order_by(rows.completed_at.desc(), rows.id.desc())):
        latest.setdefault(done.node, done)
    return list(latest.values())


def send_back(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    target: str,
    reason: str,
    *,
    version: int | None = None,
    to_doer: bool = True,
) -> TaskRow:
    """Let an earlier step be done again; the task opened there, in its doer's hands or the pool."""
    row = held(session, actor, task_id)
    require_fresh(row, version)
    require_act(session, row, "send-back")
    calls.guard(session, actor, "send-back", row)
    require_unhindered(session, row)
    why = require_reason(reason)
    before = next((done for done in ways_back(session, row) if done.node == target), None)
    if before is None:
        raise NoWayBack(node=row.node, target=target)
    facts = {"target": target, "to": before.completed_by if to_doer else before.candidate_group}
    remember(session, actor, row, "task:sent-back", why, facts)
    doer = before.completed_by if to_doer else None
    return again(session, calls, actor, row, before, doer, why)


def take_back(session: Session, calls: Calls, actor: Actor, task_id: str, reason: str) -> TaskRow:
    """Open a step again that one finished oneself, while nobody has acted on what followed."""
    done = load(session, actor, task_id, lock=True)
    require_act(session, done, "take-back")
    if done.completed_by != actor.id or done.status != TaskStatus.COMPLETED:
        raise NotTheDoer(node=done.node, doer=done.completed_by or done.assignee_name or "nobody")
    calls.guard(session, actor, "take-back", done)
    why, follower = require_reason(reason), follower_of(session, actor, done, lock=True)
    remember(session, actor, done, "task:taken-back", why, {"follower": follower.node})
    return again(session, calls, actor, follower, done, actor.id, why)


def follower_of(session: Session, actor: Actor, done: TaskRow, *, lock: bool = False) -> TaskRow:
    """The one untouched task that a finished step led to; refuses when there is no such one."""
    rows = TaskRow
    query = select(rows).where(
        rows.tenant == done.tenant, rows.instance_id == done.instance_id,
        rows.opened_at == done.completed_at, rows.id > done.id,
    )  # fmt: skip
    query = query.with_for_update() if lock else query
    found = session.scalars(query.order_by(rows.id)).all()
    for each in found:
        _require_untouched(session, actor, each)
    apart = any(step_of(session, each).scope != step_of(session, done).scope for each in found)
    if len(found) != 1 or apart or _went_out(session, done):
        raise Irrevocable(node=done.node)
    return found[0]


def _require_untouched(session: Session, actor: Actor, row: TaskRow) -> None:
    over = row.status != TaskStatus.OPEN
    if over or row.assignee not in {None, actor.id} or _drafted(session, actor, row):
        last = next(iter(last_deeds(session, row)), None)
        raise Followed(
            node=row.node, winner=row.assignee_name or (last.actor_name if last else ""),
            at=row.completed_at or row.claimed_at or (last.entry_time if last else clock.now()),
        )  # fmt: skip


def _drafted(session: Session, actor: Actor, row: TaskRow) -> bool:
    drafts = DraftRow
    query = select(drafts.person).where(
        drafts.tenant == row.tenant, drafts.task_id == row.id, drafts.person != actor.id
    )
    return session.scalar(query.limit(1)) is not None


def _went_out(session: Session, done: TaskRow) -> bool:
    """Whether the step that finished a task threw a message or started another process."""
    rows = HistoryRow
    finished = select(rows.seq).where(
        rows.tenant == done.tenant, rows.stream == done.business_key, rows.task_id == done.id,
        rows.tag == "task:completed",
    )  # fmt: skip
    since = session.scalar(finished.order_by(rows.seq.desc()).limit(1)) or 0
    out = select(rows.seq).where(
        rows.tenant == done.tenant, rows.stream == done.business_key, rows.seq > since,
        rows.event_time == done.completed_at, rows.tag.in_(_GONE_OUT),
    )  # fmt: skip
    return session.scalar(out.limit(1)) is not None


def again(
    session: Session,
    calls: Calls,
    actor: Actor,
    row: TaskRow,
    before: TaskRow,
    person: str | None,
    why: str,
) -> TaskRow:
    """Move the token of an open task to a step done before, and lay the old answers out again."""
    key = step_of(session, before).key
    stepped = instances.move_token(
        session, calls, actor, row.instance_id, token=row.token, target=key, reason=why
    )
    opened = next(task for task in stepped.opened if task.node == before.node)
    opened.assignee, opened.assignee_name, opened.claimed_at = person, None, None
    if person is not None:
        opened.assignee_name = calls.name_of(session, opened.tenant, person)
        opened.claimed_at = clock.now()
        answers = answers_of(session, before)
        if answers is not None:
            lay_draft(session, opened, person, answers)
    session.flush()
    return opened


def last_deeds(session: Session, row: TaskRow, most: int = 1) -> Sequence[HistoryRow]:
    """What was done with a task last, the latest first."""
    rows = HistoryRow
    query = select(rows).where(
        rows.tenant == row.tenant, rows.stream == row.business_key, rows.task_id == row.id
    )
    return session.scalars(query.order_by(rows.seq.desc()).limit(most)).all()
