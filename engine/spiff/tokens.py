"""A token is SpiffWorkflow's task with a name that is the same however often a step is repeated.

Names are derived from the instance's seed and the count of tokens made so far; so a step that is
tried again after a lost race, or taken from a restored state, makes the same names.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


def anchor_of(token: Token) -> str:
    """The activity that a token belongs to: its host, or what it is a run of, else itself."""
    internal = token.internal_data
    name: str = internal.get("host") or internal.get("loop_of") or token.name
    return name


class Token(Task):
    """One place in a running diagram where something is, waits, or works."""

    def __init__(
        self,
        workflow: Any,
        task_spec: Any,
        parent: Token | None = None,
        state: int = TaskState.MAYBE,
        id: Any = None,  # noqa: A002  the library's own name for it
    ) -> None:
        made = id or workflow.top_workflow.next_name()
        super().__init__(workflow, task_spec, parent, state, made)
        #: The name by which the world outside knows it.
        self.name = str(self.id)
        if task_spec is not workflow.spec.start:
            workflow.top_workflow.register(self)

    def _add_child(self, task_spec: Any, state: int = TaskState.MAYBE) -> Token:
        return Token(self.workflow, task_spec, self, state=state)
