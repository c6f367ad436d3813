"""The lessons in JupyterLite: JupyterLab and Python in the browser, nothing installed."""

import copy
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from course import ROOT

INSTALL = "# In the browser only: fetch the course from this site.\n%pip install --quiet lossedu"

LEAN = ["--apps=lab", "--no-sourcemaps", "--no-unused-shared-packages"]


def build_lite(lessons, folder):
    """Build JupyterLite into a folder, with the lessons as its files and our wheel in its index of packages."""
    with tempfile.TemporaryDirectory() as work:
        write_contents(lessons, Path(work) / "files")
        build_wheel(Path(work) / "pypi")
        folders = [f"--contents={work}/files", f"--lite-dir={work}", f"--output-dir={folder.resolve()}"]
        run("-m", "jupyterlite_core", "build", *LEAN, *folders, cwd=work)


def write_contents(lessons, folder):
    """Write the notebooks, each with a first cell of code that installs the course."""
    folder.mkdir()
    for lesson in lessons:
        notebook = copy.deepcopy(lesson.notebook)
        notebook.cells.insert(1, nbformat.v4.new_code_cell(INSTALL, id="install"))
        nbformat.write(notebook, folder / lesson.path.name)


def build_wheel(folder):
    """Build our wheel, with the build tools of this environment."""
    run("-m", "hatchling", "build", "--target=wheel", f"--directory={folder}", cwd=ROOT)


def run(*arguments, **options):
    """Run Python quietly; if it fails, show what it said."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, **options)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
