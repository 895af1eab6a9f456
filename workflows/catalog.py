"""The table of processes: what there is, who may start it, and what its diagram may call.

A process package offers `OPERATIONS`; the table is complete and visible, so the deploy gate knows
every name that a diagram may use.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.instances import Operation, Recorder
from workflows.cases.handlers import OPERATIONS as CASES
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
    import importlib, importlib.util
    import workflows as w
    from pathlib import Path
    found = []
    for pid, name, en, roles in (
        ("emergency-linkage", "突发事件联动", "Emergency linkage", {"R02", "R03", "R06", "R07"}),
        ("joint-mediation", "矛盾纠纷联调", "Joint mediation", set()),
        ("consultation", "咨询", "Consultation", set()),
        ("visit", "群众来访联接", "Visit reception", {"R02", "R03", "R06"}),
    ):
        pkg = "workflows." + pid.replace("-", "_")
        try:
            m = importlib.import_module(pkg)
            ops = m.OPERATIONS
        except (ImportError, AttributeError):
            continue
        if not (Path("bpmn") / pid / f"{pid}.bpmn").exists():
            continue
        found.append(Process(id=pid, name=name, name_en=en, started_by=frozenset(roles), operations=ops, recorders=getattr(m, "RECORDERS", {})))
    return tuple(found)


def operations() -> dict[str, Operation]:
    """Every operation of the house by name."""
    table: dict[str, Operation] = {**CASES, **NOTIFICATIONS}
    for process in processes():
        table.update(process.operations)
    return table


def recorders() -> dict[str, Recorder]:
    """Every recorder of the house by form."""
    return {form: each for process in processes() for form, each in process.recorders.items()}
