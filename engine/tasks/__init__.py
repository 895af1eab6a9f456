"""The door of people: claim, release, save a draft, complete, send an act, and hand work on.

Candidate groups restrict who may take a task, the domain's guard restricts further (a conflict of
interest, a sealed case). Completing and acts go through the corridor; the rest touches one row.
"""

from engine.errors import ReasonMissing
from engine.tasks.act_refusals import (
    ActClosed,
    AlreadySigner,
    Delegated,
    Followed,
    Irrevocable,
    NoSuchSigner,
    NotDelegated,
    NotSuspended,
    NotTheDoer,
    NoWayBack,
    Suspended,
    UndoTooLate,
    Unsigned,
    UrgedJustNow,
)
from engine.tasks.acts import form_of_act, require_act_role, send_act
from engine.tasks.claims import claim, reassign, release, set_priority
from engine.tasks.completing import complete, draft_of, form_of, save_draft
from engine.tasks.copying import copy
from engine.tasks.delegating import delegate, hand_back, recall
from engine.tasks.models import SignerRow, Signing, StandingRow
from engine.tasks.moving_back import follower_of, send_back, take_back, ways_back
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
from engine.tasks.signing import add_signer, drop_signer, sign, signers_of, unsigned
from engine.tasks.standings import require_act, standing_of, standings_of, step_of
from engine.tasks.suspending import resume, suspend, wake
from engine.tasks.undoing import last_act, undo
from engine.tasks.urging import urge

__all__ = [
    "ActClosed",
    "ActGone",
    "AlreadyClaimed",
    "AlreadyClosed",
    "AlreadySigner",
    "Delegated",
    "Followed",
    "FourEyes",
    "Irrevocable",
    "NoSuchAct",
    "NoSuchSigner",
    "NoSuchTask",
    "NoWayBack",
    "NotCandidate",
    "NotDelegated",
    "NotSuspended",
    "NotTheDoer",
    "NotYours",
    "ReasonMissing",
    "SignerRow",
    "Signing",
    "StaleTask",
    "StandingRow",
    "Suspended",
    "UndoTooLate",
    "Unsigned",
    "UrgedJustNow",
    "add_signer",
    "claim",
    "complete",
    "copy",
    "delegate",
    "draft_of",
    "drop_signer",
    "follower_of",
    "form_of",
    "form_of_act",
    "hand_back",
    "last_act",
    "load",
    "reassign",
    "recall",
    "release",
    "require_act",
    "require_act_role",
    "resume",
    "save_draft",
    "send_act",
    "send_back",
    "set_priority",
    "sign",
    "signers_of",
    "standing_of",
    "standings_of",
    "step_of",
    "suspend",
    "take_back",
    "undo",
    "unsigned",
    "urge",
    "wake",
    "ways_back",
]
