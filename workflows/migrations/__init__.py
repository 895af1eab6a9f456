"""The schema's history: one line of Alembic revisions for all tables, the engine's included.

`upgrade` brings a database of any earlier revision to this version of the house.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from engine.database import Database

HERE = Path(__file__).resolve().parent

#: Every module that defines tables; a test compares their sum with the migrated schema.
TABLES = (
    "engine.models",
    "engine.tasks.models",
    "workflows.access.models",
    "workflows.attachments.models",
    "workflows.cases.comments.models",
    "workflows.appointments.models",
    "workflows.cases.models",
    "workflows.consultation.models",
    "workflows.deadlines.house_models",
    "workflows.deadlines.models",
    "workflows.diagram_drafts.models",
    "workflows.documents.models",
    "workflows.emergency_linkage.models",
    "workflows.inbox.models",
    "workflows.joint_mediation.models",
    "workflows.notifications.models",
    "workflows.people.models",
    "workflows.visit.models",
)


def load_tables() -> None:
    """Import every table, so that the metadata is whole."""
    for name in TABLES:
        importlib.import_module(name)


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply every revision that the database lacks, in one transaction each."""
    with database.schema_change() as connection:
        command.upgrade(configuration(connection), revision)
