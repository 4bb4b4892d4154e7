"""Evidence at scale: what watches, tells, keeps and forgets."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is changed before the first table of this schema is added."""
