"""The domain records that a story may read back: every table whose rows belong to a case.

A row belongs to a case by its own `case_id`, or by the id of a record that does (`mediation_id`).
Each is read under the table's own name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from engine.database import Base
from workflows.migrations import load_tables

Reader = Callable[[Session, str, str], Iterable[Mapping[str, Any]]]


def _own(table: type[Base]) -> Reader:
    """All rows of a table that name their case."""

    def read(session: Session, tenant: str, case_id: str) -> Iterable[Mapping[str, Any]]:
        columns = inspect(table).columns
        query = select(table).where(columns["tenant"] == tenant, columns["case_id"] == case_id)
        return _as_mappings(session.scalars(query))

    return read


def _through(table: type[Base], key: str, parent: type[Base]) -> Reader:
    """All rows of a table that name a record of the case."""

    def read(session: Session, tenant: str, case_id: str) -> Iterable[Mapping[str, Any]]:
        columns, above = inspect(table).columns, inspect(parent).columns
        theirs = select(above["id"]).where(above["tenant"] == tenant, above["case_id"] == case_id)
        query = select(table).where(columns["tenant"] == tenant, columns[key].in_(theirs))
        return _as_mappings(session.scalars(query))

    return read


def _as_mappings(rows: Iterable[Base]) -> Iterable[Mapping[str, Any]]:
    for row in rows:
        yield {column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs}


def _by_table() -> dict[str, Reader]:
    load_tables()
    tables = {str(each.class_.__tablename__): each.class_ for each in Base.registry.mappers}
    own = {name: table for name, table in tables.items() if hasattr(table, "case_id")}
    readers = {name: _own(table) for name, table in own.items()}
    for name, table in tables.items():
        for parent, above in own.items():
            if name not in own and hasattr(table, f"{parent}_id"):
                readers[name] = _through(table, f"{parent}_id", above)
    return readers


RECORDS: Mapping[str, Reader] = _by_table()
