"""The package as a whole: what `import lossedu` gives, and what it costs."""

import subprocess
import sys
from statistics import median

import lossedu
from lossedu import activations, descent, likelihood, losses, samples

MEASURE = """
from time import perf_counter
start = perf_counter()
import numpy
numpy_is_there = perf_counter()
import lossedu
print(numpy_is_there - start, perf_counter() - start)
"""
NAMES_OF_HEAVY_MODULES = """
import sys
import lossedu
print(*{"sympy", "matplotlib", "ipywidgets", "anywidget", "scipy", "pandas", "sklearn"} & set(sys.modules))
"""


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_importing_lossedu_takes_at_most_1_3_times_as_long_as_importing_numpy():
    pairs = [map(float, run(MEASURE)) for _ in range(5)]
    assert median(with_lossedu / numpy_alone for numpy_alone, with_lossedu in pairs) <= 1.3


def test_importing_lossedu_imports_nothing_heavy():
    assert run(NAMES_OF_HEAVY_MODULES) == []


def test_every_numeric_name_can_be_imported_from_the_package():
    for module in (activations, losses, likelihood, descent, samples):
        for name in module.__all__:
            assert getattr(lossedu, name) is getattr(module, name)


def test_the_docstring_tells_the_reading_order():
    order = [
        "validation",
        "activations",
        "losses",
        "likelihood",
        "samples",
        "descent",
        "derivations",
        "plots",
        "checks",
    ]
    places = [lossedu.__doc__.index(f"``{name}``") for name in order]
    assert places == sorted(places)
