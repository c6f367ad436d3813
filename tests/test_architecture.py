"""The house: which module may import which, how long a function may be, what a docstring holds, what is not written."""

import ast
import inspect
import os
import re
import statistics
import subprocess
import sys
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "lossedu"
MODULES = sorted(PACKAGE.rglob("*.py"))

NUMBERS = {"numpy", "validation"}
LOSSES = {"activations", "losses", "likelihood", "descent", "samples"}
MAY_IMPORT = {
    "__init__": LOSSES | {"lecture"},
    "validation": {"numpy"},
    "activations": NUMBERS,
    "losses": NUMBERS | {"activations"},
    "likelihood": NUMBERS | {"activations"},
    "descent": NUMBERS | {"activations", "losses"},
    "samples": NUMBERS,
    "derivations": {"sympy"},
    "plots": {"matplotlib", "matplotlib.pyplot"} | NUMBERS | LOSSES,
    "live": {"numpy", "matplotlib", "ipywidgets", "anywidget", "traitlets"},
    "explorers": {"numpy", "matplotlib", "ipywidgets", "plots", "live"} | LOSSES,
    "frameworks": {"numpy", "losses", "sklearn", "torch", "keras", "jax", "optax"},
    "checks": NUMBERS | {"activations", "losses", "likelihood"},
    "lecture": {"IPython"},
}
SECTIONS = ["Parameters", "Returns", "Yields", "Raises", "Notes", "References", "Examples"]
NUMERIC = ["activations", "losses", "likelihood", "descent", "samples"]
DOCUMENTED = [*NUMERIC, "plots", "explorers", "checks", "live", "lecture"]
NOT_OURS = [".git", ".venv*", "_site", "build", "dist", "node_modules", "__pycache__", "*.egg-info", ".*_cache",
            ".hypothesis", ".ipynb_checkpoints", "_output"]  # fmt: skip
ONE_MACHINES_OWN = re.compile(
    r"pypi\.org|python(?:hosted)|download\.pytorch|registry\.npmjs|conda\.anaconda|extra-index[-]url|/opt/(pypi|wheels)"
    r"|/root[/]|/work[/]|/tmp/(team|bash_jobs)"
)
SECOND_HOMES = ["setup.py", "setup.cfg", "pytest.ini", "tox.ini", "ruff.toml", ".ruff.toml", ".flake8",
                "requirements*.txt", "Pipfile*", "poetry.lock", "uv.lock", ".coveragerc"]  # fmt: skip


def name_of(path):
    """Return the name that the design knows a file by: the module, or the package it lies in."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Yield every module that a file imports, anywhere in it: 'numpy', 'matplotlib.pyplot', or 'losses' for our own."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (known_name(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield name_of(path)
        elif isinstance(node, ast.ImportFrom):
            yield from (known_name(f"{node.module}.{alias.name}") for alias in node.names)


def known_name(dotted):
    first, *rest = dotted.split(".")
    if first == "lossedu":
        return rest[0]
    return "matplotlib.pyplot" if dotted.startswith("matplotlib.pyplot") else first


def functions(path):
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


def length(function):
    """Count the lines of a function's body, its docstring aside."""
    body = function.body[ast.get_docstring(function) is not None :]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def public_functions(module):
    members = inspect.getmembers(import_module(f"lossedu.{module}"), inspect.isfunction)
    return [f for name, f in members if f.__module__.startswith(f"lossedu.{module}") and name in public_names(module)]


def public_names(module):
    namespace = vars(import_module(f"lossedu.{module}"))
    return namespace.get("__all__", [name for name in namespace if not name.startswith("_")])


def present(modules):
    return [name for name in modules if (PACKAGE / name).exists() or (PACKAGE / f"{name}.py").exists()]


def committed_files():
    """Yield every file that belongs to the project, whether or not it was cloned with Git."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not any(fnmatch(name, pattern) for pattern in NOT_OURS)]
        yield from (Path(folder, name) for name in files if not name.endswith((".png", ".ico", ".woff2")))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_follow_the_arrows(path):
    ours = {name for name in imports(path) if name not in sys.stdlib_module_names}
    assert ours - {name_of(path)} <= MAY_IMPORT[name_of(path)]


def test_the_numbers_come_without_anything_heavier_than_numpy():
    show = "import sys, numpy; before = set(sys.modules); import lossedu; print(*sorted(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True).stdout.split()
    packages = {name.split(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    assert packages == {"lossedu"}


def test_no_module_is_a_drawer_for_odds_and_ends():
    names = {path.stem.strip("_") for path in committed_files() if path.suffix == ".py"}
    assert not names & {"utils", "util", "helpers", "helper", "core", "base", "common", "misc", "tools"}


def test_functions_are_five_lines_at_the_median():
    assert statistics.median(length(function) for path in MODULES for function in functions(path)) <= 5


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_function_is_longer_than_25_lines(path):
    assert {f.name: length(f) for f in functions(path) if length(f) > 25} == {}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(path.read_text()))


@pytest.mark.parametrize("module", present(DOCUMENTED))
def test_docstrings_keep_their_order(module):
    for function in public_functions(module):
        parts = re.findall(r"^\s*(\.\. math::|\w+(?=\n\s*-{3,}$))", function.__doc__ or "", re.M)
        order = [".. math::", *SECTIONS]
        places = [order.index(part) for part in dict.fromkeys(parts)]
        assert places or not inspect.signature(function).parameters, f"{function.__name__} has no sections"
        assert places == sorted(places), f"{function.__name__}: {parts}"


@pytest.mark.parametrize("module", present(NUMERIC))
def test_numeric_functions_say_what_comes_in_and_goes_out_and_show_it(module):
    for function in public_functions(module):
        wanted = ["Returns", "Examples"] + ["Parameters"] * bool(inspect.signature(function).parameters)
        missing = [name for name in wanted if not re.search(rf"^\s*{name}\n\s*-{{3,}}$", function.__doc__, re.M)]
        assert not missing, f"{function.__name__} lacks {missing}"


@pytest.mark.parametrize("module", present(["losses", "likelihood"]))
def test_every_loss_and_likelihood_states_its_formula(module):
    assert [f.__name__ for f in public_functions(module) if ".. math::" not in f.__doc__] == []


def test_nothing_names_a_registry_or_a_folder_of_one_machine():
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in committed_files()
        if (match := ONE_MACHINES_OWN.search(path.read_text()))
    }
    assert found == {}


def test_settings_and_dependencies_live_in_pyproject_alone():
    names = [path.name for path in committed_files()]
    assert [name for name in names if any(fnmatch(name, pattern) for pattern in SECOND_HOMES)] == []
