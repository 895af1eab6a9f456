"""What a service, send or receive task exchanges: one message in, one message out, as data.

BPMN 2.0.2, 10.3.3: a service task has the input and output of its operation, a send task the data
of the message it sends, a receive task that of the message it receives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.lint.model import Element, Model


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One direction of a task's talk with the outside."""

    #: The task that talks.
    task: Element
    #: "dataInput" for what it sends, "dataOutput" for what it receives.
    data: str
    #: "inputSet" or "outputSet", the set that holds the data.
    group: str
    #: The message that carries the data, if the task or its operation names one.
    message: Element | None
    #: Whether the standard demands the data, not only limits it.
    required: bool

    @property
    def items(self) -> list[Element]:
        """The data elements of this direction."""
        return [i for io in self.task.inside("ioSpecification") for i in io.inside(self.data)]

    @property
    def sets(self) -> list[Element]:
        """The input or output sets of this direction."""
        return [s for io in self.task.inside("ioSpecification") for s in io.inside(self.group)]


def exchanges(model: Model) -> Iterator[Exchange]:
    """Yield every direction in which some task that will run talks."""
    for task in (each for each in model.all("serviceTask") if model.executable(each)):
        operation = model.follow(task, "operationRef", "operation")
        if operation is not None:
            for data, group, name in _DIRECTIONS:
                message = model.follow(operation, name, "message")
                if message is not None:
                    yield Exchange(
                        task=task, data=data, group=group, message=message, required=True
                    )
    for kind, (data, group, _) in zip(("sendTask", "receiveTask"), _DIRECTIONS, strict=True):
        for task in (each for each in model.all(kind) if model.executable(each)):
            message = model.follow(task, "messageRef", "message")
            yield Exchange(task=task, data=data, group=group, message=message, required=False)


_DIRECTIONS = (
    ("dataInput", "inputSet", "inMessageRef"),
    ("dataOutput", "outputSet", "outMessageRef"),
)
