"""What stands beside a task: delegation, rest, urges, and who was asked to sign."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_task_acts"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "task_standing",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=True),
        sa.Column("delegated_at", sa.BigInteger(), nullable=True),
        sa.Column("suspended_because", sa.Text(), nullable=True),
        sa.Column("suspended_at", sa.BigInteger(), nullable=True),
        sa.Column("suspended_by", sa.Text(), nullable=True),
        sa.Column("urges", sa.Integer(), nullable=False),
        sa.Column("urged_at", sa.BigInteger(), nullable=True),
        sa.Column("urged_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "task_id", name=op.f("pk_task_standing")),
    )
    op.create_table(
        "task_signer",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("business_key", sa.Text(), nullable=False),
        sa.Column("signing", sa.String(length=20), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("remark", sa.LargeBinary(), nullable=True),
        sa.Column("dropped_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_task_signer")),
    )
    with op.batch_alter_table("task_signer", schema=None) as batch_op:
        batch_op.create_index("ix_task_signer_task", ["tenant", "task_id"], unique=False)
        batch_op.create_index(
            "ix_task_signer_person", ["tenant", "person", "signed_at"], unique=False
        )


def downgrade() -> None:
    """Take back."""
    op.drop_table("task_signer")
    op.drop_table("task_standing")
