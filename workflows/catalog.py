"""The table of processes: what there is, who may start it, and what its diagram may call.

A process package offers `OPERATIONS`; the table is complete and visible, so the deploy gate knows
every name that a diagram may use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.instances import Operation, Recorder
from workflows import consultation, emergency_linkage, joint_mediation, visit
from workflows.cases.handlers import OPERATIONS as CASES
from workflows.documents.flow import Builder
from workflows.notifications import OPERATIONS as NOTIFICATIONS


@dataclass(frozen=True, kw_only=True)
class Process:
    """One process of the station."""

    #: Id of the process, of its folder in `bpmn/`, and (with _) of its package.
    id: str
    name: str
    name_en: str
    #: Roles that may start it by hand; empty when only other processes start it.
    started_by: frozenset[str]
    operations: Mapping[str, Operation]
    #: Form → what is made of its submission.
    recorders: Mapping[str, Recorder]


def processes() -> tuple[Process, ...]:
    """All processes, in the order in which they must be deployed."""
    return (
        Process(
            id="emergency-linkage", name="突发事件联动", name_en="Emergency linkage",
            started_by=frozenset({"R02", "R03", "R06", "R07"}),
            operations=emergency_linkage.OPERATIONS, recorders=emergency_linkage.RECORDERS,
        ),
        Process(
            id="joint-mediation", name="矛盾纠纷联调", name_en="Joint mediation",
            started_by=frozenset(), operations=joint_mediation.OPERATIONS, recorders={},
        ),
        Process(
            id="consultation", name="咨询", name_en="Consultation", started_by=frozenset(),
            operations=consultation.OPERATIONS, recorders={},
        ),
        Process(
            id="visit", name="群众来访联接", name_en="Visit reception",
            started_by=frozenset({"R02", "R03", "R06"}), operations=visit.OPERATIONS,
            recorders=visit.RECORDERS,
        ),
    )  # fmt: skip


def operations() -> dict[str, Operation]:
    """Every operation of the house by name."""
    table: dict[str, Operation] = {**CASES, **NOTIFICATIONS}
    for process in processes():
        table.update(process.operations)
    return table


def recorders() -> dict[str, Recorder]:
    """Every recorder of the house by form."""
    return {form: each for process in processes() for form, each in process.recorders.items()}


def papers() -> dict[str, Builder]:
    """Every kind of paper with what writes it from a case."""
    return {**visit.PAPERS, **joint_mediation.PAPERS}
