"""A diagram under change: one draft for each process, shared by all supervisors of a centre.

A draft may be unfinished and wrong; it must only be readable. Whoever saves names the state that
they began from, so that nobody overwrites what another has saved meanwhile. The version in use is
never touched before the draft is published through the gate.
"""

from workflows.diagram_drafts.actions import DraftMoved, discard, save
from workflows.diagram_drafts.publishing import (
    ActiveMoved,
    DraftRefused,
    NothingDrafted,
    Rehearsal,
    publish,
    rehearse,
)
from workflows.diagram_drafts.queries import draft_of, stamp_of

__all__ = [
    "ActiveMoved",
    "DraftMoved",
    "DraftRefused",
    "NothingDrafted",
    "Rehearsal",
    "discard",
    "draft_of",
    "publish",
    "rehearse",
    "save",
    "stamp_of",
]
