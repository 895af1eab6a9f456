"""Papers come into being where the flow says: an operation of a diagram, and then its papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from sqlalchemy.orm import Session

from engine.instances import Call, Operation
from workflows.documents.drafts import Draft
from workflows.documents.making import order

#: The papers of one kind that a case could have now, the newest subject last.
Builder = Callable[[Session, str, str], Iterable[Draft]]


def with_papers(
    operations: Mapping[str, Operation], after: Mapping[str, Callable[[Call], None]]
) -> dict[str, Operation]:
    """The same table in which some operations also bring papers about."""
    return {
        name: _then(operation, after[name]) if name in after else operation
        for name, operation in operations.items()
    }


def _then(operation: Operation, make: Callable[[Call], None]) -> Operation:
    @wraps(operation)
    def inside(call: Call) -> Any:
        answer = operation(call)
        call.session.flush()
        make(call)
        return answer

    return inside


def ordering(*builders: Builder) -> Callable[[Call], None]:
    """Order the newest paper of each builder."""

    def make(call: Call) -> None:
        for builder in builders:
            drafts = list(builder(call.session, call.tenant, call.business_key))
            if drafts:
                order(call.session, call.actor, drafts[-1])

    return make
