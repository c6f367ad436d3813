"""What several test files share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root():
    """The folder of the project."""
    return Path(__file__).parent.parent
