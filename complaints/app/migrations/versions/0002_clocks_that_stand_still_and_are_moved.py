"""clocks that stand still and are moved."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clock_guard",
        sa.Column("id", sa.SmallInteger(), nullable=False, comment="always 1"),
        sa.Column(
            "mark", sa.DateTime(timezone=True), nullable=False, comment="the greatest time at which clocks were fired"
        ),
        sa.Column(
            "stopped_at", sa.DateTime(timezone=True), nullable=True, comment="when the last process stopped in order"
        ),
        sa.Column("forecast", sa.Integer(), nullable=False, comment="how many clocks come due until forecast_until"),
        sa.Column("forecast_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True, comment="since when nothing fires"),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=True, comment="how many clocks are held back"),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Text(), nullable=True, comment="role and key, never a name"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_guard")),
    )
    op.create_table(
        "ledgers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False, comment="the chain's key in the journal"),
        sa.Column("journal_length", sa.Integer(), nullable=False),
        sa.Column("journal_head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ledgers")),
        sa.UniqueConstraint("id", name=op.f("uq_ledgers_id")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="draft, proposed, adopted, declined, withdrawn"),
        sa.Column("base_id", sa.Uuid(), nullable=True, comment="the version it was made from"),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True, comment="None: with its adoption"),
        sa.Column("author", sa.Uuid(), nullable=True, comment="None: the command line"),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True, comment="why it was declined or withdrawn"),
        sa.Column("charter_id", sa.Uuid(), nullable=True, comment="what it was adopted as"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["staff.id"], name=op.f("fk_proposals_author_staff")),
        sa.ForeignKeyConstraint(["base_id"], ["charters.id"], name=op.f("fk_proposals_base_id_charters")),
        sa.ForeignKeyConstraint(["charter_id"], ["charters.id"], name=op.f("fk_proposals_charter_id_charters")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_proposals_decided_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_state"), ["state"], unique=False)

    op.create_table(
        "extensions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("stage_no", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="asked, granted, refused"),
        sa.Column("reason", sa.Text(), nullable=False, comment="from the charter's list, in its words"),
        sa.Column("by", sa.Text(), nullable=False, comment="how much longer, as a limit"),
        sa.Column("words", sa.Text(), nullable=False, comment="what the person is told"),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_extensions_asked_by_staff")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_extensions_case_id_cases")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_extensions_decided_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extensions_case_id"), ["case_id"], unique=False)

    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "held_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="since when it stands still; what stands still never fires",
            )
        )
        batch_op.add_column(
            sa.Column(
                "replaced_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="when a later generation took its place, with its reason",
            )
        )
        batch_op.add_column(
            sa.Column(
                "remind_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="when whoever has the case is reminded next",
            )
        )
        batch_op.add_column(
            sa.Column(
                "remind_level",
                sa.SmallInteger(),
                nullable=False,
                server_default="0",
                comment="how many reminders have gone",
            )
        )
        batch_op.drop_index("ix_clocks_due")
        batch_op.create_index(
            "ix_clocks_due",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND held_at IS NULL AND NOT historic"),
            postgresql_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND held_at IS NULL AND NOT historic"),
        )
        batch_op.create_index(
            "ix_clocks_remind",
            ["remind_at", "id"],
            unique=False,
            sqlite_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND held_at IS NULL AND NOT historic"),
            postgresql_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND held_at IS NULL AND NOT historic"),
        )

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "email", sa.Text(), nullable=True, comment="where reminders go; none: they see them on the desk only"
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_column("email")

    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_clocks_remind",
            sqlite_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND held_at IS NULL AND NOT historic"),
            postgresql_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND held_at IS NULL AND NOT historic"),
        )
        batch_op.drop_index("ix_clocks_due")
        batch_op.create_index(
            "ix_clocks_due",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND NOT historic"),
            postgresql_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND NOT historic"),
        )
        batch_op.drop_column("remind_level")
        batch_op.drop_column("remind_at")
        batch_op.drop_column("replaced_at")
        batch_op.drop_column("held_at")

    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extensions_case_id"))

    op.drop_table("extensions")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_state"))

    op.drop_table("proposals")
    op.drop_table("ledgers")
    op.drop_table("clock_guard")
