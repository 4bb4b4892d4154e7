"""Evidence at scale: what watches, tells, keeps and forgets."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "alerts_handled",
        sa.Column("seq", WHOLE, autoincrement=False, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("alert", TEXT, nullable=False),
        sa.Column("act", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("size", NUMBER, nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_by", TEXT, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agent"], ["agents.agent"], name=op.f("fk_alerts_handled_agent")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_alerts_handled")),
    )
    op.create_index(op.f("ix_alerts_handled_agent"), "alerts_handled", ["agent"])
    op.create_table(
        "digest_readers",
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("reader", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("busy_until", WHOLE, nullable=True),
        sa.Column("tries", WHOLE, nullable=False),
        sa.Column("retry_at", WHOLE, nullable=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("trouble", TEXT, nullable=True),
        sa.Column("sent_at", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("channel", "reader", name=op.f("pk_digest_readers")),
    )
    op.create_table(
        "digest_items",
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("reader", TEXT, nullable=False),
        sa.Column("item", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("told_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("channel", "reader", "item", name=op.f("pk_digest_items")),
    )
    op.create_table(
        "roll_ups",
        sa.Column("load", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("engine", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["load"], ["loads.load"], name=op.f("fk_roll_ups_load")),
        sa.PrimaryKeyConstraint("load", name=op.f("pk_roll_ups")),
    )
    op.create_table(
        "rolled_days",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.Column("runs", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["load"], ["roll_ups.load"], name=op.f("fk_rolled_days_load")),
        sa.PrimaryKeyConstraint("day", "agent", name=op.f("pk_rolled_days")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rolled_calls",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agent", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tool", TEXT, nullable=False),
        sa.Column("ok", WHOLE, nullable=False),
        sa.Column("error", WHOLE, nullable=False),
        sa.Column("blocked_approval", WHOLE, nullable=False),
        sa.Column("not_permitted", WHOLE, nullable=False),
        sa.Column("blocked_unclassed", WHOLE, nullable=False),
        sa.Column("rolled_back", WHOLE, nullable=False),
        sa.Column("over_cap", WHOLE, nullable=False),
        sa.Column("without_approval", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("day", "agent", "tool", name=op.f("pk_rolled_calls")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "purges",
        sa.Column("seq", WHOLE, autoincrement=False, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("purged_on", sa.Date(), nullable=False),
        sa.Column("purged_by", TEXT, nullable=False),
        sa.Column("kept_from", sa.Date(), nullable=False),
        sa.Column("important_from", sa.Date(), nullable=False),
        sa.Column("removed", WHOLE, nullable=False),
        sa.Column("kept", WHOLE, nullable=False),
        sa.Column("figures", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agents.agent"], name=op.f("fk_purges_agent")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_purges")),
    )
    op.create_index(op.f("ix_purges_agent"), "purges", ["agent"])
    op.create_table(
        "purged_figures",
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agents.agent"], name=op.f("fk_purged_figures_agent")),
        sa.PrimaryKeyConstraint("agent", "day", "kind", "name", name=op.f("pk_purged_figures")),
    )
    op.create_table(
        "traces",
        sa.Column("trace", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("spans", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("trace", name=op.f("pk_traces")),
        sqlite_strict=True,
    )
    waits = sa.text("agent = ''")
    op.create_index(op.f("ix_traces_waiting"), "traces", ["trace"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "prices",
        sa.Column("model", TEXT, nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("input_price", WHOLE, nullable=False),
        sa.Column("output_price", WHOLE, nullable=False),
        sa.Column("cache_read_price", WHOLE, nullable=True),
        sa.Column("cache_write_price", WHOLE, nullable=True),
        sa.Column("source", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("model", "effective_from", name=op.f("pk_prices")),
    )
