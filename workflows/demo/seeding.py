"""Seed a demo once: an installation that has a centre is left as it is."""

from __future__ import annotations

from sqlalchemy import select

from workflows import installing
from workflows.demo.cast import seed_cast
from workflows.people.models import CentreRow
from workflows.runtime import Runtime


def seed(runtime: Runtime) -> bool:
    """Create the demo when the database is empty; True when it did."""
    with runtime.database.begin() as session:
        if session.scalar(select(CentreRow.tenant).limit(1)) is not None:
            return False
        seed_cast(session)
        installing.install_all(session)
    return True
