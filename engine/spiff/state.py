"""The state of an instance is small: the library's serialisation of its tokens, without the spec.

One byte of codec, one of format version, then JSON. The specification stays out, because the caller
knows which version of which diagram an instance runs on, and so do the roots, which are the same
everywhere. Process data pass as they are: they are plain JSON already.
"""

from __future__ import annotations

import json
import uuid
import zlib
from typing import Any

from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.workflow import (
    BpmnSubWorkflowConverter,
    BpmnWorkflowConverter,
    SimpleTaskConverter,
)
from SpiffWorkflow.util.task import TaskState

from engine.spiff.diagram import Diagram
from engine.spiff.instance import Instance, Scope
from engine.spiff.refusals import StateUnreadable
from engine.spiff.tokens import Token
from engine.spiff.world import World

PLAIN, PACKED = b"j", b"z"
FORMAT = b"1"
#: From this size on, packing pays.
_WORTH_PACKING = 8192
_FLAGS = ("made", "ended", "end_event", "stopped", "failed")


class TokenConverter(SimpleTaskConverter):
    """A token: at rest it hangs on the root of its scope and has no children."""

    def to_dict(self, task: Token) -> dict[str, Any]:
        owner = task.workflow.parent_task_id
        kept: dict[str, Any] = {"id": task.name, "spec": task.task_spec.name, "state": task.state}
        if owner is not None:
            kept["in"] = str(owner)
        if task.internal_data:
            kept["internal"] = task.internal_data
        if task.data:
            kept["data"] = task.data
        return kept

    def from_dict(self, dct: dict[str, Any], scope: Any) -> Token:
        spec = scope.spec.task_specs[dct["spec"]]
        token = Token(scope, spec, scope.task_tree, dct["state"], uuid.UUID(dct["id"]))
        token.internal_data = dct.get("internal", {})
        token.data = dct.get("data", {})
        if token.state == TaskState.WAITING and "arrived" not in token.internal_data:
            scope.top_workflow.event_manager.add_task(token)
        return token


class ScopeConverter(BpmnSubWorkflowConverter):
    """A running sub-process; its tokens are saved with all others, in the order of their making."""

    def to_dict(self, workflow: Scope) -> dict[str, Any]:
        kept: dict[str, Any] = {"plan": workflow.plan.key}
        if workflow.isolated:
            kept["data"] = workflow.data
        if workflow.undoable:
            kept["undoable"] = workflow.undoable
        return kept

    def from_dict(self, dct: dict[str, Any], owner: Token) -> Scope:
        scope: Scope = owner.workflow.top_workflow.create_subprocess(owner, dct["plan"])
        scope.data = dct.get("data", {})
        scope.undoable = dct.get("undoable", [])
        return scope


class InstanceConverter(BpmnWorkflowConverter):
    """The whole instance."""

    def to_dict(self, workflow: Instance) -> dict[str, Any]:
        flags = {name: getattr(workflow, name) for name in _FLAGS}
        return {
            "process": workflow.diagram.process_id,
            "seed": str(workflow.seed),
            **{name: value for name, value in flags.items() if value},
            "data": workflow.data,
            "undoable": workflow.undoable,
            "scopes": {
                name: self.registry.convert(workflow.subprocesses[token.id])
                for name, token in workflow.tokens.items()
                if token.id in workflow.subprocesses
            },
            "tokens": [self.registry.convert(token) for token in workflow.tokens.values()],
        }

    def from_dict(self, dct: dict[str, Any], diagram: Diagram, world: World | None) -> Instance:
        instance = new_instance(diagram, world, uuid.UUID(dct["seed"]))
        instance.data = dct["data"]
        instance.undoable = dct["undoable"]
        for saved in dct["tokens"]:
            scope = instance
            if "in" in saved:
                owner = instance.tokens[saved["in"]]
                if owner.id not in instance.subprocesses:
                    self.registry.restore(dct["scopes"][saved["in"]], owner=owner)
                scope = instance.subprocesses[owner.id]
            self.registry.restore(saved, scope=scope)
        for name in _FLAGS:
            setattr(instance, name, dct.get(name, getattr(instance, name)))
        instance.unsettled.clear()
        return instance


_SERIALIZER = BpmnWorkflowSerializer(
    BpmnWorkflowSerializer.configure(
        {Instance: InstanceConverter, Scope: ScopeConverter, Token: TokenConverter}
    )
)


def new_instance(diagram: Diagram, world: World | None, seed: uuid.UUID) -> Instance:
    """An instance of a diagram without any token."""
    instance = Instance(diagram.specs[diagram.process_id], diagram.specs, deserializing=True)
    instance.attend(diagram, world)
    instance.seed = seed
    instance.plant(diagram.scopes[diagram.process_id])
    return instance


def dump(instance: Instance) -> bytes:
    """The state of an instance at rest."""
    saved = _SERIALIZER.to_dict(instance)
    written = json.dumps(saved, ensure_ascii=False, separators=(",", ":"))
    text = written.encode("utf-8", "surrogatepass")
    if len(text) < _WORTH_PACKING:
        return PLAIN + FORMAT + text
    return PACKED + FORMAT + zlib.compress(text, 1)


def load(diagram: Diagram, state: bytes, world: World | None) -> Instance:
    """The instance of a saved state; `StateUnreadable` if it is not of this diagram and format."""
    saved = _read(diagram, state)
    if saved.get("process") != diagram.process_id:
        raise StateUnreadable(process=diagram.process_id, problem="it is of another process")
    try:
        instance: Instance = _SERIALIZER.from_dict(saved, diagram=diagram, world=world)
    except (KeyError, TypeError) as unknown:
        problem = f"it holds {unknown}, which the diagram does not"
        raise StateUnreadable(process=diagram.process_id, problem=problem) from unknown
    return instance


def _read(diagram: Diagram, state: bytes) -> dict[str, Any]:
    codec, version, text = state[:1], state[1:2], state[2:]
    if version != FORMAT or codec not in {PLAIN, PACKED}:
        raise StateUnreadable(process=diagram.process_id, problem="its format is unknown")
    try:
        saved: dict[str, Any] = json.loads(zlib.decompress(text) if codec == PACKED else text)
    except (ValueError, zlib.error) as broken:
        raise StateUnreadable(process=diagram.process_id, problem=str(broken)) from broken
    return saved
