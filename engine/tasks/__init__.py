"""The door of people: claim, release, reassign, stand in, save a draft, complete, send an act.

Candidate groups restrict who may take a task, the domain's guard restricts further (a conflict of
interest, a sealed case). Completing and acts go through the corridor; the rest touches one row.
"""

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
    ReasonMissing,
    StaleTask,
)
from engine.tasks.rows import load
from engine.tasks.standing_in import Before, Undone, give_instead, put_back, put_forward

__all__ = [
    "ActGone",
    "AlreadyClaimed",
    "AlreadyClosed",
    "Before",
    "FourEyes",
    "NoSuchAct",
    "NoSuchTask",
    "NotCandidate",
    "NotYours",
    "ReasonMissing",
    "StaleTask",
    "Undone",
    "claim",
    "complete",
    "draft_of",
    "form_of",
    "form_of_act",
    "give_instead",
    "load",
    "put_back",
    "put_forward",
    "reassign",
    "release",
    "require_act_role",
    "save_draft",
    "send_act",
    "set_priority",
]
