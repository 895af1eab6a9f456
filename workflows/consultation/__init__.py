"""P4 咨询: a question is answered with its legal basis, and nothing more is opened than it needs.

Diagram `bpmn/consultation/consultation.bpmn`.
"""

from workflows.consultation.handlers import OPERATIONS

__all__ = ["OPERATIONS"]
