"""P1 群众来访联接: a woman is heard once, safe first, and her matter gets one number and a way.

Diagram `bpmn/visit/visit.bpmn`. The visit owns the record of the reception, its transfers to
departments and its referrals; the case file itself belongs to `workflows.cases`.
"""

from workflows.visit.handlers import OPERATIONS
from workflows.visit.recorders import RECORDERS

__all__ = ["OPERATIONS", "RECORDERS"]
