"""An index of the conversations that people have.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_conversations_team",
        "conversations",
        ["updated_at"],
        unique=False,
        sqlite_where=sa.text("owner = 'team'"),
        postgresql_where=sa.text("owner = 'team'"),
    )


def downgrade() -> None:
    op.drop_index("ix_conversations_team", table_name="conversations")
