"""The door of people: claim, release, reassign, save a draft, complete, and send an act.

Candidate groups restrict who may take a task, the domain's guard restricts further (a conflict of
interest, a sealed case). Completing and acts go through the corridor; the rest touches one row.
"""

from engine.errors import ReasonMissing
from engine.tasks.acts import form_of_act, require_act_role, send_act
from engine.tasks.claims import claim, reassign, release, set_priority
from engine.tasks.completing import complete, draft_of, form_of, save_draft
from engine.tasks.refusals import (
    ActGone,
    AlreadyClaimed,
    AlreadyClosed,
    FourEyes,
    NoSuchAct,
    NoSuchTask,
    NotCandidate,
    NotYours,
    StaleTask,
)
from engine.tasks.rows import load

__all__ = [
    "ActGone",
    "AlreadyClaimed",
    "AlreadyClosed",
    "FourEyes",
    "NoSuchAct",
    "NoSuchTask",
    "NotCandidate",
    "NotYours",
    "ReasonMissing",
    "StaleTask",
    "claim",
    "complete",
    "draft_of",
    "form_of",
    "form_of_act",
    "load",
    "reassign",
    "release",
    "require_act_role",
    "save_draft",
    "send_act",
    "set_priority",
]
