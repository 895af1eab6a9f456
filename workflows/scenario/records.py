"""The domain records that a story may read back, by name; one line makes another readable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from engine.database import Base
from workflows.migrations import load_tables

Reader = Callable[[Session, str, str], Iterable[Mapping[str, Any]]]


def _of(table: type[Base]) -> Reader:
    """All rows of a table that belong to a case, as mappings."""

    def read(session: Session, tenant: str, case_id: str) -> Iterable[Mapping[str, Any]]:
        columns = [column.key for column in inspect(table).mapper.column_attrs]
        key = inspect(table).mapper.columns
        query = select(table).where(key["tenant"] == tenant, key["case_id"] == case_id)
        for row in session.scalars(query):
            yield {name: getattr(row, name) for name in columns}

    return read


def _by_table() -> dict[str, Reader]:
    """Every table whose rows belong to a case, under its own name."""
    load_tables()
    tables = (mapper.class_ for mapper in Base.registry.mappers)
    return {
        str(table.__tablename__): _of(table) for table in tables if hasattr(table, "case_id")
    }


RECORDS: Mapping[str, Reader] = _by_table()
