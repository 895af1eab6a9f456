"""A supervisor lifts a token out of its place and sets it down at another node.

What the place held is cancelled, with all that sits on its edge or runs inside it; process data
stay as they are. The target lies in the same scope or in one around it, and a scope may be left
only if nothing else happens in it. What one arriving token cannot begin is no target.
"""

from __future__ import annotations

from engine.errors import Conflict, NotFound
from engine.spiff import repeats
from engine.spiff.commands import MoveToken
from engine.spiff.diagram import scope_of
from engine.spiff.instance import Instance
from engine.spiff.nodes import Node
from engine.spiff.outcome import FactTag
from engine.spiff.refusals import TokenGone
from engine.spiff.tokens import Token, anchor_of

#: A token here belongs to something else, which has to be moved or to happen itself.
_BOUND = frozenset({"host", "arm", "triggered", "undo_for"})
_JOINS = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


class MoveTargetUnknown(NotFound):
    """The diagram has no such node."""

    code = "move-target-unknown"
    sentence = "Expected to move to {target}, but the diagram has no such node."


class MoveTargetUnfit(Conflict):
    """A token that just arrives would not begin anything at the target."""

    code = "move-target-unfit"
    sentence = "Expected to move to {target}, but no token can begin at a {kind} there."


class MoveTargetElsewhere(Conflict):
    """The target lies in a scope that the token is not in."""

    code = "move-target-elsewhere"
    sentence = "Expected to move from {node} to {target}, but that lies in another sub-process."


class MoveLeavesOthers(Conflict):
    """To go there the token would leave a scope in which something else goes on."""

    code = "move-leaves-others"
    sentence = "Expected to move {node} alone, but {others} go on beside it in what it would leave."


class MovePlaceUnfit(Conflict):
    """The token is an event beside something, or an undoing, and goes with that."""

    code = "move-place-unfit"
    sentence = "Expected a place that can be left, but {node} belongs to something else."


def move(instance: Instance, command: MoveToken) -> None:
    """Cancel a waiting place and let its token arrive at the target."""
    token = instance.tokens.get(command.token)
    if token is None:
        raise TokenGone(token=command.token)
    node: Node = token.task_spec.node
    target = _target(instance, command.target)
    leaving = _out_to(instance, token, target)
    instance.note(FactTag.NODE_LEFT, node, token, target=target.key)
    scope = leaving.workflow
    _lift(instance, leaving)
    instance.place(scope, target.key)


def _target(instance: Instance, key: str) -> Node:
    target = instance.diagram.nodes.get(key)
    if target is None:
        raise MoveTargetUnknown(target=key)
    joins = target.kind in _JOINS and len(target.incoming) > 1
    begun_otherwise = target.kind in {"startEvent", "boundaryEvent"}
    apart = target.triggered_by_event or target.for_compensation
    if joins or begun_otherwise or apart or target.start_quantity > 1:
        raise MoveTargetUnfit(target=key, kind=target.kind)
    return target


def _out_to(instance: Instance, token: Token, target: Node) -> Token:
    """The token to lift: the one named, or what holds it in the scope of the target."""
    wanted, first = scope_of(target, instance.diagram), token
    while True:
        node: Node = token.task_spec.node
        if _BOUND & token.internal_data.keys():
            raise MovePlaceUnfit(node=node.id)
        outer = instance.tokens.get(token.internal_data.get("loop_of", ""))
        if outer is not None:
            _require_alone(token, repeats.runs_of(outer))
            token = outer
        if token.workflow.plan.key == wanted:
            return token
        owner = instance.owner_of(token.workflow)
        if owner is None:
            raise MoveTargetElsewhere(node=first.task_spec.node.id, target=target.key)
        _require_alone(token, token.workflow.tokens_here())
        token = owner


def _require_alone(token: Token, here: list[Token]) -> None:
    names = {token.name, anchor_of(token)}
    others = [
        other
        for other in here
        if other.name not in names
        and "arm" not in other.internal_data
        and anchor_of(other) not in names
    ]
    if others:
        raise MoveLeavesOthers(node=token.task_spec.node.id, others=len(others))


def _lift(instance: Instance, token: Token) -> None:
    """Cancel a place; of a race of events, all of it."""
    race = token.internal_data.get("race")
    for other in list(instance.tokens.values()):
        if race is not None and other.internal_data.get("race") == race:
            other.cancel()
    token.cancel()
