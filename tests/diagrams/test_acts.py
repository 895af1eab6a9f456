"""Each act on every step on which a diagram of P1 to P4 opens it, walked twice; refused elsewhere.

The paths are those of the walks. At each step every act is tried in a transaction that is rolled
back, so that one walk serves them all; straight on, and with every diagram read anew at each step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, tasks
from engine.actors import Actor
from engine.database import Database
from engine.models import HistoryRow, TaskRow, TaskStatus
from engine.spiff.nodes import Node
from engine.spiff.vocabulary import TASK_ACTS
from tests.diagrams import test_consultation_walks as consultation
from tests.diagrams import test_emergency_linkage_walks as emergency
from tests.diagrams import test_joint_mediation_walks as mediation
from tests.diagrams import test_visit_walks as visit
from tests.diagrams.desks import TENANT, Desks
from tests.diagrams.mediations import MEDIATION, ORALLY
from tests.diagrams.visits import VISIT
from tests.diagrams.walking import Do, Ground, Path
from workflows.cases import moving_back, resting, suspending, undoing
from workflows.cases.standstill import PARKED
from workflows.deadlines import BasisKind, load_table
from workflows.deadlines.models import DeadlineRow, DeadlineState
from workflows.installing import install

Walks = tuple[tuple[Ground, Path], ...]
WALKS: Mapping[str, Walks] = {
    "visit": tuple((VISIT, path) for path in visit.PATHS),
    "consultation": tuple((consultation.CONSULTATION, path) for path in consultation.PATHS),
    "joint-mediation": tuple(
        (ORALLY if "oral" in path.name else MEDIATION, path) for path in mediation.PATHS
    ),
    "emergency-linkage": tuple((emergency.EMERGENCY, path) for path in emergency.PATHS),
}
WHY = "上级要求"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One open task in its holder's hands, inside a transaction that will be rolled back."""

    desks: Desks
    session: Session
    me: Actor
    row: TaskRow
    node: Node
    #: With what the task is finished when the walk goes on.
    given: Mapping[str, object]

    def other(self, name: str) -> Actor:
        """Somebody else of the same group."""
        return replace(self.me, id=name, name=name)

    def last(self) -> HistoryRow:
        """The last fact about the task."""
        return self.session.scalars(
            select(HistoryRow).where(HistoryRow.task_id == self.row.id)
            .order_by(HistoryRow.seq.desc())
        ).first()  # fmt: skip

    def facts(self) -> list[int]:
        """The numbers of all facts about the task."""
        query = select(HistoryRow.seq).where(HistoryRow.task_id == self.row.id)
        return list(self.session.scalars(query))

    def refuses_to_finish(self, refusal: type[Exception], who: Actor | None = None) -> None:
        """The task cannot be finished now."""
        with pytest.raises(refusal):
            tasks.complete(self.session, self.desks.calls, who or self.me, self.row.id, {})


def reassign(scene: Scene) -> None:
    tasks.reassign(scene.session, scene.desks.calls, scene.me, scene.row.id, "wang", WHY)
    assert (scene.row.assignee, scene.row.status) == ("wang", TaskStatus.OPEN)
    assert scene.last().detail == {"reason": WHY}
    assert scene.last().facts["to"] == "wang"
    scene.refuses_to_finish(tasks.NotYours)


def delegate(scene: Scene) -> None:
    calls, wang = scene.desks.calls, scene.other("wang")
    tasks.delegate(scene.session, calls, scene.me, scene.row.id, "wang", WHY)
    scene.session.flush()
    scene.refuses_to_finish(tasks.Delegated, wang)
    tasks.save_draft(scene.session, wang, scene.row.id, {"seen": "yes"})
    tasks.hand_back(scene.session, calls, wang, scene.row.id, "办好了")
    assert scene.row.assignee == scene.me.id
    draft = tasks.draft_of(scene.session, scene.me, scene.row.id)
    assert draft is not None
    assert draft.fields == {"seen": "yes"}
    assert scene.last().tag == "task:handed-back"


def sign_all(scene: Scene) -> None:
    for name in ("wang", "chen"):
        _ask(scene, name, tasks.Signing.ALL)
    _sign(scene, "wang")
    scene.refuses_to_finish(tasks.Unsigned)
    _sign(scene, "chen", agreed=False)
    scene.refuses_to_finish(tasks.Unsigned)
    tasks.drop_signer(scene.session, scene.desks.calls, scene.me, scene.row.id, "chen", WHY)
    assert tasks.unsigned(tasks.signers_of(scene.session, TENANT, scene.row.id)) == []


def sign_any(scene: Scene) -> None:
    for name in ("wang", "chen"):
        _ask(scene, name, tasks.Signing.ANY)
    scene.refuses_to_finish(tasks.Unsigned)
    _sign(scene, "chen")
    assert tasks.unsigned(tasks.signers_of(scene.session, TENANT, scene.row.id)) == []


def _ask(scene: Scene, name: str, signing: tasks.Signing) -> None:
    calls = scene.desks.calls
    tasks.add_signer(scene.session, calls, scene.me, scene.row.id, name, signing, WHY)


def _sign(scene: Scene, name: str, *, agreed: bool = True) -> None:
    tasks.sign(
        scene.session, scene.desks.calls, scene.other(name), scene.row.id, agreed=agreed,
        remark="" if agreed else "不同意",
    )  # fmt: skip
    scene.session.flush()


def copy(scene: Scene) -> None:
    before = scene.row.version
    tasks.copy(scene.session, scene.desks.calls, scene.me, scene.row.id, "chen", WHY)
    assert (scene.last().tag, scene.last().facts["to"]) == ("task:copied", "chen")
    assert (scene.row.assignee, scene.row.version) == (scene.me.id, before)


def urge(scene: Scene) -> None:
    calls, chen = scene.desks.calls, scene.other("chen")
    assert tasks.urge(scene.session, calls, chen, scene.row.id, "").urges == 1
    with pytest.raises(tasks.UrgedJustNow):
        tasks.urge(scene.session, calls, chen, scene.row.id, "")
    clock.travel_to(clock.now() + timedelta(minutes=10))
    assert tasks.urge(scene.session, calls, chen, scene.row.id, "").urges == 2
    assert scene.last().facts == {**scene.last().facts, "to": scene.me.id, "times": 2}


def suspend(scene: Scene) -> None:
    """In hospital for three days: house clocks go on three days later, legal ones never moved."""
    session, calls, desks = scene.session, scene.desks.calls, scene.desks
    clocks = {each.id: each.effective for each in resting.clocks_of(session, scene.row)}
    legal = _legal_ends(session)
    suspending.suspend(session, calls, scene.me, scene.row.id, "hospital", WHY)
    scene.refuses_to_finish(tasks.Suspended)
    rules = load_table().rules
    paused = {each.id for each in resting.clocks_of(session, scene.row)
              if each.state is DeadlineState.PAUSED}  # fmt: skip
    rows = [session.get_one(DeadlineRow, (TENANT, each)) for each in clocks]
    may = [r for r in rows if "hospital" in rules[r.rule].pauses and clock.now() < r.expires]
    assert paused == {row.id for row in may}
    parked = [timer.node for timer in desks.armed(session) if timer.due_at == PARKED]
    still = [session.get_one(DeadlineRow, (TENANT, each)) for each in paused]
    armed = {timer.node for timer in desks.armed(session)}
    assert sorted(parked) == sorted(n for d in still for n in d.nodes if n in armed)
    clock.travel_to(clock.now() + timedelta(days=3))
    suspending.resume(session, calls, scene.me, scene.row.id, "出院")
    session.flush()
    assert not [timer for timer in desks.armed(session) if timer.due_at == PARKED]
    for each in still:
        assert each.effective > clocks[each.id]
        due = {timer.due_at for timer in desks.armed(session) if timer.node in each.nodes}
        assert due <= {each.expires, *map(datetime.fromisoformat, each.warnings)}
    assert _legal_ends(session) == legal


def send_back(scene: Scene, target: str) -> None:
    """The earlier step is open again; done as before, it leads back to here."""
    desks, session = scene.desks, scene.session
    legal = _legal_ends(session)
    moving_back.send_back(session, desks.calls, scene.me, scene.row.id, target, WHY)
    assert scene.row.status == TaskStatus.CANCELLED
    facts = scene.last()
    assert (facts.tag, facts.detail, facts.acting_role) == (
        "task:sent-back", {"reason": WHY}, scene.row.role,
    )  # fmt: skip
    _do_again(scene, target)
    assert _legal_ends(session) == legal
    assert not [t for t in desks.armed(session) if t.anchor == scene.row.anchor]


def undo_send_back(scene: Scene, target: str) -> None:
    """Undone at once, the step is open again in the same hands, and every clock as it was."""
    desks, session = scene.desks, scene.session
    before = _clocks(scene, scene.row)
    moving_back.send_back(session, desks.calls, scene.me, scene.row.id, target, WHY)
    clock.travel_to(clock.now() + timedelta(seconds=9))
    undoing.undo(session, desks.calls, scene.me, scene.row.id, "task:sent-back", "看错了")
    opened = [row for row in desks.open_rows(session) if row.node == scene.row.node]
    assert [row.assignee for row in opened] == [scene.me.id]
    assert _clocks(scene, opened[0]) == before


def _clocks(scene: Scene, row: TaskRow) -> tuple[dict[str, datetime], set[tuple[str, datetime]]]:
    """The deadlines of a step and those around it, and the timers of the instance to come."""
    scene.session.flush()
    clocks = {each.code: each.effective for each in resting.clocks_of(scene.session, row)}
    coming = [t for t in scene.desks.armed(scene.session) if t.due_at > clock.now()]
    return clocks, {(timer.node, timer.due_at) for timer in coming}


def _do_again(scene: Scene, target: str) -> None:
    """Do what was done before, from the step sent back to, until the step that was left."""
    desks, session = scene.desks, scene.session
    for _ in range(10):
        opened = [row for row in desks.open_rows(session) if row.id > scene.row.id]
        if any(row.node == scene.row.node for row in opened):
            return
        assert opened, f"nothing is open after {scene.row.node} went back to {target}"
        clock.travel_to(clock.now() + timedelta(seconds=1))
        desks.finish(session, opened[-1], desks.given[opened[-1].node])
    pytest.fail(f"{scene.row.node} does not come again after {target}")


def _legal_ends(session: Session) -> set[tuple[str, datetime]]:
    """When the legal periods that run now end."""
    rows = session.scalars(
        select(DeadlineRow).where(
            DeadlineRow.state == DeadlineState.RUNNING, DeadlineRow.basis_kind == BasisKind.LAW
        )
    )
    return {(row.code, row.effective) for row in rows}


def take_back(scene: Scene) -> bool:
    """Done and taken back: open again in the same hands, and done again it leads on as before."""
    desks, session, node = scene.desks, scene.session, scene.row.node
    desks.finish(session, scene.row, scene.given)
    followers = [row.node for row in desks.open_rows(session) if row.id > scene.row.id]
    clock.travel_to(clock.now() + timedelta(seconds=1))
    try:
        moving_back.take_back(session, desks.calls, scene.me, scene.row.id, WHY)
    except (tasks.Irrevocable, tasks.Followed):
        return False
    again = [row for row in desks.open_rows(session) if row.id > scene.row.id]
    assert [(row.node, row.assignee) for row in again] == [(node, scene.me.id)]
    clock.travel_to(clock.now() + timedelta(seconds=1))
    desks.finish(session, again[0], scene.given)
    assert [r.node for r in desks.open_rows(session) if r.id > again[0].id] == followers
    return True


#: What each act does where it is open; sending back and taking back are tried by their own rules.
ON_THE_SPOT: Mapping[str, Callable[[Scene], None]] = {
    "reassign": reassign, "delegate": delegate, "sign-all": sign_all, "sign-any": sign_any,
    "copy": copy, "urge": urge, "suspend": suspend,
}  # fmt: skip


def refused(scene: Scene, act: str) -> None:
    """An act that the diagram does not open is refused by that name, and nothing is written."""
    session, calls, me, task = scene.session, scene.desks.calls, scene.me, scene.row.id
    before, version = scene.facts(), scene.row.version
    verbs: Mapping[str, Callable[[], object]] = {
        "reassign": lambda: tasks.reassign(session, calls, me, task, "wang", WHY),
        "delegate": lambda: tasks.delegate(session, calls, me, task, "wang", WHY),
        "sign-all": lambda: _ask(scene, "wang", tasks.Signing.ALL),
        "sign-any": lambda: _ask(scene, "wang", tasks.Signing.ANY),
        "copy": lambda: tasks.copy(session, calls, me, task, "wang", WHY),
        "urge": lambda: tasks.urge(session, calls, me, task, ""),
        "suspend": lambda: tasks.suspend(session, calls, me, task, "hospital", WHY),
        "send-back": lambda: tasks.send_back(session, calls, me, task, "anywhere", WHY),
        "take-back": lambda: tasks.take_back(session, calls, me, task, WHY),
    }
    with pytest.raises(tasks.ActClosed):
        verbs[act]()
    session.flush()
    assert (scene.facts(), scene.row.version) == (before, version)


@dataclass(kw_only=True)
class Tried:
    """What a process was seen to do, by step and act (with a target)."""

    done: set[tuple[str, str]]
    refused: set[tuple[str, str]]

    def at(self, desks: Desks, step: Do) -> None:
        """Try every act at an open task that has not been tried there."""
        node = desks.ground.diagram(0).nodes[step.node]
        self._refuse(desks, step, node)
        for act in node.task_acts:
            if act == "take-back":
                self._try(desks, step, node, act, take_back)
            elif act != "send-back":
                self._try(desks, step, node, act, ON_THE_SPOT[act])
        for target in node.back_to:
            self._send_back(desks, step, node, target)

    def _send_back(self, desks: Desks, step: Do, node: Node, target: str) -> None:
        with desks.database.read() as session:
            back = tasks.ways_back(session, desks.row_for(session, step))
        if target in {each.node for each in back}:
            self._try(
                desks, step, node, f"send-back {target}", lambda scene: send_back(scene, target)
            )
            self._try(
                desks, step, node, f"undo {target}", lambda scene: undo_send_back(scene, target)
            )

    def _refuse(self, desks: Desks, step: Do, node: Node) -> None:
        """All closed acts in one transaction, because none of them may write anything."""
        closed = {(node.id, act) for act in TASK_ACTS if act not in node.task_acts} - self.refused
        if closed:
            with desks.trial(moves=False) as session:
                scene = self._scene(desks, session, step, node)
                for _, act in sorted(closed):
                    refused(scene, act)
            self.refused |= closed

    def _try(
        self, desks: Desks, step: Do, node: Node, act: str, verb: Callable[[Scene], bool | None]
    ) -> None:
        if (node.id, act) not in self.done:
            with desks.trial(moves=act not in ON_THE_SPOT or act == "suspend") as session:
                if verb(self._scene(desks, session, step, node)) is not False:
                    self.done.add((node.id, act))

    def _scene(self, desks: Desks, session: Session, step: Do, node: Node) -> Scene:
        row = desks.row_for(session, step)
        me = desks.hold(session, row)
        return Scene(
            desks=desks, session=session, me=me, row=row, node=node, given=desks.answers(step)
        )


def opened(nodes: Iterable[Node]) -> set[tuple[str, str]]:
    """Every act that a diagram opens, by step; sending back once for each target."""
    steps = [node for node in nodes if node.kind == "userTask"]
    acts = {(node.id, act) for node in steps for act in node.task_acts if act != "send-back"}
    back = {(node.id, target) for node in steps for target in node.back_to}
    return acts | {(step, f"{what} {to}") for step, to in back for what in ("send-back", "undo")}


def not_opened(nodes: Iterable[Node]) -> set[tuple[str, str]]:
    """Every act that a diagram keeps closed, by step."""
    steps = [node for node in nodes if node.kind == "userTask"]
    return {(node.id, act) for node in steps for act in TASK_ACTS if act not in node.task_acts}


@pytest.mark.parametrize("restarted", [False, True], ids=["straight on", "restored at every step"])
@pytest.mark.parametrize("process", WALKS)
def test_every_act_works_where_the_diagram_opens_it_and_nowhere_else(
    database: Database, process: str, *, restarted: bool
) -> None:
    with database.begin() as session:
        install(session, TENANT)
    nodes = WALKS[process][0][0].diagram(0).nodes.values()
    wanted, closed, tried = opened(nodes), not_opened(nodes), Tried(done=set(), refused=set())
    for ground, path in WALKS[process]:
        open_questions = {step for step, _ in (wanted - tried.done) | (closed - tried.refused)}
        if open_questions & {step.node for step in path.steps if isinstance(step, Do)}:
            walk(Desks(database=database, ground=ground, restarted=restarted), path, tried)
    assert sorted(wanted - tried.done) == []
    assert tried.refused == closed


def walk(desks: Desks, path: Path, tried: Tried) -> None:
    """Play a path to its end and try every act at every task on the way."""
    desks.start(path)
    for step in path.steps:
        if isinstance(step, Do):
            tried.at(desks, step)
        desks.take(step)
