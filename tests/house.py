"""The real house with its cast, diagrams and forms, once a test; made once a run and copied.

What takes seconds (hashing passwords, the deploy gate) happens in a template; a test's house is a
copy of that database with the run's own keys.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from engine import clock, protection
from engine.actors import Actor, group
from engine.database import Database
from engine.instances import Calls
from tests.conftest import MONDAY_MORNING
from tests.databases import PostgresServer, SqliteFiles, Store
from workflows import installing
from workflows.demo.cast import TENANT, seed_cast
from workflows.people import directory
from workflows.people.models import PersonRow
from workflows.runtime import Runtime, compose
from workflows.settings import Settings


@dataclass(frozen=True, kw_only=True)
class House:
    """A composed house on a database of its own."""

    runtime: Runtime
    #: User name → person id.
    people: Mapping[str, str]

    @property
    def database(self) -> Database:
        """Where everything is kept."""
        return self.runtime.database

    @property
    def calls(self) -> Calls:
        """What diagrams may reach."""
        return self.runtime.calls

    def actor(self, username: str, role: str = "") -> Actor:
        """Somebody of the cast, in their first post or in that of a role."""
        with self.database.read() as session:
            found = directory.actor_of(session, TENANT, self.people[username])
        if not role:
            return found
        unit = next(each.partition("@")[2] for each in found.groups if each.startswith(role))
        assert group(role, unit) in found.groups
        return replace(found, role=role, unit=unit)


def furnish(store: Store, home: Path) -> str:
    """A database with the cast, and everything that `bpmn/` holds deployed; answers its URL."""
    url = store.fresh()
    runtime = _composed(url, home)
    with clock.frozen(MONDAY_MORNING - timedelta(days=30)), runtime.database.begin() as session:
        seed_cast(session)
        installing.install_all(session)
    runtime.database.close()
    return url


def _composed(url: str, home: Path, **env: str) -> Runtime:
    keys = protection.keyring()
    runtime = compose(Settings.from_env({"SANLIAN_HOME": str(home), "DATABASE_URL": url, **env}))
    protection.install(keys)
    return runtime


def _copied(store: Store, template: str) -> str:
    if isinstance(store, SqliteFiles):
        source = Path(template.removeprefix("sqlite:///"))
        path = store.folder / f"test-{next(store.numbers)}.db"
        shutil.copyfile(source, path)
        return f"sqlite:///{path}"
    assert isinstance(store, PostgresServer)
    # The address ends with the folder of the server's socket, so the name is looked for by its own.
    source_name = "test_" + template.rpartition("/test_")[2].partition("?")[0]
    name = f"test_{next(store.numbers)}"
    store.order(f"CREATE DATABASE {name} TEMPLATE {source_name}")
    return store.url(name)


@contextmanager
def house_of(store: Store, template: str, home: Path, **env: str) -> Iterator[House]:
    """A copy of a furnished house, thrown away at the end; `env` are further settings."""
    url = _copied(store, template)
    runtime = _composed(url, home, **env)
    with runtime.database.read() as session:
        rows = session.execute(select(PersonRow.username, PersonRow.id)).all()
    yield House(runtime=runtime, people={row.username: row.id for row in rows})
    runtime.database.close()
    store.drop(url)
