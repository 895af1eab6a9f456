"""Inbox: marks, watched cases, saved views, acts to take back, absences and standing in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "absence",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("substitute_id", sa.Text(), nullable=False),
        sa.Column("processes", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index("ix_absence_person", ["tenant", "person_id", "until"], unique=False)
        batch_op.create_index(
            "ix_absence_substitute", ["tenant", "substitute_id", "until"], unique=False
        )

    op.create_table(
        "case_watch",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "person_id", "case_id", name=op.f("pk_case_watch")),
    )
    op.create_table(
        "desk",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("keys", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "person_id", name=op.f("pk_desk")),
    )
    op.create_table(
        "saved_view",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_saved_view")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index("ix_saved_view_owner", ["tenant", "owner_id"], unique=False)
        batch_op.create_index("ix_saved_view_unit", ["tenant", "unit", "shared"], unique=False)

    op.create_table(
        "task_mark",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("snoozed_until", sa.BigInteger(), nullable=True),
        sa.Column("snoozed_by", sa.Text(), nullable=True),
        sa.Column("snooze_reason", sa.LargeBinary(), nullable=True),
        sa.Column("follow_up_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_task_mark")),
    )
    op.create_table(
        "undo",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_undo")),
    )
    with op.batch_alter_table("undo", schema=None) as batch_op:
        batch_op.create_index("ix_undo_ends", ["ends_at"], unique=False)

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("instead_of", sa.Text(), nullable=True))
        batch_op.drop_index("ix_task_pool")
        batch_op.create_index(
            "ix_task_pool",
            ["tenant", "candidate_group", "priority", "urgent_by", "id", "process", "node"],
            unique=False,
            sqlite_where=sa.text("status = 'open' and assignee is null"),
            postgresql_where=sa.text("status = 'open' and assignee is null"),
        )
        batch_op.create_index(
            "ix_task_instead_of",
            ["tenant", "instead_of"],
            unique=False,
            sqlite_where=sa.text("instead_of is not null"),
            postgresql_where=sa.text("instead_of is not null"),
        )
        batch_op.create_index(
            "ix_task_unit",
            ["tenant", "unit", "priority", "urgent_by", "id", "process", "node", "assignee"],
            unique=False,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_unit")
        batch_op.drop_index("ix_task_instead_of")
        batch_op.drop_index("ix_task_pool")
        batch_op.create_index(
            "ix_task_pool",
            ["tenant", "candidate_group", "priority", "urgent_by", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'open' and assignee is null"),
            postgresql_where=sa.text("status = 'open' and assignee is null"),
        )
    # Both databases drop a column in place; a copied table would lose its computed column.
    op.execute("ALTER TABLE task DROP COLUMN instead_of")
    with op.batch_alter_table("undo", schema=None) as batch_op:
        batch_op.drop_index("ix_undo_ends")

    op.drop_table("undo")
    op.drop_table("task_mark")
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.drop_index("ix_saved_view_unit")
        batch_op.drop_index("ix_saved_view_owner")

    op.drop_table("saved_view")
    op.drop_table("desk")
    op.drop_table("case_watch")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index("ix_absence_substitute")
        batch_op.drop_index("ix_absence_person")

    op.drop_table("absence")
