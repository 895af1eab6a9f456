"""One running instance: SpiffWorkflow's workflow with our data, our clock and our record of a step.

Only tokens that exist are held: nothing is predicted, and a finished token is pruned at once, its
children moving up to the root; so the cost of a step does not grow with the age of a case. Process
data belong to the process and are shared by all its tokens, so that of two writers of one key the
later wins; a run of a repeated activity has data of its own, which it leaves when it is done.
"""

from __future__ import annotations

import heapq
import logging
import uuid
from collections import deque
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.spiff.data import ProcessData
from engine.spiff.outcome import Fact, FactTag, Thrown
from engine.spiff.refusals import TooManyTokens
from engine.spiff.script import FeelEngine
from engine.spiff.tokens import Token

if TYPE_CHECKING:
    from engine.spiff.diagram import Diagram
    from engine.spiff.nodes import Flow, Node, ScopePlan
    from engine.spiff.occurrences import Occurrence
    from engine.spiff.world import World

#: The most tokens that one instance holds at a time.
MOST_TOKENS = 2000
#: Every scope's root task has this id; it stands for the scope and never runs.
ROOT = uuid.UUID(int=0)

# The library collects every task's data for each log line unless its loggers are quiet.
for _name in ("spiff.task", "spiff.workflow"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Net:
    """What the instance and its sub-processes share: a plan, and tokens that vanish when done."""

    plan: ScopePlan
    #: Activities done here that a compensation would undo, oldest first.
    undoable: list[str]

    def plant(self: Any, plan: ScopePlan) -> None:
        """Put the root under which all tokens of this scope stand side by side."""
        self.plan = plan
        self.undoable = []
        self.task_tree = Token(self, self.spec.start, state=TaskState.COMPLETED, id=ROOT)

    def tokens_here(self: Any) -> list[Token]:
        """The tokens directly in this scope, oldest first."""
        return [token for key, token in self.tasks.items() if key != ROOT]

    def _task_completed_notify(self: Any, task: Token) -> None:
        self.top_workflow.prune(task)


class Scope(Net, BpmnSubWorkflow):
    """A sub-process, or a called process, that is running."""

    def __init__(self, spec: Any, parent_task_id: Any, top_workflow: Any, **options: Any) -> None:
        super().__init__(spec, parent_task_id, top_workflow, **options)
        owner: Token = top_workflow.get_task_from_id(parent_task_id)
        #: A called process has data of its own; a sub-process shares those around it.
        self.isolated = owner.task_spec.node.called is not None


class Instance(Net, ProcessData, BpmnWorkflow):
    """The whole instance, alive for the length of one step."""

    isolated = True

    def __init__(self, spec: Any, subprocess_specs: Any = None, **options: Any) -> None:
        self.tokens: dict[str, Token] = {}
        self.seed = ROOT
        #: How many tokens were ever made; names the next one.
        self.made = 0
        self.ended = False
        self.end_event: str | None = None
        self.stopped = False
        self.failed: str | None = None
        super().__init__(spec, subprocess_specs, script_engine=FeelEngine(), **options)

    def attend(self, diagram: Diagram, world: World | None) -> None:
        """Begin a step in a world; without one the state can only be read."""
        self.diagram = diagram
        self._world = world
        self.occurrences: deque[Occurrence] = deque()
        self.unsettled: dict[Any, Any] = {}
        self.data_changed = False
        self.facts: list[Fact] = []
        self.thrown: list[Thrown] = []
        self._ready: list[tuple[int, int, str]] = []
        self._pushed = 0

    @property
    def world(self) -> World:
        """The world of this step."""
        if self._world is None:
            raise AssertionError("a step needs a world")
        return self._world

    def next_name(self) -> uuid.UUID:
        """The name of the next token."""
        self.made += 1
        return uuid.uuid5(self.seed, str(self.made))

    def register(self, token: Token) -> None:
        """Count a new token, unless the instance is full."""
        if len(self.tokens) >= MOST_TOKENS:
            node = token.task_spec.node.id
            raise TooManyTokens(node=node, limit=MOST_TOKENS, count=len(self.tokens) + 1)
        self.tokens[token.name] = token

    def get_task_from_id(self, task_id: object) -> Token:
        return self.tokens[str(task_id)]

    def place(self, scope: Any, key: str, **internal: object) -> Token:
        """Make a token at a node of a scope and let it arrive."""
        spec = scope.spec.task_specs[self.diagram.nodes[key].id]
        token = Token(scope, spec, scope.task_tree, TaskState.FUTURE)
        token.internal_data = internal
        spec._update(token)  # noqa: SLF001  the library's own door for an arriving task
        return token

    def succeed(self, token: Token, flow: Flow, **internal: object) -> None:
        """Make the token that follows another; the library lets it arrive when that completes.

        What branches off from an event that keeps waiting hangs on the root and arrives at once.
        """
        completes = token.state == TaskState.COMPLETED
        spec = token.workflow.spec.task_specs[self.diagram.nodes[flow.target].id]
        parent = token if completes else token.workflow.task_tree
        after = Token(token.workflow, spec, parent, TaskState.FUTURE)
        after.internal_data = {"via": flow.id, **internal}
        if not completes:
            spec._update(after)  # noqa: SLF001  the library's own door for an arriving task

    def prune(self, token: Token) -> None:
        """Forget a finished token; what follows it moves up to the root."""
        if self.tokens.pop(token.name, None) is None:
            return
        scope = token.workflow
        self.event_manager.remove_task(token)
        root = scope.task_tree
        for child in token.children:
            child.parent = root
        siblings = scope.tasks[token._parent]._children  # noqa: SLF001  no public way to prune
        siblings.remove(token.id)
        root._children.extend(token._children)  # noqa: SLF001  no public way to prune
        del scope.tasks[token.id]
        self.unsettled[scope.parent_task_id] = scope

    def create_subprocess(self, my_task: Token, spec_name: str) -> Scope:
        scope = Scope(self.subprocess_specs[spec_name], my_task.id, self, deserializing=True)
        scope.plant(self.diagram.scopes[spec_name])
        self.subprocesses[my_task.id] = scope
        self.unsettled[my_task.id] = scope
        return scope

    def close(self, scope: Any) -> None:
        """Forget a finished scope."""
        self.subprocesses.pop(scope.parent_task_id, None)

    def await_turn(self, token: Token) -> None:
        """Queue a token that can run: outermost scope first, then in order of arrival."""
        self._pushed += 1
        heapq.heappush(self._ready, (token.workflow.depth, self._pushed, token.name))

    def next_ready(self) -> Token | None:
        """The token whose turn it is, or None."""
        while self._ready:
            _, _, name = heapq.heappop(self._ready)
            token = self.tokens.get(name)
            if token is not None and token.state == TaskState.READY:
                return token
        return None

    def note(self, tag: FactTag, node: Node, token: Token | None, **detail: object) -> None:
        """Write down what happened at a node."""
        name = "" if token is None else token.name
        self.facts.append(Fact(tag=tag, node=node.key, token=name, detail=detail))

    def note_process(self, tag: FactTag, **detail: object) -> None:
        """Write down what happened to the whole."""
        self.facts.append(Fact(tag=tag, node=self.diagram.process_id, detail=detail))

    def owner_of(self, scope: Any) -> Token | None:
        """The activity that runs a scope; None for the process itself."""
        return None if scope.parent_task_id is None else self.tokens.get(str(scope.parent_task_id))

    def is_outermost(self, scope: Any) -> bool:
        """Whether a scope is the process itself, or an event sub-process directly in it."""
        owner = self.owner_of(scope)
        if owner is not None and "triggered" in owner.internal_data:
            return self.is_outermost(owner.workflow)
        return scope is self

    def alive(self, scope: Any) -> bool:
        """Whether a scope is still running."""
        return scope is self or self.subprocesses.get(scope.parent_task_id) is scope
