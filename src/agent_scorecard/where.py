"""Where the app's own files lie: in the repository, or inside the installed package."""

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
