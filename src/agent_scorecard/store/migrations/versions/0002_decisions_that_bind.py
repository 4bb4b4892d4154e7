"""Decisions that bind: who signs in, what a week was said of."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("linked_at", WHOLE, nullable=False),
        sa.Column("linked_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identities")),
    )
    op.add_column("decisions", sa.Column("supersedes", WHOLE, nullable=True))
    op.add_column("decisions", sa.Column("in_place_of", TEXT, nullable=True))
    op.add_column("decisions", sa.Column("measure", TEXT, nullable=True))
    op.create_table(
        "weekly_reviews",
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("week", WHOLE, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attendees", TEXT, nullable=True),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("handled_well", TEXT, nullable=False),
        sa.Column("stepped_in", TEXT, nullable=False),
        sa.Column("rules_to_change", TEXT, nullable=False),
        sa.Column("change", TEXT, nullable=True),
        sa.Column("no_change", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["agent"], ["agents.agent"], name=op.f("fk_weekly_reviews_agent")),
        sa.PrimaryKeyConstraint("agent", "begins", name=op.f("pk_weekly_reviews")),
    )
    op.create_table(
        "planned_changes",
        sa.Column("change", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("planned_at", WHOLE, nullable=False),
        sa.Column("planned_by", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=True),
        sa.Column("from_value", TEXT, nullable=True),
        sa.Column("to_value", TEXT, nullable=True),
        sa.Column("author", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agents.agent"], name=op.f("fk_planned_changes_agent")),
        sa.PrimaryKeyConstraint("change", name=op.f("pk_planned_changes")),
    )
    op.create_index(op.f("ix_planned_changes_agent"), "planned_changes", ["agent"])
    op.create_table(
        "withdrawn_changes",
        sa.Column("change", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_by", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agents.agent"], name=op.f("fk_withdrawn_changes_agent")),
        sa.PrimaryKeyConstraint("change", name=op.f("pk_withdrawn_changes")),
    )
    op.create_index(op.f("ix_withdrawn_changes_agent"), "withdrawn_changes", ["agent"])
    op.create_table(
        "accepted_risks",
        sa.Column("change", TEXT, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("accepted_by", TEXT, nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agents.agent"], name=op.f("fk_accepted_risks_agent")),
        sa.PrimaryKeyConstraint("change", name=op.f("pk_accepted_risks")),
    )
    op.create_index(op.f("ix_accepted_risks_agent"), "accepted_risks", ["agent"])
    op.create_table(
        "eval_cases",
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("request_id", TEXT, nullable=False),
        sa.Column("judged_at", WHOLE, nullable=False),
        sa.Column("suite", TEXT, nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=False),
        sa.Column("kept_by", TEXT, nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["agents.agent"], name=op.f("fk_eval_cases_agent")),
        sa.PrimaryKeyConstraint("agent", "request_id", name=op.f("pk_eval_cases")),
    )
    op.create_table(
        "tiers_set",
        sa.Column("seq", WHOLE, autoincrement=False, nullable=False),
        sa.Column("agent", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("tier", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by", TEXT, nullable=False),
        sa.Column("approved_by", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["agent"], ["agents.agent"], name=op.f("fk_tiers_set_agent")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_tiers_set")),
    )
    op.create_index(op.f("ix_tiers_set_agent"), "tiers_set", ["agent"])
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("incident", TEXT, nullable=True))
    op.create_table(
        "incident_turns",
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("incident", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("was", TEXT, nullable=True),
        sa.Column("now", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("agreed_by", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("seq", "kind", name=op.f("pk_incident_turns")),
    )
    op.create_index(op.f("ix_incident_turns_incident"), "incident_turns", ["incident"])
    op.create_table(
        "incident_tags",
        sa.Column("seq", WHOLE, autoincrement=False, nullable=False),
        sa.Column("incident", TEXT, nullable=False),
        sa.Column("tags", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_incident_tags")),
    )
    op.create_index(op.f("ix_incident_tags_incident"), "incident_tags", ["incident"])
    op.create_table(
        "undone_records",
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("incident", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("seq", "record", name=op.f("pk_undone_records")),
    )
    op.create_index(op.f("ix_undone_records_incident"), "undone_records", ["incident"])
    op.create_table(
        "intake_answers",
        sa.Column("seq", WHOLE, autoincrement=False, nullable=False),
        sa.Column("task", TEXT, nullable=False),
        sa.Column("worth", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("trigger", TEXT, nullable=True),
        sa.Column("first_step", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_intake_answers")),
    )
    op.create_index(op.f("ix_intake_answers_task"), "intake_answers", ["task"])
