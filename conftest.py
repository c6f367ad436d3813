"""What every test run needs to know."""

import re
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

HAS_FRAMEWORKS = bool(find_spec("torch") and find_spec("keras"))
collect_ignore_glob = [] if HAS_FRAMEWORKS else ["*frameworks.*"]

LOCK = Path(__file__).with_name("requirements.lock").read_text()
DREW, DRAWS = re.search(r"^matplotlib==([\d.]+)", LOCK, re.M)[1], version("matplotlib")
A_PICTURE = r"(?s)\AiVBORw0KGgo.*"  # a PNG in base 64


def pytest_report_header():
    """Say what is left out, and how to have it."""
    frameworks = "left out: lesson 09 and its tests, see make test-frameworks"
    pictures = f"left out: what the lessons' pictures show; Matplotlib {DREW} drew them, and this is {DRAWS}"
    return [frameworks] * (not HAS_FRAMEWORKS) + [pictures] * (DREW != DRAWS)


def pytest_collectstart(collector):
    """Compare the pictures of the lessons too: byte by byte, or with another Matplotlib that there is one."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare = tuple(kind for kind in collector.skip_compare if kind != "image/png")
        collector.sanitize_patterns |= {A_PICTURE: "a picture"} if DREW != DRAWS else {}
