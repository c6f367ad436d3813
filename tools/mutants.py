"""Ask whether the tests are awake: change the code in thousands of small places, and see whether a test notices.

python tools/mutants.py                      all of it, for half an hour or more
python tools/mutants.py 'lossedu.losses*'    what has such a name
python tools/mutants.py figure.js            the half that runs in the browser

mutmut changes the Python, Stryker the JavaScript, and both run the tests; settings are in pyproject.toml and in
tests/stryker.  A change that no test notices is a survivor, and tests/survivors.toml says of each why that is no loss.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPY = ROOT / ".mutants"
BIN = Path(sys.executable).parent
STRYKER = "tests/stryker"
SCRIPT = "lossedu/live/figure.js"
REPORT = ROOT / "build" / "stryker.json"
LEAST = 0.95
NOTICED = {"killed", "timeout", "segfault", "check was interrupted by user"}  # the last: an import that failed
IMPORTED_ONCE = """\
numpy
scipy.stats
scipy.optimize
sympy
mpmath
matplotlib.pyplot
matplotlib.backends.backend_agg
ipywidgets
anywidget
IPython
nbclient
hypothesis.extra.numpy
playwright.sync_api
"""  # the modules that take longest


def main(names):
    """Make the mutants that are named, or all; print how many of each module were noticed, and judge."""
    in_python = [name for name in names if not name.endswith(".js")]
    fates, survivors = {}, []
    for wanted, run in ((in_python or not names, mutate_python), (len(in_python) < len(names) or not names, mutate_js)):
        if wanted:
            some_fates, some_survivors = run(in_python)
            fates, survivors = fates | some_fates, survivors + some_survivors
    print(table(fates))
    sys.exit(verdict(fates, survivors, explained((ROOT / "tests" / "survivors.toml").read_text())))


# --- Python: mutmut ---------------------------------------------------------------------------------------------------


def mutate_python(names):
    """Return what became of each mutant, and what each survivor changes."""
    copy_project()
    mutmut("run", *names, quiet=False)
    found = re.findall(r"^ +(lossedu\S+): (.+)$", mutmut("results", "--all", "true"), re.M)
    fates = {mutant: fate for mutant, fate in found if fate != "not checked"}
    return fates, [change(mutant) for mutant, fate in fates.items() if fate not in NOTICED]


def copy_project():
    """Copy the project, with what mutmut needs to change more of it, and to import less anew for each mutant."""
    shutil.rmtree(COPY, ignore_errors=True)
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    for name in names.stdout.splitlines():
        (COPY / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, COPY / name, follow_symlinks=False)
    for path in (COPY / "lossedu").rglob("*.py"):
        path.write_text(without_decorators(path.read_text()))
    (COPY / "imported_once.txt").write_text(IMPORTED_ONCE)


def without_decorators(source):
    """Write ``@decorator`` above a function as ``function = decorator(function)`` below it, which mutmut can mutate."""
    lines = source.splitlines()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for function in sorted(functions, key=lambda node: node.end_lineno, reverse=True):
        for decorator in function.decorator_list:
            call = f"{function.name} = {ast.get_source_segment(source, decorator)}({function.name})"
            lines.insert(function.end_lineno, " " * function.col_offset + call)
            lines[decorator.lineno - 1 : decorator.end_lineno] = [""] * (decorator.end_lineno - decorator.lineno + 1)
    return "\n".join(lines) + "\n"


def mutmut(*command, quiet=True):
    """Run a command of mutmut in the copy, and return what it printed."""
    settings = {"PYTHONPATH": str(COPY / "tools"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": ""}
    stdout = subprocess.PIPE if quiet else None
    run = [BIN / "mutmut", *command]
    return subprocess.run(run, cwd=COPY, env=os.environ | settings, stdout=stdout, text=True, check=True).stdout


def change(mutant):
    """Return what a mutant changes: the function, its lines before, its lines after."""
    diff = mutmut("show", mutant).split("@@\n", 1)[1]
    was, became = (" ".join(line[1:].strip() for line in diff.splitlines() if line.startswith(sign)) for sign in "-+")
    return function_of(mutant), was, became


def function_of(mutant):
    """Return the name of the function that a mutant is of.

    >>> function_of("lossedu.live.figure.xǁLiveFigureǁreset__mutmut_3")
    'lossedu.live.figure.LiveFigure.reset'
    """
    return re.sub(r"__mutmut_\d+$", "", mutant).replace(".xǁ", ".").replace("ǁ", ".").replace(".x_", ".")


# --- JavaScript: Stryker ----------------------------------------------------------------------------------------------


def mutate_js(_):
    """Return what became of each mutant, and what each survivor changes."""
    stryker = ROOT / STRYKER / "node_modules" / ".bin" / "stryker"
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}
    subprocess.run([stryker, "run", f"{STRYKER}/stryker.config.json"], cwd=ROOT, env=environment)
    mutants = json.loads(REPORT.read_text())["files"][SCRIPT]["mutants"]
    fates = {f"{SCRIPT}.{mutant['id']}": mutant["status"].lower() for mutant in mutants}
    survived = [mutant for mutant in mutants if mutant["status"].lower() not in NOTICED]
    return fates, [(SCRIPT, cut(mutant["location"]), mutant["replacement"]) for mutant in survived]


def cut(location):
    """Return the piece of the script between two places, which Stryker counts from 1."""
    start, end = location["start"], location["end"]
    lines = (ROOT / SCRIPT).read_text().splitlines()[start["line"] - 1 : end["line"]]
    lines[-1] = lines[-1][: end["column"] - 1]
    lines[0] = lines[0][start["column"] - 1 :]
    return " ".join(map(str.strip, lines))


# --- the judgement ----------------------------------------------------------------------------------------------------


def explained(text):
    """Return the changes that survivors.toml explains: function, lines before, lines after."""
    entries = tomllib.loads(text)["survivor"]
    return {(entry["function"], was, became) for entry in entries for was, became in entry["changes"]}


def table(fates):
    """Return how many mutants of each module were made, were noticed, and were not."""
    made = Counter(mutant.rpartition(".")[0] for mutant in fates)
    noticed = Counter(mutant.rpartition(".")[0] for mutant, fate in fates.items() if fate in NOTICED)
    rows = [(module, made[module], noticed[module]) for module in sorted(made)]
    rows.append(("all", made.total(), noticed.total()))
    lines = [f"{name:<32}{n:>7}{seen:>9}{n - seen:>10}{seen / n:>9.1%}" for name, n, seen in rows]
    return "\n".join([f"{'':<32}{'made':>7}{'noticed':>9}{'survived':>10}", *lines])


def verdict(fates, survivors, explanations):
    """Return what is wrong, in sentences; None where enough was noticed and the rest is explained."""
    noticed = sum(fate in NOTICED for fate in fates.values())
    open_ones = [f"{name}\n  - {was}\n  + {became}" for name, was, became in sorted(set(survivors) - explanations)]
    if open_ones:
        return "\n".join(["These survived, and tests/survivors.toml does not say why:", *open_ones])
    return None if noticed >= LEAST * len(fates) else f"Fewer than {LEAST:.0%} were noticed."


if __name__ == "__main__":
    main(sys.argv[1:])
