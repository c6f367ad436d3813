"""A plugin for pytest under mutmut: a part of lossedu is judged by its own tests.

mutmut asks which functions a test ran.  Here a test of ``lossedu.live`` counts for that alone, and what runs
when a module is imported counts for every test of its part.  A test that never ends is ended, and with it the mutant.
"""

import faulthandler
import os

import pytest
from mutmut.state import state

TOGETHER = {"activations", "losses", "likelihood", "descent", "validation"}
AT_IMPORT = set()
SECONDS = 15  # for one test; the longest needs three
NOWHERE = open(os.devnull, "w")  # noqa: SIM115


def pytest_collection_finish():
    """Remember what ran so far."""
    AT_IMPORT.update(state()._stats)
    state()._stats.clear()


def pytest_collection_modifyitems(items):
    """Ask the quickest tests first, once it is known how long each takes."""
    items.sort(key=lambda item: state().duration_by_test.get(item.nodeid, 0))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    """Leave of what the test ran the functions of its own part."""
    part = item.path.stem.split("_")[1]
    parts = TOGETHER if part in TOGETHER else {part}
    ran = state()._stats | AT_IMPORT
    state()._stats.clear()
    state()._stats.update(function for function in ran if function.split(".")[1] in parts)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol():
    """End the whole run where a test does not come to its end."""
    faulthandler.dump_traceback_later(SECONDS, exit=True, file=NOWHERE)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()
