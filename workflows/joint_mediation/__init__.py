"""P2 矛盾纠纷联调: two sides who want to talk are helped to agree, and stopped when it is unsafe.

Diagram `bpmn/joint-mediation/joint-mediation.bpmn`. This package owns the mediation file with its
sessions, attempts, terms and follow-up dates; the case and its people belong to `workflows.cases`,
the follow-ups themselves to a later process that hears of them by the message FollowUpsPlanned.
"""

from workflows.documents.flow import with_papers
from workflows.joint_mediation.handlers import OPERATIONS as HANDLERS
from workflows.joint_mediation.papers import AFTER, PAPERS

OPERATIONS = with_papers(HANDLERS, AFTER)

__all__ = ["OPERATIONS", "PAPERS"]
