"""What a step refuses by name; the caller rolls back and nothing has happened.

A refusal about the diagram names the node by its author's id.
"""

from __future__ import annotations

from engine.errors import Conflict, Invalid


class TokenGone(Conflict):
    """The waiting place that a command names is no longer waiting."""

    code = "token-gone"
    sentence = "Expected {token} to wait, but it has gone on or was cancelled."


class NobodyWaits(Conflict):
    """No event of the instance waits for this message with this correlation."""

    code = "nobody-waits"
    sentence = "Expected somebody to wait for {message}, but nobody does."


class NotYetDue(Conflict):
    """A timer was to be fired before its instant."""

    code = "timer-not-yet-due"
    sentence = "Expected timer {node} to be due, but it is due at {due}."


class HasEnded(TokenGone):
    """The instance has ended: nothing waits in it, and it takes no command."""

    code = "instance-has-ended"
    sentence = "Expected a running instance, but it has ended."


class ConditionUndecided(Invalid):
    """A condition gave neither true nor false."""

    code = "condition-undecided"
    sentence = "Expected true or false from {expression} at {node}, but it gave {value}."


class NoFlowTaken(Invalid):
    """No condition was true and there is no default flow."""

    code = "no-flow-taken"
    sentence = "Expected a way out of {node}, but no condition is true and no flow is the default."


class TimerUnreadable(Invalid):
    """A timer's text or expression is no instant, duration or cycle that lies ahead."""

    code = "timer-unreadable"
    sentence = "Expected a time at {node}, but {expression} is {problem}."


class ItemsUnreadable(Invalid):
    """The list or count of a multi-instance cannot be used."""

    code = "items-unreadable"
    sentence = "Expected a list or a count at {node}, but {problem}."


class ExpressionFailed(Invalid):
    """A FEEL expression of the diagram cannot be evaluated on the present data."""

    code = "expression-failed"
    sentence = "Expected a value from {expression} at {node}, but {problem}."


class UncaughtError(Invalid):
    """An operation ended in a business error that the diagram does not catch."""

    code = "error-uncaught"
    sentence = "Expected {node} to succeed, but it ended in {error} and nobody catches that."


class RunsForever(Invalid):
    """One command set off more steps than a sound diagram can need."""

    code = "runs-forever"
    sentence = "Expected {process} to come to rest, but it was still running after {steps} steps."


class TooManyTokens(Invalid):
    """One step would create more waiting places than an instance may hold."""

    code = "too-many-tokens"
    sentence = "Expected at most {limit} tokens at {node}, but it would create {count}."


class StartUnknown(Invalid):
    """The process has no such start, or several and none was chosen."""

    code = "start-unknown"
    sentence = "Expected one start event in {process}, but {problem}."


class StateUnreadable(Invalid):
    """A saved state is not of this diagram, or of no format that this version reads."""

    code = "state-unreadable"
    sentence = "Expected a saved state of {process}, but {problem}."


class DataUnusable(Invalid):
    """A value cannot be process data: null, true, a whole number, text and lists of them can."""

    code = "data-unusable"
    sentence = "Expected process data under {key}, but a {kind} is none."
