"""Indexes that find one case among the thousands of a group, and the cases joined into one.

The membership indexes end with the case, so that the law reads one entry instead of all of a group.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_case_member_person", "case_member")
    op.drop_index("ix_case_member_group", "case_member")
    op.create_index("ix_case_member_person", "case_member", ["tenant", "person_id", "case_id"])
    op.create_index("ix_case_member_group", "case_member", ["tenant", "member_group", "case_id"])
    op.create_index("ix_case_file_merged", "case_file", ["tenant", "merged_into"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_case_file_merged", "case_file")
    op.drop_index("ix_case_member_group", "case_member")
    op.drop_index("ix_case_member_person", "case_member")
    op.create_index("ix_case_member_group", "case_member", ["tenant", "member_group"])
    op.create_index("ix_case_member_person", "case_member", ["tenant", "person_id"])
