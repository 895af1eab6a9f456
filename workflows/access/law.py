"""The law of who may what, on one page that a lawyer can read.

Roles are those of the station (R01 … R17). Two tables: what a role may do, and which cases and
field classes it sees. Everything that is not written here is forbidden.
Source: the confidentiality rules of the station; PIPL art. 28, 51; 反家庭暴力法 art. 5, 14.
"""

from __future__ import annotations

from enum import StrEnum

from engine.protection import Sensitivity

C1, C2, C3, C4 = Sensitivity.C1, Sensitivity.C2, Sensitivity.C3, Sensitivity.C4


class Permission(StrEnum):
    """`noun:verb`; nothing is implied by another."""

    VISIT_REGISTER = "visit:register"
    INCIDENT_REPORT = "incident:report"
    CASE_SEARCH = "case:search"
    CASE_READ = "case:read"
    CASE_SEAL = "case:seal"
    #: Open a sealed case of one's own scope for a day, with a reason that others are told of.
    CASE_BREAK_GLASS = "case:break-glass"
    GLASS_REVIEW = "glass:review"
    TASK_REASSIGN = "task:reassign"
    INCIDENT_READ = "incident:read"
    DEFINITION_READ = "definition:read"
    DEFINITION_DEPLOY = "definition:deploy"
    PERSON_READ = "person:read"
    PERSON_MANAGE = "person:manage"
    FAILURE_READ = "failure:read"
    CHANNEL_MANAGE = "channel:manage"
    ACCESS_LOG_READ = "access-log:read"
    #: Keep the list of the station's rooms.
    ROOM_MANAGE = "room:manage"


#: What each role may do.
MAY: dict[str, frozenset[Permission]] = {
    "R02": frozenset(
        {
            Permission.VISIT_REGISTER, Permission.INCIDENT_REPORT, Permission.CASE_SEARCH,
            Permission.CASE_READ,
        }
    ),
    "R03": frozenset(
        {
            Permission.VISIT_REGISTER, Permission.INCIDENT_REPORT, Permission.CASE_SEARCH,
            Permission.CASE_READ, Permission.INCIDENT_READ, Permission.TASK_REASSIGN,
            Permission.CASE_BREAK_GLASS,
        }
    ),
    "R04": frozenset(
        {Permission.INCIDENT_REPORT, Permission.CASE_READ, Permission.CASE_SEARCH}
    ),
    "R05": frozenset(
        {
            Permission.INCIDENT_REPORT, Permission.CASE_SEARCH, Permission.CASE_READ,
            Permission.TASK_REASSIGN, Permission.DEFINITION_READ, Permission.CASE_SEAL,
            Permission.CASE_BREAK_GLASS,
        }
    ),
    "R06": frozenset(
        {
            Permission.VISIT_REGISTER, Permission.INCIDENT_REPORT, Permission.CASE_SEARCH,
            Permission.CASE_READ, Permission.CASE_SEAL, Permission.TASK_REASSIGN,
            Permission.INCIDENT_READ, Permission.DEFINITION_READ, Permission.PERSON_READ,
            Permission.FAILURE_READ, Permission.CASE_BREAK_GLASS, Permission.GLASS_REVIEW,
            Permission.ACCESS_LOG_READ,
            Permission.ROOM_MANAGE,
        }
    ),
    "R07": frozenset(
        {
            Permission.INCIDENT_REPORT, Permission.CASE_READ, Permission.INCIDENT_READ,
            Permission.TASK_REASSIGN, Permission.CASE_BREAK_GLASS,
        }
    ),
    "R08": frozenset({Permission.INCIDENT_READ, Permission.CASE_READ}),
    "R09": frozenset(
        {
            Permission.INCIDENT_REPORT, Permission.CASE_SEARCH, Permission.CASE_READ,
            Permission.INCIDENT_READ, Permission.CASE_BREAK_GLASS,
        }
    ),
    "R10": frozenset({Permission.INCIDENT_REPORT}),
    "R11": frozenset({Permission.CASE_READ}),
    "R12": frozenset(),
    "R13": frozenset(
        {
            Permission.PERSON_READ, Permission.PERSON_MANAGE, Permission.FAILURE_READ,
            Permission.CHANNEL_MANAGE,
        }
    ),
    "R14": frozenset(
        {Permission.DEFINITION_READ, Permission.DEFINITION_DEPLOY, Permission.FAILURE_READ}
    ),
    "R15": frozenset({Permission.ACCESS_LOG_READ, Permission.GLASS_REVIEW}),
    "R16": frozenset(),
    "R17": frozenset(),
}  # fmt: skip


class Doer(StrEnum):
    """Who somebody is to one task."""

    #: The task is in their hands.
    HOLDER = "holder"
    #: They finished it.
    FINISHER = "finisher"
    #: They delegated it and get it back.
    OWNER = "owner"
    #: They were asked to sign it.
    SIGNER = "signer"
    #: They reach its case.
    COLLEAGUE = "colleague"
    #: They reach its case and may give its tasks to others.
    SUPERVISOR = "supervisor"


#: Who may do which act on a task, where its diagram opens the act.
ACTS: dict[str, frozenset[Doer]] = {
    "send-back": frozenset({Doer.HOLDER}),
    "take-back": frozenset({Doer.FINISHER}),
    "reassign": frozenset({Doer.HOLDER, Doer.SUPERVISOR}),
    "delegate": frozenset({Doer.HOLDER}),
    "hand-back": frozenset({Doer.HOLDER}),
    "recall": frozenset({Doer.OWNER}),
    "add-signer": frozenset({Doer.HOLDER}),
    "drop-signer": frozenset({Doer.HOLDER}),
    "sign": frozenset({Doer.SIGNER}),
    "copy": frozenset({Doer.HOLDER, Doer.SUPERVISOR}),
    "urge": frozenset({Doer.COLLEAGUE}),
    "suspend": frozenset({Doer.HOLDER, Doer.SUPERVISOR}),
    "resume": frozenset({Doer.HOLDER, Doer.SUPERVISOR}),
}


class Scope(StrEnum):
    """Which cases a role reaches."""

    #: Cases the person was made a member of (own visits, assigned, invited).
    MEMBER = "member"
    #: All unsealed cases of the units in which the role is held.
    STATION = "station"
    #: All cases of the centre with an incident that is still running.
    RUNNING_INCIDENTS = "running-incidents"
    #: All unsealed cases of the centre.
    CENTRE = "centre"
    NONE = "none"


#: Which cases each role reaches.
REACHES: dict[str, Scope] = {
    "R02": Scope.MEMBER,
    "R03": Scope.STATION,
    "R04": Scope.MEMBER,
    "R05": Scope.STATION,
    "R06": Scope.STATION,
    "R07": Scope.RUNNING_INCIDENTS,
    "R08": Scope.MEMBER,
    "R09": Scope.CENTRE,
    "R11": Scope.MEMBER,
}

#: Field classes that each role reads in the clear on a case it reaches; the rest is masked.
CLEAR: dict[str, frozenset[Sensitivity]] = {
    "R02": frozenset({C1, C2, C3}),
    "R03": frozenset({C1, C2, C3}),
    "R04": frozenset({C1, C2, C3}),
    "R05": frozenset({C1, C2, C3}),
    "R06": frozenset({C1, C2, C3}),
    # C4 only while the incident runs, see `sight`.
    "R07": frozenset({C1, C2, C3, C4}),
    "R08": frozenset({C1, C2}),
    "R09": frozenset({C1, C2, C3}),
    "R11": frozenset({C1, C2}),
}

#: Roles that may open C4 of a case they reach by giving a reason, which is logged.
C4_WITH_REASON: frozenset[str] = frozenset({"R05", "R06"})

#: Roles that never see where a victim is, whatever else they see.
NEVER_WHEREABOUTS: frozenset[str] = frozenset({"R04", "R08", "R11"})
