"""How Alembic runs here: on the connection it is handed, with batch mode for SQLite."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum
from sqlalchemy.types import TypeDecorator

from engine.database import Base
from workflows.migrations import load_tables


def in_plain_types(kind: str, value: Any, _autogen: object) -> str | Literal[False]:
    """Write our own column types as what they store, so that revisions never import them."""
    if kind != "type":
        return False
    if isinstance(value, TypeDecorator):
        return f"sa.{type(value.impl_instance).__name__}()"
    if isinstance(value, Enum):
        return f"sa.String(length={value.length})"
    return False


load_tables()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=in_plain_types,
)
with context.begin_transaction():
    context.run_migrations()
