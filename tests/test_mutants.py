"""What ``make mutants`` relies on: decorators that can be rewritten, and explanations of code that is still there."""

import ast
import re
import tomllib

import mutants
import pytest

SURVIVORS = tomllib.loads((mutants.ROOT / "tests" / "survivors.toml").read_text())["survivor"]
SETTINGS = tomllib.loads((mutants.ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]

DECORATED = '''
from functools import wraps


def twice(function):
    @wraps(function)
    def decorated(number):
        return 2 * function(number)

    return decorated


def plus(term):
    return lambda function: lambda number: function(number) + term


@plus(
    1
)
@twice
def square(number):
    """Square."""
    return number**2


class Circle:
    radius = 3

    @property
    def area(self):
        return self.radius**2


answer = square(5), Circle().area
'''


def test_a_module_does_the_same_with_its_decorators_written_as_assignments():
    rewritten = mutants.without_decorators(DECORATED)
    assert not re.search(r"^\s*@", rewritten, re.M)
    assert run(rewritten)["answer"] == run(DECORATED)["answer"] == (51, 9)


def run(source):
    names = {}
    exec(source, names)
    return names


def test_every_function_of_lossedu_can_be_rewritten():
    for path in mutants.ROOT.glob("lossedu/**/*.py"):
        tree = ast.parse(mutants.without_decorators(path.read_text()))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        assert [function.name for function in functions if function.decorator_list] == [], path


def words(text):
    return " ".join(text.split())


def source_of(function):
    if function.endswith(".js"):
        return (mutants.ROOT / function).read_text()
    path = mutants.ROOT / function.replace(".", "/")
    for module in (path, *path.parents):
        for file in (module.with_suffix(".py"), module / "__init__.py"):
            if file.exists():
                return file.read_text()
    raise LookupError(function)


@pytest.mark.parametrize("entry", SURVIVORS, ids=lambda entry: entry["function"])
def test_an_explained_survivor_is_a_change_of_code_that_is_still_there(entry):
    source = words(source_of(entry["function"]))
    assert re.search(rf"\b{entry['function'].rpartition('.')[2]}\b", source) or entry["function"].endswith(".js")
    assert [was for was, _ in entry["changes"] if words(was) not in source] == []
    assert all(was != became for was, became in entry["changes"])
    assert entry["because"].endswith(".")


def test_a_survivor_is_refused_unless_it_is_explained():
    fates = dict.fromkeys(["lossedu.losses.x_f__mutmut_1", "lossedu.losses.x_f__mutmut_2"], "killed")
    fates |= {f"lossedu.losses.x_g__mutmut_{number}": "killed" for number in range(40)}
    assert mutants.verdict(fates, [], set()) is None
    fates["lossedu.losses.x_f__mutmut_2"] = "survived"
    survivor = ("lossedu.losses.f", "a < b", "a <= b")
    assert "lossedu.losses.f\n  - a < b\n  + a <= b" in mutants.verdict(fates, [survivor], set())
    assert mutants.verdict(fates, [survivor], {survivor}) is None
    fates |= {f"lossedu.losses.x_g__mutmut_{number}": "no tests" for number in range(5)}
    assert mutants.verdict(fates, [survivor], {survivor}) == "Fewer than 95% were noticed."


def test_each_part_that_is_mutated_is_judged_by_tests_of_its_name():
    parts = {re.match(r"lossedu/(\w+)", path)[1] for path in SETTINGS["only_mutate"]}
    judges = {re.match(r"tests/test_([a-z]+)", path)[1] for path in SETTINGS["pytest_add_cli_args_test_selection"]}
    assert parts == judges
