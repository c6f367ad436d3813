"""Calling an attempt: in which layout, for how long, and what its answer is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import NamedTuple

import numpy as np

from lossedu.checks.patience import TookTooLong


@dataclass(frozen=True)
class Tolerance:
    """How far an answer may lie from a number and still count as that number."""

    relative: float
    absolute: float


SYMBOLIC = "a SymPy expression"
KINDS = {str: "a string", list: "a list", tuple: "a tuple", dict: "a dictionary"}
ARRAYS = {"b": "an array of True and False", "c": "an array of complex numbers", "U": "an array of strings"}

# One part in a million lets every honest way to compute pass, single precision too, and is finer than any mistake.
JUDGING = Tolerance(relative=1e-6, absolute=1e-9)
# A mistake with 1e-7 in its logarithm is still that mistake.
RECOGNISING = Tolerance(relative=1e-5, absolute=1e-5)
# Nearer than this without being equal, it is the right formula that has lost digits.
CLOSE = Tolerance(relative=1e-2, absolute=5e-3)


def agree(came, expected, tolerance):
    """Tell whether two answers are equal within the tolerance; infinity agrees with itself alone, nan with nothing."""
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(came - expected) <= tolerance.absolute + tolerance.relative * np.abs(expected)
    return bool(np.all(np.where(np.isfinite(expected), near, came == expected)))


@dataclass(frozen=True, eq=False)
class Outcome:
    """One call of an attempt: what went in, what was expected, and what came, a value or a problem in words.

    Numbers of a shape that is not asked are a problem, and their value is kept.
    """

    inputs: tuple
    expected: object
    value: object = None
    problem: str | None = None
    words: str = ""
    changed: bool = False

    def within(self, tolerance):
        """Tell whether a value came, and near enough to what was expected."""
        return self.problem is None and agree(self.value, self.expected, tolerance)

    @property
    def right(self):
        """Whether the answer is the expected one."""
        return self.within(JUDGING)

    def same_as(self, other):
        """Tell whether two calls came to exactly the same, nan included."""
        same_problem = (self.problem, self.words) == (other.problem, other.words)
        return same_problem and (self.problem is not None or np.array_equal(self.value, other.value, equal_nan=True))


class Attempt:
    """A learner's function, called with copies of the inputs in one layout."""

    def __init__(self, function, right, patience, layout=None):
        self.right, self.patience = right, patience
        self.call = layout.change(function) if layout else function
        self.given = layout.given if layout else ""

    def __call__(self, *inputs, expected=None):
        """Call the function, and read its answer against the right one, or against the one that is given."""
        expected = self.right(*inputs) if expected is None else expected
        given = [np.array(value) if np.ndim(value) else value for value in inputs]
        try:
            answer = self.patience.call(self.call, given, inputs)
        except TookTooLong:
            raise
        except BaseException as error:  # the learner's own, exit() included
            value, problem, words = None, *read_error(error)
        else:
            value, problem, words = read_answer(answer, np.shape(expected))
        changed = not all(np.array_equal(a, b) for a, b in zip(given, inputs, strict=True))
        return Outcome(inputs, expected, value, problem, words, changed)

    def on(self, cases):
        """Return the outcome of each case, up to the first that gives no value."""
        outcomes = []
        for inputs in cases:
            outcomes.append(self(*inputs))
            if outcomes[-1].problem:
                break
        return outcomes

    def with_arguments_swapped(self):
        """Return the same attempt, called the other way round."""
        return Attempt(lambda y, other: self.call(other, y), self.right, self.patience)


def read_error(error):
    """Return the problem that an exception is, and how it is shown."""
    if isinstance(error, NotImplementedError):
        return "not attempted", ""
    problem = "overflow" if isinstance(error, OverflowError) else "raises"
    text = re.sub(r"0x[0-9a-fA-F]+", "0x…", str(error)).strip()
    return problem, f"{type(error).__name__}: {text}" if text else type(error).__name__


def read_answer(answer, shape):
    """Return the answer as an array of ``shape``, or what is the matter with it, and how it is shown."""
    if answer is Ellipsis or answer is NotImplemented:
        return None, "not attempted", ""
    value = as_numbers(answer)
    if value is None:
        return None, "wrong-type", kind_of(answer)
    if shape == () and value.size == 1:
        return value.reshape(()), None, ""
    if value.shape == shape:
        return value, None, ""
    is_table = len(shape) == 1 and value.shape == shape * 2
    return value, "shape-table" if is_table else "wrong-type", kind_of(answer)


def as_numbers(answer):
    """Return a number or an array of numbers in float64, and None for anything else."""
    if isinstance(answer, bool) or not isinstance(answer, Real | np.ndarray | np.generic):
        return None
    value = np.asarray(answer)
    if value.dtype.kind not in "iuf" and not isinstance(answer, Real):
        return None
    try:
        return value.astype(np.float64)
    except OverflowError:  # Python's integers have no end
        return np.array(np.inf if answer > 0 else -np.inf)


def kind_of(answer):
    """Name the kind of a value in plain words."""
    if answer is None or isinstance(answer, bool | np.bool):
        return str(answer)
    if is_symbolic(answer):
        return SYMBOLIC
    if isinstance(answer, np.ndarray):
        return ARRAYS.get(answer.dtype.kind, f"an array of shape {answer.shape}")
    if isinstance(answer, complex):
        return "a complex number"
    if isinstance(answer, Real | np.number):
        return "one number"
    return KINDS.get(type(answer), "a function" if callable(answer) else f"an object of type {type(answer).__name__}")


def is_symbolic(answer):
    """Tell a SymPy object, or an array of them, by the module that its type comes from."""
    first = answer.ravel()[0] if isinstance(answer, np.ndarray) and answer.size else answer
    return type(first).__module__.partition(".")[0] == "sympy"


class Layout(NamedTuple):
    """Another way to call a function that stops when it is called as usual, and what it is given then."""

    given: str
    change: Callable


def with_whole_labels(function):
    """Let the function be called with labels as integers, for one that picks elements by them."""
    return lambda y, *rest: function(y.astype(int), *rest)


def in_a_row(function):
    """Let the function be called with arrays of shape (1, N), for one that counts observations by ``shape[1]``."""
    return lambda *inputs: flat(function(*(value[np.newaxis, :] if np.ndim(value) else value for value in inputs)))


def in_a_column(function):
    """Let the function be called with arrays of shape (N, 1)."""
    return lambda *inputs: flat(function(*(value[:, np.newaxis] if np.ndim(value) else value for value in inputs)))


def flat(answer):
    """Return a row or a column as a flat array, and anything else as it is."""
    is_row_or_column = isinstance(answer, np.ndarray) and answer.ndim == 2 and 1 in answer.shape
    return answer.ravel() if is_row_or_column else answer


def one_at_a_time(function):
    """Let the function be called with each number alone, for one that takes no array."""
    return lambda z: np.array([single(function(value)) for value in z])


def single(answer):
    """Return the answer as a number."""
    value = as_numbers(answer)
    if value is None or value.size != 1:
        raise TypeError(f"one number is expected, and {kind_of(answer)} came")
    return value.item()


ONE_AT_A_TIME = Layout("one number at a time", one_at_a_time)
WHOLE_LABELS = Layout("labels that are integers", with_whole_labels)
ROW = Layout("arrays of shape (1, N)", in_a_row)
COLUMN = Layout("arrays of shape (N, 1)", in_a_column)
