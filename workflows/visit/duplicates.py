"""The same matter comes twice: the visit is linked to the case that is already in hand.

The draft of this visit merges into that case, so there is one number and one history of the matter;
the draft keeps its own short history and points to where it went.
"""

from __future__ import annotations

from engine.errors import Invalid
from engine.instances import Call
from workflows.access.policy import reaches
from workflows.cases import files
from workflows.cases.models import CaseRow, CaseState
from workflows.cases.search import by_number
from workflows.visit.models import VisitRow


class NoCaseToLink(Invalid):
    """The number names no case that this person may link to."""

    code = "no-case-to-link"
    sentence = "Expected the number of an existing case, but {number} is none."


def link_to(call: Call, visit: VisitRow, number: str) -> CaseRow:
    """Put a visit under an existing case and close its draft."""
    existing = by_number(call.session, call.actor, number)
    if existing is None or not reaches(call.session, call.actor, existing.id):
        raise NoCaseToLink(number=number)
    draft = files.load(call.session, call.tenant, call.business_key)
    visit.case_id, draft.merged_into = existing.id, existing.id
    files.set_state(call.session, call.actor, draft, CaseState.MERGED, at=call.event_time)
    files.record(
        call.session, call.actor, existing, "visit:linked", {"visit": visit.number},
        event_time=call.event_time,
    )  # fmt: skip
    return existing
