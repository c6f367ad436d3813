"""What the pages share: scripts from npm and from the anywidget wheel, our styles, the colours of code."""

import shutil
import subprocess
from pathlib import Path

import anywidget
from pygments.formatters import HtmlFormatter

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
PARTS = [
    "@jupyter-widgets/html-manager/dist/embed-amd.js",  # ipywidgets
    "@jupyter-widgets/html-manager/dist/*.woff2",  # the signs on its buttons
    "mathjax/es5/tex-svg.js",  # mathematics, with its letters inside
    "requirejs/require.js",  # what ipywidgets loads modules with
    "reveal.js/dist/reveal.js",
    "reveal.js/dist/reveal.css",
    "reveal.js/plugin/notes/notes.js",
]


def collect(folder):
    """Copy all of it into one folder."""
    install()
    shutil.copytree(HERE / "assets", folder)
    for part in PARTS:
        for file in MODULES.glob(part):
            shutil.copy(file, folder)
    shutil.copy(amd_module(), folder / "anywidget.js")
    (folder / "code.css").write_text(code_style("default"))
    (folder / "code-at-night.css").write_text(code_style("github-dark"))


def install():
    """Let npm fetch what package-lock.json names, unless it is there."""
    wanted, present = HERE / "package-lock.json", MODULES / ".package-lock.json"
    if present.exists() and present.stat().st_mtime >= wanted.stat().st_mtime:
        return
    if not shutil.which("npm"):
        raise SystemExit("The pages need npm once, to fetch what runs in the browser. On Debian: apt-get install npm")
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True)


def amd_module():
    """Return the script that the anywidget wheel carries for pages without JupyterLab."""
    return next(Path(anywidget.__file__).parents[4].glob("share/jupyter/nbextensions/anywidget/index.js"))


def code_style(name):
    """Return the colours of code in a style of Pygments."""
    return HtmlFormatter(style=name).get_style_defs(".highlight")
