"""What every test run needs to know."""

from importlib.util import find_spec

HAS_FRAMEWORKS = bool(find_spec("torch") and find_spec("keras"))
collect_ignore_glob = [] if HAS_FRAMEWORKS else ["*frameworks.*"]


def pytest_report_header():
    """Say what is left out, and how to have it."""
    return None if HAS_FRAMEWORKS else "left out: lesson 09 and its tests, see make test-frameworks"


def pytest_collectstart(collector):
    """Compare the pictures of the lessons too, byte by byte."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare = tuple(kind for kind in collector.skip_compare if kind != "image/png")
