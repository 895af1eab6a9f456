"""A password that somebody else gave is marked as such."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply; whoever has an account already has chosen the password or got it long ago."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("password_is_given", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("password_is_given", server_default=None)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("password_is_given")
