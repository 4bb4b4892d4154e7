"""Writes the next migration from the tables: `python -m agent_scorecard.store.migrations "Add what"`.

`--first` writes revision 0001 anew instead; only before the first release, never after it. Run `ruff format` on the new
file, read it, and count `store.meta.SCHEMA` up.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from agent_scorecard.store.database import make_engine, revision_name, writer
from agent_scorecard.store.meta import SCHEMA
from agent_scorecard.store.upgrading import VERSIONS, alembic_config, upgrade_schema


def write(message: str, *, first: bool) -> Path:
    """Write the difference between the tables and what the migrations so far build; return the new file."""
    number = SCHEMA if first else SCHEMA + 1
    if first:
        for old in VERSIONS.glob("*.py"):
            old.unlink()
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/before.db")
        if not first:
            upgrade_schema(engine)
        with writer(engine).begin() as connection:
            command.revision(alembic_config(connection), message, autogenerate=True, rev_id=revision_name(number))
        engine.dispose()
    written = next(VERSIONS.glob(f"{revision_name(number)}_*.py"))
    lines = written.read_text(encoding="utf-8").splitlines()
    kept = [line.rstrip() for line in lines if not line.strip().startswith("# ###")]
    written.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return written


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--first"]
    print(write(" ".join(words) or "The first schema", first="--first" in sys.argv))  # noqa: T201
