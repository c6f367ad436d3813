"""Activations, judged by mpmath and SciPy, and their laws."""

import math
from fractions import Fraction

import judge
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st

from lossedu import validation
from lossedu.activations import (
    careful_sum,
    halves,
    log_sigmoid,
    log_softmax,
    logit,
    one_hot,
    product,
    quotient,
    rescale,
    sigmoid,
    softmax,
    two_sum,
)

POINTWISE = {sigmoid: judge.EXTENDED_LOGITS, log_sigmoid: judge.EXTENDED_LOGITS, logit: judge.PROBABILITIES}
ROWWISE = [softmax, log_softmax]
BOUNDS = {sigmoid: 2.5, log_sigmoid: 2, logit: 4, softmax: 3.5, log_softmax: 3}
SCIPY = {
    sigmoid: scipy.special.expit,
    log_sigmoid: scipy.special.log_expit,
    logit: scipy.special.logit,
    softmax: lambda z: scipy.special.softmax(z, axis=-1),
    log_softmax: lambda z: scipy.special.log_softmax(z, axis=-1),
}
# fmt: off
FAR_WITH_PLAIN_SUMS = [  # 5 ulp
    0.052358979854554684, 0.4407908668254355, -0.010957748815244993, 0.32824575006524764, -0.24867441071659113,
    -0.16714467812717237, -0.6095141372799882, 0.29246783045852437, -0.06617910222118323, -0.08390236135776054,
    -0.3024384114169683, 0.17944414839507025, -0.26485466138760666, -0.01705588765085723, -0.19579580797131396,
    -0.031161606304460743, -0.09617411585986747, 0.16846856538761174, 0.18222244710031724, -0.11002215364983434,
    0.2036625811619989, 0.47756986447501965, -0.19757119118533764, 0.18262454323214367, -0.25370868078771447,
    -0.20249184353566546, 0.04357289428530569, -0.392304320861226, -0.7277101982327822, -0.40561917125016095,
]
# fmt: on
ROWS = [
    [3.0],
    [0.0, 0.0],
    [1.0, 2.0, 3.0],
    [5e-324, 0.0, -5e-324],
    [1e308, -1e308, 1.7e308],
    [-1.7e308, -1.7e308],
    [745.0, 0.0, -745.0, 37.0, -37.0],
    [1e4 + 0.1, 1e4 + 0.7, 1e4 - 0.3],
    [37.78244542, 0.21774798, 0.47412031, -1.86466419, -1.70489649, 1.3, -0.2, 0.9, 0.4, 0.1],
    [123456789.123, 123456788.987, 123456790.4],
    [0.1] * 12,
    [-0.45, 708.2, 707.9],
    FAR_WITH_PLAIN_SUMS,
]
by_name = {"ids": lambda function: getattr(function, "__name__", None)}
rows = st.lists(judge.logits, min_size=1, max_size=6)


def worst_of_row(function, z):
    truths = getattr(judge, function.__name__)(z)
    return max(judge.ulps(value, truth) for value, truth in zip(function(z), truths, strict=True))


@pytest.mark.parametrize("function", BOUNDS, **by_name)
def test_the_docstring_promises_the_bound(function):
    assert judge.promised(function) <= BOUNDS[function]


@pytest.mark.parametrize("function", POINTWISE, **by_name)
def test_values_on_the_grid_are_within_the_promised_bound(function):
    truth = getattr(judge, function.__name__)
    for point, value in zip(POINTWISE[function], function(POINTWISE[function]), strict=True):
        assert judge.ulps(value, truth(point)) <= judge.promised(function), point


@pytest.mark.parametrize("function", [sigmoid, log_sigmoid], **by_name)
@judge.drawn_afresh
@given(z=judge.extended_logits)
def test_values_at_drawn_logits_are_within_the_promised_bound(function, z):
    assert judge.ulps(function(z), getattr(judge, function.__name__)(z)) <= judge.promised(function)


@judge.drawn_afresh
@given(p=judge.probabilities | st.floats(0.49, 0.51))
def test_logit_at_drawn_probabilities_is_within_the_promised_bound(p):
    assert judge.ulps(logit(p), judge.logit(p)) <= judge.promised(logit)


@pytest.mark.parametrize("z", ROWS, ids=lambda z: f"{len(z)} classes, {z[0]} first")
@pytest.mark.parametrize("function", ROWWISE, **by_name)
def test_rows_on_the_grid_are_within_the_promised_bound(function, z):
    assert worst_of_row(function, z) <= judge.promised(function)


@pytest.mark.parametrize("function", ROWWISE, **by_name)
@judge.drawn_afresh
@given(z=rows | st.lists(st.floats(-40, 40), min_size=2, max_size=30))
def test_drawn_rows_are_within_the_promised_bound(function, z):
    assert worst_of_row(function, z) <= judge.promised(function)


@pytest.mark.parametrize("function", ROWWISE, **by_name)
def test_a_row_of_a_thousand_classes_is_within_the_promised_bound(function):
    z = np.random.default_rng().normal(0, 3, 1000)
    assert worst_of_row(function, z.tolist()) <= judge.promised(function)


@pytest.mark.parametrize("function", BOUNDS, **by_name)
def test_scipy_agrees_on_ordinary_values(function):
    rng = np.random.default_rng()
    x = rng.random((50, 3)) if function is logit else rng.normal(0, 5, (50, 3))
    np.testing.assert_allclose(function(x), SCIPY[function](x), rtol=1e-12, atol=1e-14)


def test_numbers_by_hand():
    assert sigmoid(0) == 0.5
    assert sigmoid(np.log(3)) == pytest.approx(3 / 4, rel=1e-15)
    assert log_sigmoid(0) == pytest.approx(-np.log(2), rel=1e-15)
    assert logit(0.75) == pytest.approx(np.log(3), rel=1e-15)
    np.testing.assert_allclose(softmax(np.log([1, 2, 5])), [1 / 8, 2 / 8, 5 / 8], rtol=1e-15)
    np.testing.assert_array_equal(rescale([0, 0.5, 1], low=-1, high=1), [-1, 0, 1])


def test_infinite_logits_give_the_limits():
    np.testing.assert_array_equal(sigmoid([-np.inf, np.inf]), [0, 1])
    np.testing.assert_array_equal(log_sigmoid([-np.inf, np.inf]), [-np.inf, 0])
    np.testing.assert_array_equal(logit([0, 1]), [-np.inf, np.inf])


@judge.drawn_afresh
@given(z=judge.extended_logits)
def test_sigmoid_of_minus_z_is_the_other_probability(z):
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, abs=4e-16)


@judge.drawn_afresh
@given(z=st.floats(-30, 30))
def test_logit_undoes_sigmoid(z):
    assert logit(sigmoid(z)) == pytest.approx(z, abs=1e-15 / sigmoid(-abs(z)))


@judge.drawn_afresh
@given(z=rows)
def test_a_row_of_softmax_is_a_distribution(z):
    assert (softmax(z) >= 0).all()
    assert softmax(z).sum() == pytest.approx(1, abs=1e-15)


@judge.drawn_afresh
@given(z=st.lists(st.integers(-700, 700), min_size=1, max_size=6), shift=st.integers(-(10**6), 10**6))
def test_softmax_does_not_see_a_shift_of_all_logits(z, shift):
    np.testing.assert_array_equal(softmax(np.add(z, shift)), softmax(z))


@judge.drawn_afresh
@given(z=rows)
def test_softmax_keeps_the_order_of_the_logits(z):
    assert (np.diff(softmax(np.sort(z))) >= 0).all()


@judge.drawn_afresh
@given(z=judge.extended_logits.filter(np.isfinite))
def test_softmax_of_two_classes_is_the_sigmoid_of_the_difference(z):
    np.testing.assert_allclose(softmax([z, 0]), [sigmoid(z), sigmoid(-z)], rtol=2e-15, atol=1e-322)


@judge.drawn_afresh
@given(z=rows)
def test_log_softmax_is_the_logarithm_of_softmax(z):
    p = softmax(z)
    ordinary = p > 1e-300
    np.testing.assert_allclose(log_softmax(z)[ordinary], np.log(p[ordinary]), rtol=1e-14, atol=1e-15)


@judge.drawn_afresh
@given(o=judge.probabilities, low=st.floats(-1e3, 1e3), width=st.floats(1e-3, 1e3))
def test_rescale_stays_between_the_ends_and_rises(o, low, width):
    truth = (1 - judge.mp.mpf(o)) * judge.mp.mpf(low) + judge.mp.mpf(o) * judge.mp.mpf(low + width)
    assert judge.ulps(rescale(o, low, low + width), truth, [low, low + width]) <= judge.promised(rescale)


def test_rescale_reaches_both_ends_exactly():
    np.testing.assert_array_equal(rescale([0, 1], low=0.1, high=0.7), [0.1, 0.7])
    np.testing.assert_array_equal(rescale([0, 0.5, 1], low=-1.7e308, high=1.7e308), [-1.7e308, 0, 1.7e308])


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1), (np.nan, 1), (0, np.inf), ([0], 1)])
def test_rescale_refuses_a_range_without_two_ends(low, high):
    with pytest.raises(ValueError, match=r"low|high"):
        rescale(0.5, low, high)


@judge.drawn_afresh
@given(labels=st.lists(st.integers(0, 4), min_size=1), n_classes=st.integers(5, 8))
def test_argmax_undoes_one_hot(labels, n_classes):
    encoded = one_hot(labels, n_classes)
    assert encoded.shape == (len(labels), n_classes)
    np.testing.assert_array_equal(encoded.argmax(axis=-1), labels)
    np.testing.assert_array_equal(encoded.sum(axis=-1), 1)


def test_one_hot_of_a_scalar_is_one_row():
    np.testing.assert_array_equal(one_hot(1, 3), [0, 1, 0])


@pytest.mark.parametrize("label", [-1, 3, 0.7, np.nan, np.inf, "1", 1j, None])
def test_one_hot_refuses_what_is_not_a_class_index(label):
    with pytest.raises(ValueError, match=r"labels"):
        one_hot([0, label], 3)


@pytest.mark.parametrize("n_classes", [0, -1, 2.5, True, "3", None])
def test_one_hot_refuses_a_number_of_classes_that_is_not_whole(n_classes):
    with pytest.raises(ValueError, match=r"n_classes is .*: a whole number, 1 or more, is expected"):
        one_hot([0], n_classes)


@pytest.mark.parametrize("function", ROWWISE, **by_name)
def test_softmax_needs_finite_logits_and_an_axis_of_classes(function):
    with pytest.raises(ValueError, match=r"z\[0, 1\] is inf: a finite number is expected"):
        function([[0, np.inf]])
    with pytest.raises(ValueError, match=r"z is the single number 1.0: one number for each class"):
        function(1)


@pytest.mark.parametrize("n_classes", [3, 100, 5000])
@pytest.mark.parametrize("function", ROWWISE, **by_name)
def test_blocks_of_rows_do_not_show_in_the_result(function, n_classes):
    z = np.random.default_rng().normal(0, 3, (2 * validation.BLOCK // n_classes + 3, n_classes))
    whole = function(z)
    np.testing.assert_array_equal(whole[::-1], function(z[::-1]))
    for i in (0, validation.BLOCK // n_classes, -1):
        np.testing.assert_array_equal(whole[i], function(z[i]))


@pytest.mark.parametrize("function", ROWWISE, **by_name)
def test_classes_lie_on_the_last_axis_whatever_is_before_it(function):
    z = np.random.default_rng().normal(size=(2, 3, 4))
    np.testing.assert_array_equal(function(z)[1, 2], function(z[1, 2]))
    np.testing.assert_array_equal(function(np.asfortranarray(z)), function(z))


@pytest.mark.parametrize("name", ["low", "high"])
def test_rescale_names_the_end_that_is_no_number(name):
    with pytest.raises(ValueError, match=f"^{name} is nan"):
        rescale(0.5, **{"low": 0, "high": 1, name: np.nan})


# --- numbers of which no digit is lost --------------------------------------------------------------------------------

ordinary = st.floats(2.0**-100, 2.0**100) | st.floats(-(2.0**100), -(2.0**-100))


def exactly(pair):
    return sum(map(Fraction, map(float, pair)))


def digits_of(number):
    """How many binary digits a number has between its first 1 and its last."""
    whole = abs(Fraction(number).numerator)
    return (whole // (whole & -whole)).bit_length() if whole else 0


@judge.drawn_afresh
@given(a=ordinary, b=ordinary)
def test_a_sum_and_a_product_of_two_numbers_lose_no_digit_as_pairs(a, b):
    assert exactly(two_sum(a, b)) == Fraction(a) + Fraction(b)
    assert exactly(product((a, 0.0), b)) == Fraction(a) * Fraction(b)


@judge.drawn_afresh
@given(number=ordinary)
def test_halves_add_up_and_have_half_of_the_digits(number):
    assert exactly(halves(number)) == Fraction(number)
    assert max(map(digits_of, halves(number))) <= 26


@judge.drawn_afresh
@given(a=ordinary, b=ordinary, share=st.floats(-1, 1), other=st.floats(-1, 1))
def test_a_quotient_of_pairs_is_rounded_twice(a, b, share, other):
    above, below = (a, share * a * 2.0**-53), (b, other * b * 2.0**-53)
    truth = exactly(above) / exactly(below)
    assert abs(Fraction(float(quotient(above, below))) - truth) <= abs(truth) * Fraction(1001, 1000) / 2**52


@np.errstate(invalid="ignore", over="ignore")
def test_each_of_many_sums_is_careful_whatever_stands_beside_it():
    rows = np.array([[1e-300, 1e300, np.inf, 0], [3e-300, 1e-300, 1, 0.5], [5e-300, 1, 2, 0]])
    np.testing.assert_array_equal(careful_sum(rows), [9e-300, 1e300, np.inf, 0.5])
    beside = np.stack([*np.random.default_rng(0).random((99, 1000)), np.full(1000, 1e300)], axis=1)
    np.testing.assert_array_equal(careful_sum(beside)[:-1], [math.fsum(column) for column in beside.T[:-1]])
    np.testing.assert_array_equal(careful_sum(np.array([[8e307, np.inf], [8e307, 0]])), [1.6e308, np.inf])
