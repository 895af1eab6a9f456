"""Read definitions: the active version of a key, all versions, and the parsed form of one.

Versions never change, so what was parsed once is kept in this process by its id.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, defer

from engine import decisions, forms
from engine.database import on_tables, table
from engine.errors import NotFound
from engine.models import DefinitionKind, DefinitionRow, DefinitionState
from engine.spiff.parser import Diagram, parse


class NoSuchDefinition(NotFound):
    """No version of this kind and key is active, or the id is unknown."""

    code = "no-such-definition"
    sentence = "Expected a {kind} called {key}, but there is none."


class _Kept:
    """The most recently used parsed versions of this process."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str], make: Callable[[], Any]) -> Any:
        """The kept value, or the one that `make` builds; two threads may build the same once."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        self.put(key, made)
        return made

    def put(self, key: tuple[str, str], made: Any) -> None:
        """Keep a value that somebody has built already."""
        with self._lock:
            self._values[key] = made
            while len(self._values) > self._most:
                self._values.popitem(last=False)


_parsed = _Kept(400)
_versions = _Kept(4000)

_ROWS: Final = table(DefinitionRow)
_VERSION: Final = select(_ROWS.c.key, _ROWS.c.version, _ROWS.c.pins).where(
    _ROWS.c.tenant == bindparam("of_tenant"), _ROWS.c.id == bindparam("of_id")
)
_ACTIVE: Final = (
    (_ROWS.c.tenant == bindparam("of_tenant"))
    & (_ROWS.c.kind == bindparam("of_kind"))
    & (_ROWS.c.key == bindparam("of_key"))
    & (_ROWS.c.state == DefinitionState.ACTIVE)
)
_ACTIVE_ROW: Final = select(DefinitionRow).where(_ACTIVE).options(defer(DefinitionRow.source))
_ACTIVE_ID: Final = select(_ROWS.c.id).where(_ACTIVE)


@dataclass(frozen=True, kw_only=True)
class Version:
    """What the corridor needs of a process version; all of it was fixed when it was deployed."""

    id: str
    key: str
    version: int
    #: Forms, decisions and called processes by key, each as the id of the version in use.
    pins: Mapping[str, Mapping[str, str]]


def version_of(session: Session, tenant: str, definition_id: str) -> Version:
    """One version by its id, without its file; read once in this process."""

    def make() -> Version:
        of_id = {"of_tenant": tenant, "of_id": definition_id}
        found = on_tables(session, _VERSION, of_id).one_or_none()
        if found is None:
            raise NoSuchDefinition(kind="definition", key=definition_id)
        return Version(id=definition_id, key=found.key, version=found.version, pins=found.pins)

    version: Version = _versions.get((tenant, definition_id), make)
    return version


def active_version(session: Session, tenant: str, kind: DefinitionKind, key: str) -> Version:
    """The active version of a key, without its file."""
    of_key = {"of_tenant": tenant, "of_kind": kind, "of_key": key}
    definition_id: str | None = session.execute(_ACTIVE_ID, of_key).scalar()
    if definition_id is None:
        raise NoSuchDefinition(kind=kind.value, key=key)
    return version_of(session, tenant, definition_id)


def row_of(session: Session, tenant: str, definition_id: str) -> DefinitionRow:
    """One version by its id."""
    # The author's whole file is read only by those who ask for it.
    light = [defer(DefinitionRow.source)]
    row = session.get(DefinitionRow, (tenant, definition_id), options=light)
    if row is None:
        raise NoSuchDefinition(kind="definition", key=definition_id)
    return row


def active(session: Session, tenant: str, kind: DefinitionKind, key: str) -> DefinitionRow:
    """The active version of a key."""
    of_key = {"of_tenant": tenant, "of_kind": kind, "of_key": key}
    row = session.scalar(_ACTIVE_ROW, of_key)
    if row is None:
        raise NoSuchDefinition(kind=kind.value, key=key)
    return row


def versions(
    session: Session, tenant: str, kind: DefinitionKind, key: str
) -> Sequence[DefinitionRow]:
    """All versions of a key, newest first."""
    query = select(DefinitionRow).where(
        DefinitionRow.tenant == tenant, DefinitionRow.kind == kind, DefinitionRow.key == key
    )
    return session.scalars(query.order_by(DefinitionRow.version.desc())).all()


def diagram(session: Session, tenant: str, definition_id: str) -> Diagram:
    """The parsed diagram of a process version, with the versions of the processes it calls."""

    def make() -> Diagram:
        row = row_of(session, tenant, definition_id)
        return parse(row.source, process_id=row.key, called=_called(session, row))

    parsed: Diagram = _parsed.get((tenant, definition_id), make)
    return parsed


def keep_parsed(tenant: str, definition_id: str, parsed: Diagram) -> None:
    """Keep the diagram that the gate parsed, unless it lacks the processes that it calls."""
    if not parsed.called:
        _parsed.put((tenant, definition_id), parsed)


def _called(session: Session, row: DefinitionRow) -> dict[str, bytes]:
    """The pinned sources of what a process calls, and of what those call in turn."""
    found: dict[str, bytes] = {}
    for key, pin in row.pins.get("called", {}).items():
        called = row_of(session, row.tenant, pin)
        found |= {key: called.source} | _called(session, called)
    return found


def form(session: Session, tenant: str, definition_id: str) -> forms.Form:
    """The form of a form version."""

    def make() -> forms.Form:
        return forms.load(row_of(session, tenant, definition_id).source)

    loaded: forms.Form = _parsed.get((tenant, definition_id), make)
    return loaded


def decision(session: Session, tenant: str, definition_id: str) -> decisions.Model:
    """The decision model of a decision version."""

    def make() -> decisions.Model:
        return decisions.load(row_of(session, tenant, definition_id).source)

    model: decisions.Model = _parsed.get((tenant, definition_id), make)
    return model
