"""P3 突发事件联动: help comes at once, every department answers, nothing closes itself.

Diagram `bpmn/emergency-linkage/emergency-linkage.bpmn`. The package owns the incident, the notices
to departments, the reports up and the measures; follow-up visits (P8, P12), the child's own file
(P13) and the joint meeting (P9) get messages.
"""

from workflows.emergency_linkage.handlers import OPERATIONS
from workflows.emergency_linkage.recorders import RECORDERS

__all__ = ["OPERATIONS", "RECORDERS"]
