"""P1 群众来访联接: a woman is heard once, safe first, and her matter gets one number and a way.

Diagram `bpmn/visit/visit.bpmn`. The visit owns the record of the reception, its transfers to
departments and its referrals; the case file itself belongs to `workflows.cases`.
"""

from workflows.documents.flow import ordering, with_papers
from workflows.visit.handlers import OPERATIONS as HANDLERS
from workflows.visit.papers import PAPERS
from workflows.visit.recorders import RECORDERS

#: The route is decided, so both papers of the reception can be handed over at the next step (P1-8).
OPERATIONS = with_papers(HANDLERS, {"visit.record-route": ordering(*PAPERS.values())})

__all__ = ["OPERATIONS", "PAPERS", "RECORDERS"]
