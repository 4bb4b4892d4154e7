"""What every test may ask for."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

IN_CI = bool(os.environ.get("CI"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.register_profile("soak", settings.get_profile("here"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if IN_CI else "here"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; its absence skips a test here and fails it in CI."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    reason = f"none of {', '.join(BROWSERS)} is installed"
    return pytest.fail(reason) if IN_CI else pytest.skip(reason)
