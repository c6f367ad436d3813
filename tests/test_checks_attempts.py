"""How an attempt is called, how its answer is read, and how near is near enough."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from lossedu.checks.attempts import (
    CLOSE,
    COLUMN,
    JUDGING,
    ONE_AT_A_TIME,
    RECOGNISING,
    ROW,
    SYMBOLIC,
    WHOLE_LABELS,
    Attempt,
    Outcome,
    Tolerance,
    agree,
    as_numbers,
    flat,
    kind_of,
    read_answer,
    read_error,
    single,
)
from lossedu.checks.diagnosis import distance
from lossedu.checks.experiments import clipped_or_shifted
from lossedu.checks.patience import Patience

EXACT = Tolerance(0, 0)
INF, NAN = np.inf, np.nan


# ── near enough ──────────────────────────────────────────────────────────────────────────────────────────────────────

NEAR = [
    (2.0, 2.0, EXACT, True),
    (100 + 0.99e-4, 100.0, JUDGING, True),
    (100 + 1.01e-4, 100.0, JUDGING, False),
    (-100 - 0.99e-4, -100.0, JUDGING, True),
    (-100 - 1.01e-4, -100.0, JUDGING, False),
    (0.99e-9, 0.0, JUDGING, True),
    (-1.01e-9, 0.0, JUDGING, False),
    (2 + 2.9e-5, 2.0, RECOGNISING, True),
    (2 + 3.1e-5, 2.0, RECOGNISING, False),
    (10 + 0.104, 10.0, CLOSE, True),
    (10 + 0.106, 10.0, CLOSE, False),
    (INF, INF, EXACT, True),
    (-INF, INF, CLOSE, False),
    (1e300, INF, CLOSE, False),
    (INF, 1.0, CLOSE, False),
    (NAN, 1.0, CLOSE, False),
    (NAN, NAN, CLOSE, False),
    (-1.7e308, 1.7e308, CLOSE, False),
    (np.array([1.0, INF]), np.array([1.0, INF]), EXACT, True),
    (np.array([1.0, INF, 0.0]), np.array([1.0, INF, 0.1]), CLOSE, False),
]


@pytest.mark.parametrize(("came", "expected", "tolerance", "near"), NEAR)
def test_an_answer_agrees_within_the_tolerance_and_no_further(came, expected, tolerance, near):
    assert agree(np.float64(came), np.float64(expected), tolerance) is near


SAME = [
    (Outcome((), 1, np.array([1, NAN])), Outcome((), 2, np.array([1, NAN])), True),
    (Outcome((), 1, np.array([1, NAN])), Outcome((), 1, np.array([1, 0])), False),
    (Outcome((), 1, None, "raises", "KeyError"), Outcome((), 1, None, "raises", "KeyError"), True),
    (Outcome((), 1, None, "raises", "KeyError"), Outcome((), 1, None, "raises", "TypeError"), False),
    (Outcome((), 1, None, "raises"), Outcome((), 1, None, "overflow"), False),
    (Outcome((), 1, np.ones(2), "wrong-type", "a"), Outcome((), 1, np.zeros(2), "wrong-type", "a"), True),
    (Outcome((), 1, np.ones(2)), Outcome((), 1, np.ones(2), "wrong-type"), False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_two_calls_came_to_the_same_if_their_values_or_their_problems_are_the_same(one, other, same):
    assert one.same_as(other) is same
    assert other.same_as(one) is same


@pytest.mark.parametrize(
    ("value", "expected", "problem", "far"),
    [(3.0, 1.0, None, 2), (1.0, 3.0, None, 2), (-INF, 1.0, None, INF), (NAN, 1.0, None, INF), (None, 1, "raises", INF)],
)
def test_what_is_no_number_is_infinitely_far_from_what_was_expected(value, expected, problem, far):
    assert distance(Outcome((), expected, value, problem)) == far


# ── what came ────────────────────────────────────────────────────────────────────────────────────────────────────────

ERRORS = [
    (NotImplementedError("later"), ("not attempted", "")),
    (OverflowError("math range error"), ("overflow", "OverflowError: math range error")),
    (ValueError(" <thing at 0x7fA9bC> \n"), ("raises", "ValueError: <thing at 0x…>")),
    (ValueError("0xyz or 0XAB"), ("raises", "ValueError: 0xyz or 0XAB")),
    (AssertionError(), ("raises", "AssertionError")),
    (SystemExit(3), ("raises", "SystemExit: 3")),
]


@pytest.mark.parametrize(("error", "problem_and_words"), ERRORS, ids=repr)
def test_an_error_is_a_problem_with_words_that_stay_the_same(error, problem_and_words):
    assert read_error(error) == problem_and_words


ANSWERS = [
    (..., (), None, "not attempted", ""),
    (NotImplemented, (), None, "not attempted", ""),
    (0.5, (), 0.5, None, ""),
    (np.array([[0.5]]), (), 0.5, None, ""),
    (np.array([1, 2]), (2,), [1.0, 2.0], None, ""),
    (np.array([0.5]), (1,), [0.5], None, ""),
    (np.array([1.0, 2.0]), (), [1.0, 2.0], "wrong-type", "an array of shape (2,)"),
    (np.array([]), (), [], "wrong-type", "an array of shape (0,)"),
    (np.ones((2, 2)), (2,), np.ones((2, 2)), "shape-table", "an array of shape (2, 2)"),
    (np.ones((2, 3)), (2,), np.ones((2, 3)), "wrong-type", "an array of shape (2, 3)"),
    (np.ones((2, 3, 2, 3)), (2, 3), np.ones((2, 3, 2, 3)), "wrong-type", "an array of shape (2, 3, 2, 3)"),
    (7, (2,), 7.0, "wrong-type", "one number"),
    ([0.5], (), None, "wrong-type", "a list"),
]


@pytest.mark.parametrize(("answer", "shape", "value", "problem", "words"), ANSWERS)
def test_an_answer_is_a_value_or_a_problem_in_words(answer, shape, value, problem, words):
    read, *rest = read_answer(answer, shape)
    assert rest == [problem, words]
    assert (read is None) == (value is None)
    if value is not None:
        assert np.array_equal(read, value)
        assert read.shape == np.shape(value)


NUMBERS = [
    (3, 3.0),
    (-0.5, -0.5),
    (np.float32(0.25), 0.25),
    (np.uint8(7), 7.0),
    (Fraction(1, 4), 0.25),
    (np.array([1, 2], np.uint8), [1.0, 2.0]),
    (np.array([1, 2], np.int8), [1.0, 2.0]),
    (10**400, INF),
    (-(10**400), -INF),
]
NO_NUMBERS = [True, np.True_, None, "1", 1j, np.complex128(1), [1], np.array([True]), np.array(["1"]), np.array([None])]


@pytest.mark.parametrize(("answer", "value"), NUMBERS)
def test_every_kind_of_real_number_is_read_as_float64(answer, value):
    read = as_numbers(answer)
    assert read.dtype == np.float64
    assert read.shape == np.shape(value)
    assert np.array_equal(read, value)


@pytest.mark.parametrize("answer", NO_NUMBERS, ids=repr)
def test_nothing_else_is_read_as_a_number(answer):
    assert as_numbers(answer) is None


class Thing:
    """Something that no check knows."""


KINDS = [
    (None, "None"),
    (False, "False"),
    (np.True_, "True"),
    (0.5, "one number"),
    (np.int8(1), "one number"),
    (1j, "a complex number"),
    (np.complex128(1), "a complex number"),
    ("0.5", "a string"),
    ([0.5], "a list"),
    ((0.5,), "a tuple"),
    ({}, "a dictionary"),
    (len, "a function"),
    (Thing(), "an object of type Thing"),
    (np.ones((2, 3)), "an array of shape (2, 3)"),
    (np.ones((0, 3)), "an array of shape (0, 3)"),
    (np.ones((1,) * 33), f"an array of shape {(1,) * 33}"),
    (np.array([True]), "an array of True and False"),
    (np.array([1j]), "an array of complex numbers"),
    (np.array(["0.5"]), "an array of strings"),
    (sympy.Symbol("n"), SYMBOLIC),
    (np.array([sympy.Symbol("n"), 1]), SYMBOLIC),
    (np.array([[sympy.Symbol("n"), 1]]), SYMBOLIC),
    (np.array([[1, sympy.Symbol("n")], [sympy.Symbol("n"), 1]]), "an array of shape (2, 2)"),
]


@pytest.mark.parametrize(("answer", "words"), KINDS)
def test_each_kind_of_answer_has_a_name_in_plain_words(answer, words):
    assert kind_of(answer) == words


# ── layouts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def given_to(layout, *inputs):
    """Return what a function is given in a layout, as lists, and the kind of its first array."""
    given = []
    layout.change(lambda *values: given.append(values) or 0.5)(*inputs)
    return [[np.asarray(value).tolist() for value in values] for values in given], np.asarray(given[0][0]).dtype.kind


Y, Z = np.array([1.0, 0.0]), np.array([0.5, -2.0])


@pytest.mark.parametrize(
    ("layout", "inputs", "given"),
    [
        (ROW, (Y, 0.7), ([[[[1, 0]], 0.7]], "f")),
        (COLUMN, (Y, Z), ([[[[1], [0]], [[0.5], [-2]]]], "f")),
        (COLUMN, (Y, 0.7), ([[[[1], [0]], 0.7]], "f")),
        (WHOLE_LABELS, (Y, Z), ([[[1, 0], [0.5, -2]]], "i")),
        (ONE_AT_A_TIME, (Z,), ([[0.5], [-2]], "f")),
    ],
)
def test_a_layout_gives_the_function_the_same_numbers_in_another_shape(layout, inputs, given):
    assert given_to(layout, *inputs) == given


@pytest.mark.parametrize("shape", [(), (3,), (2, 2), (1, 1, 3), (1, 3), (3, 1)])
def test_a_row_or_a_column_comes_back_flat_and_all_else_as_it_is(shape):
    assert flat(np.ones(shape)).shape == ((3,) if shape in [(1, 3), (3, 1)] else shape)


@pytest.mark.parametrize("answer", [0.5, [[1, 2, 3]], None])
def test_what_is_no_array_comes_back_as_it_is(answer):
    assert flat(answer) is answer


def test_a_function_of_one_number_answers_with_one_number():
    assert single(np.array([[0.5]])) == 0.5
    for answer, words in [([0.5], "a list"), (None, "None"), (np.ones(2), r"an array of shape \(2,\)")]:
        with pytest.raises(TypeError, match=f"^one number is expected, and {words} came$"):
            single(answer)


def test_a_number_is_given_as_a_number_and_an_array_as_a_copy():
    given = []
    Attempt(lambda *inputs: given.extend(inputs), lambda y, pi: 1.0, Patience(2))(Y, 0.7)
    assert np.array_equal(given[0], Y)
    assert given[0] is not Y
    assert type(given[1]) is float


def test_an_attempt_is_called_until_it_gives_no_value():
    attempt = Attempt(lambda y: 1 / (y.size - 2), lambda y: 1.0, Patience(2))
    outcomes = attempt.on([(np.ones(3),), (np.ones(2),), (np.ones(3),)])
    assert [outcome.problem for outcome in outcomes] == [None, "raises"]
    assert outcomes[0].right


# ── what holds a cost back ───────────────────────────────────────────────────────────────────────────────────────────

LN3, LN4 = np.log(3), np.log(4)


@pytest.mark.parametrize(
    ("less", "mistake"),
    [
        (LN3, "clipped"),
        (LN3 + 0.0099, "clipped"),
        (LN3 - 0.0099, "clipped"),
        (LN3 + 0.0101, None),
        (LN3 - 0.0101, None),
        (LN4, "epsilon-in-log"),
        (LN4 + 0.0099, "epsilon-in-log"),
        (LN4 - 0.0099, "epsilon-in-log"),
        (LN4 + 0.0101, None),
        (LN4 - 0.0101, None),
        (0.0, None),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_clipping_and_a_number_in_the_logarithm_differ_by_how_fast_the_cost_falls_behind(less, mistake, sign):
    limit, beyond = Outcome((), INF, sign * 16.0), Outcome((), 15.0, sign * (16.0 - less))
    finding = clipped_or_shifted(limit, Outcome((), 0.0, 0.0), beyond)
    assert (finding and finding.mistake) == mistake
    assert finding is None or finding.only_at_ends


def test_without_a_number_for_a_perfect_prediction_no_price_is_told():
    limit, beyond = Outcome((), INF, 16.0), Outcome((), 15.0, 16.0 - LN4)
    stops = Outcome((), 0.0, None, "raises")
    assert clipped_or_shifted(limit, stops, beyond) is None
    assert clipped_or_shifted(limit, Outcome((), 0.0, 0.0), stops) is None
    assert clipped_or_shifted(limit, stops, Outcome((), 15.0, 16.0 - LN3)).mistake == "clipped"
