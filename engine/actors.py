"""Who is asking: a frozen value handed to every verb, cut loose from tables and sessions.

The engine compares groups of an actor with candidate groups of a task and writes the actor into
the history; who people are and which posts they hold is the domain's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One person (or the clock) in the role acted in right now."""

    #: The centre whose rows this actor can reach at all.
    tenant: str
    #: Id of the person, or "clock" and the like for the house itself.
    id: str
    #: Name shown to colleagues.
    name: str
    #: Role acted in, e.g. "R04".
    role: str
    #: The post held in that role, if any.
    post: str = ""
    #: The unit (station, department, centre) acted for.
    unit: str = ""
    #: Candidate groups whose tasks this actor may take, each "<role>@<unit>".
    groups: frozenset[str] = field(default_factory=frozenset)
    #: Id of the absent person for whom this one acts at the moment; the history says so.
    instead_of: str = ""


def group(role: str, unit: str) -> str:
    """The candidate group of one role in one unit."""
    return f"{role}@{unit}"


def house(tenant: str, name: str = "clock") -> Actor:
    """The house itself acting: a timer that fires, a delivery that comes back."""
    return Actor(tenant=tenant, id=name, name=name, role=name)
