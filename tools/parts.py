"""A plugin for pytest under mutmut: a part of lossedu is judged by its own tests.

mutmut asks which functions a test ran.  Here a test of ``lossedu.live`` counts for that alone, and what runs
when a module is imported counts for every test of its part.
"""

import pytest
from mutmut.state import state

TOGETHER = {"activations", "losses", "likelihood", "descent", "validation"}
AT_IMPORT = set()


def pytest_collection_finish():
    """Remember what ran so far."""
    AT_IMPORT.update(state()._stats)
    state()._stats.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    """Leave of what the test ran the functions of its own part."""
    part = item.path.stem.split("_")[1]
    parts = TOGETHER if part in TOGETHER else {part}
    ran = state()._stats | AT_IMPORT
    state()._stats.clear()
    state()._stats.update(function for function in ran if function.split(".")[1] in parts)
