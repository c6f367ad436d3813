"""Run the whole test command with the lowest and the newest versions that pyproject.toml admits, on each Python found.

.venv/bin/python tools/versions.py               all of them
.venv/bin/python tools/versions.py 3.12 lowest   one of them

The lessons' words are compared everywhere, their pictures where their own Matplotlib is: the run's first lines say so.
The static pages are built by .venv-site, as those that are published; the browser that reads them is driven from here.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PYTHONS = [f"3.{minor}" for minor in range(100) if f"3.{minor}" in SpecifierSet(PROJECT["requires-python"])]
ENDS = {"lowest": "lowest-direct", "newest": "highest"}  # what uv calls them
SHOWN = [Requirement(line).name for line in PROJECT["dependencies"]]
HEADINGS = ["Python", "versions", *SHOWN, "passed", "failed", "left out", "minutes"]
UV = Path(sys.executable).with_name("uv")


def chosen(words, kinds):
    """Return those of a kind that are named, or else all."""
    return [kind for kind in kinds if kind in words] or list(kinds)


def find(python):
    """Return the program that is this Python, or an empty text."""
    ask = [UV, "python", "find", "--system", "--no-python-downloads", python]
    return subprocess.run(ask, capture_output=True, text=True, env=os.environ | pyenv()).stdout.strip()


def pyenv():
    """Return the setting with which pyenv, where there is one, shows all of its Pythons."""
    if not shutil.which("pyenv"):
        return {}
    names = subprocess.run(["pyenv", "versions", "--bare"], capture_output=True, text=True).stdout.split()
    return {"PYENV_VERSION": ":".join(names)}


def row(python, program, end):
    """Return a row of the table, and whether all was well."""
    folder, began = f".venv-versions/{python}-{end}", time.monotonic()
    lock, report = ROOT / folder / "its.lock", ROOT / folder / "report.xml"
    lock.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    print(f"\n=== Python {python} with the {end} versions", flush=True)
    well = done(*steps(program, folder, end, lock, report))
    versions = dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.M)) if lock.exists() else {}
    minutes = (time.monotonic() - began) / 60
    return [python, end, *(versions.get(name, "?") for name in SHOWN), *counts(report), f"{minutes:.1f}"], well


def steps(program, folder, end, lock, report):
    """Yield what is to be done: choose versions, without the settings that hold our locks back; install them; test."""
    choose = [UV, "pip", "compile", "--quiet", "--no-config", "--no-build", "--generate-hashes", "--no-header"]
    yield [*choose, "--python", program, "--resolution", ENDS[end], "--extra=test", "pyproject.toml", "-o", lock]
    yield ["sh", "tools/venv.sh", program, folder, lock]
    yield ["touch", f"{folder}/ready"]
    yield ["make", f"VENV={folder}", f"ARGS=--junitxml={report}", "test"]


def done(*steps):
    """Run one step after the other while all is well; return whether it was to the end."""
    return all(subprocess.run(step, cwd=ROOT).returncode == 0 for step in steps)


def counts(report):
    """Return how many tests passed, failed, and were left out."""
    if not report.exists():
        return ["not run"] * 3
    suite = ElementTree.parse(report).find("testsuite")
    ran, left_out, *bad = (int(suite.get(name)) for name in ("tests", "skipped", "failures", "errors"))
    return [ran - left_out - sum(bad), sum(bad), left_out]


def show(rows):
    """Print a table with columns as wide as they must be."""
    cells = [list(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def main(words):
    """Print the table of all tries; return whether each passed every test, and every Python that was named is here."""
    if strange := {*words} - {*PYTHONS, *ENDS}:
        sys.exit(f"{', '.join(strange)}: not one of {', '.join([*PYTHONS, *ENDS])}")
    programs = {python: find(python) for python in chosen(words, PYTHONS)}
    missing = [python for python, program in programs.items() if not program]
    tries = product([python for python in programs if python not in missing], chosen(words, ENDS))
    results = [row(python, programs[python], end) for python, end in tries]
    show([HEADINGS, *(cells for cells, _ in results)])
    for python in missing:
        print(f"Python {python} is admitted, but was not found here: nothing was tried on it.")
    return bool(results) and all(well for _, well in results) and not {*missing} & {*words}


if __name__ == "__main__":
    sys.exit(not main(sys.argv[1:]))
