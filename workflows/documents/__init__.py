"""The papers of a case: made from one template as Word and PDF, numbered, kept, never rewritten.

`kinds` says which papers there are and what each may say; `drafts` lets nothing protected in;
`making` writes versions in the transaction that caused them; `press` prints them afterwards.
Who may see a case is the access law's business; who makes which paper is that of the processes.
"""

from workflows.documents.drafts import Classed, Draft
from workflows.documents.kinds import PaperKind, load_kinds
from workflows.documents.making import make, order
from workflows.documents.press import Press

__all__ = ["Classed", "Draft", "PaperKind", "Press", "load_kinds", "make", "order"]
