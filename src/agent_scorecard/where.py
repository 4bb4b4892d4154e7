"""Where the app's own files lie: in the repository, or inside the installed package."""

import os
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent
_BUNDLED = PACKAGE / "_app"

ROOT: Final = _BUNDLED if _BUNDLED.is_dir() else PACKAGE.parents[1]
APP: Final = ROOT / "app.py"
PAGES: Final = ROOT / "pages"
SAMPLE_DATA: Final = ROOT / "sample_data"
CONFIG: Final = ROOT / ".streamlit" / "config.toml"
ROUTER: Final = PACKAGE / "ui" / "router.py"

DATABASE_VARIABLE: Final = "AGENT_SCORECARD_DB"
"""The environment variable that tells the app which database to open, as an SQLAlchemy URL."""
SIGN_IN_VARIABLE: Final = "AGENT_SCORECARD_SIGN_IN"
"""The environment variable that names the file with [auth], which turns sign-in on."""

OPEN_VIEWING_VARIABLE: Final = "AGENT_SCORECARD_OPEN_VIEWING"
"""The environment variable that lets every signed-in person look, whom nobody linked to a person; off unless "yes"."""


def is_open_to_viewers() -> bool:
    """Say whether somebody who signed in and is not known here may look."""
    return os.environ.get(OPEN_VIEWING_VARIABLE, "").casefold() == "yes"
