"""Losses and gradients: judged by mpmath, SciPy and arithmetic by hand; the claims of the course, over LOSSES."""

import dataclasses
from itertools import product

import judge
import numpy as np
import pytest
import scipy.special
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st

from lossedu import losses, validation
from lossedu.activations import one_hot, sigmoid, softmax
from lossedu.losses import (
    LOSSES,
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
    cross_entropy,
    cross_entropy_gradient,
    cross_entropy_with_logits,
    cross_entropy_with_logits_gradient,
    smooth_labels,
    squared_error,
    squared_error_with_logits,
    squared_error_with_logits_gradient,
)

BOUNDS = {  # value, gradient
    "squared_error": (2, 1),
    "binary_cross_entropy": (2.5, 3),
    "binary_cross_entropy_with_logits": (2.5, 3),
    "squared_error_with_logits": (8, 8),
    "cross_entropy": (3, 1),
    "cross_entropy_with_logits": (3, 3),
}
BINARY = [name for name, loss in LOSSES.items() if loss.observes == "label"]
POINTWISE = [name for name, loss in LOSSES.items() if not loss.multiclass]
ROWWISE = [name for name, loss in LOSSES.items() if loss.multiclass]
ARGUMENTS = {  # what an observation and a second argument may be
    ("number", "prediction"): (judge.numbers, judge.numbers, judge.NUMBERS, judge.NUMBERS),
    ("label", "prediction"): (judge.probabilities, judge.probabilities, judge.PROBABILITIES, judge.PROBABILITIES),
    ("label", "logit"): (judge.probabilities, judge.extended_logits, judge.PROBABILITIES, judge.EXTENDED_LOGITS),
}
THREE_ROWS = [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2], [0.4, 0.1, 0.5]]
STUDY_NOTE_Y, STUDY_NOTE_Y_HAT = [0, 1, 0, 0, 1, 1], [0.5, 0.7, 0.3, 0.2, 0.7, 0.9]


def arguments_of(name):
    return ARGUMENTS[LOSSES[name].observes, LOSSES[name].takes]


def parts(loss):
    """The value and the gradient of a loss, each with its truth."""
    for function in (loss.value, loss.gradient):
        yield function, getattr(judge, function.__name__)


def terms_of(function, y, x):
    """The terms whose difference the function is: next to its zero, the bound is of the larger one."""
    if "_with_logits" not in function.__name__ or function is binary_cross_entropy_with_logits or y in (0, 1):
        return ()
    terms = judge.terms_of_sigmoid_minus_label(y, x)
    if function is squared_error_with_logits:
        return [term**2 for term in terms]
    if function is squared_error_with_logits_gradient:
        return [2 * term * judge.sigmoid(x) * judge.sigmoid(-x) for term in terms]
    return terms


@st.composite
def rows(draw, takes, soft=True):
    """One target row (one-hot or soft) and one row of predictions or logits."""
    n_classes = draw(st.integers(1, 6))
    z = draw(st.lists(judge.logits, min_size=n_classes, max_size=n_classes))
    target = one_hot(draw(st.integers(0, n_classes - 1)), n_classes)
    if soft and draw(st.booleans()):
        target = softmax(draw(st.lists(st.floats(-50, 50), min_size=n_classes, max_size=n_classes)))
    return target.tolist(), softmax(z).tolist() if takes == "prediction" else z


@st.composite
def ordinary_arguments(draw, loss, size=4):
    """A few observations with predictions or logits far from the ends of float64, as arrays."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    if loss.observes == "number":
        return rng.normal(0, 3, size), rng.normal(0, 3, size)
    shape = (size, 3) if loss.multiclass else (size,)
    y, z = rng.normal(0, 2, shape), rng.normal(0, 4, shape)
    to_probability = softmax if loss.multiclass else sigmoid
    return to_probability(y), to_probability(z) if loss.takes == "prediction" else z


# --- against mpmath ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOSSES)
def test_docstrings_promise_the_bounds(name):
    value, gradient = BOUNDS[name]
    assert judge.promised(LOSSES[name].value) <= value
    assert judge.promised(LOSSES[name].gradient) <= gradient


@pytest.mark.parametrize("name", POINTWISE)
def test_value_and_gradient_on_the_grid_are_within_the_promised_bound(name):
    *_, observations, seconds = arguments_of(name)
    grid = list(product(map(float, observations), map(float, seconds)))
    for function, truth in parts(LOSSES[name]):
        for (y, x), result in zip(grid, function(*np.transpose(grid)), strict=True):
            assert judge.ulps(result, truth(y, x), terms_of(function, y, x)) <= judge.promised(function), (y, x)


@pytest.mark.parametrize("name", POINTWISE)
@judge.drawn_afresh
@given(data=st.data())
def test_value_and_gradient_at_drawn_points_are_within_the_promised_bound(name, data):
    observations, seconds, *_ = arguments_of(name)
    y, x = data.draw(observations), data.draw(seconds)
    for function, truth in parts(LOSSES[name]):
        assert judge.ulps(function(y, x), truth(y, x), terms_of(function, y, x)) <= judge.promised(function)


@pytest.mark.parametrize("name", BINARY)
@judge.drawn_afresh
@given(data=st.data(), y=judge.hard_labels)
def test_hard_labels_keep_every_gradient_within_its_bound_to_the_last_digit(name, data, y):
    x = data.draw(arguments_of(name)[1])
    for function, truth in parts(LOSSES[name]):
        assert judge.ulps(function(y, x), truth(y, x)) <= judge.promised(function)


@pytest.mark.parametrize("name", ROWWISE)
@judge.drawn_afresh
@given(data=st.data())
def test_rows_are_within_the_promised_bound(name, data):
    loss = LOSSES[name]
    y, x = data.draw(rows(loss.takes))
    value, gradient = getattr(judge, name), getattr(judge, f"{name}_gradient")
    assert judge.ulps(loss.value(y, x), value(y, x)) <= judge.promised(loss.value)
    soft = any(0 < label < 1 for label in y) and loss.takes == "logit"
    terms = judge.terms_of_softmax_minus_label(y, x) if soft else [()] * len(y)
    for slope, truth, its_terms in zip(loss.gradient(y, x), gradient(y, x), terms, strict=True):
        assert judge.ulps(slope, truth, its_terms) <= judge.promised(loss.gradient)


def test_soft_rows_that_plain_sums_get_wrong_are_within_the_promised_bound():
    y = [0.13194265308403647, 0.29489371307729534, 0.21255757941730444, 0.18038794804672859, 0.18021810637463523]
    z = [-0.21998208994772817, -0.1453273192938651, 0.675540593735639, 0.16833793683971973, -0.11440544941926689]
    slopes = cross_entropy_with_logits_gradient(y, z)  # 5.3 ulp with plain sums
    truths, terms = judge.cross_entropy_with_logits_gradient(y, z), judge.terms_of_softmax_minus_label(y, z)
    assert max(map(judge.ulps, slopes, truths, terms)) <= judge.promised(cross_entropy_with_logits_gradient)
    y = [0.12086221311285063, 0.09985168149642948, 0.1621670218700518, 0.2945696054052099, 0.04371353330764444]
    y = [*y, 0.27883594480781376]
    z = [0.14837860038913997, 0.1369981504275028, 0.12136716982129195, -0.4487149930522849, -0.5084676887847656]
    z = [*z, -0.14305796305332702]  # 3.5 ulp with plain sums
    loss, truth = cross_entropy_with_logits(y, z), judge.cross_entropy_with_logits(y, z)
    assert judge.ulps(loss, truth) <= judge.promised(cross_entropy_with_logits)


@pytest.mark.parametrize("name", [*BINARY, "cross_entropy_with_logits"])
def test_a_million_observations_are_as_exact_as_one(name):
    loss, rng = LOSSES[name], np.random.default_rng()
    shape = (200_000, 5) if loss.multiclass else (1_000_000,)
    x = rng.random(shape) if loss.takes == "prediction" else rng.normal(0, 20, shape)
    y = rng.integers(0, 5 if loss.multiclass else 2, shape[0])
    losses_of_all = loss.value(y, x)
    for i in rng.integers(0, len(y), 100):
        observation = one_hot(y[i], 5).tolist() if loss.multiclass else float(y[i])
        truth = getattr(judge, name)(observation, x[i].tolist())
        assert judge.ulps(losses_of_all[i], truth) <= judge.promised(loss.value)


# --- against SciPy and arithmetic by hand -----------------------------------------------------------------------------


def test_scipy_agrees_on_ordinary_values():
    rng = np.random.default_rng()
    y, p, z = rng.random(100), rng.random(100), rng.normal(0, 5, 100)
    xlogy, log_expit = scipy.special.xlogy, scipy.special.log_expit
    np.testing.assert_allclose(binary_cross_entropy(y, p), -xlogy(y, p) - scipy.special.xlog1py(1 - y, -p), rtol=1e-13)
    expected = -y * log_expit(z) - (1 - y) * log_expit(-z)
    np.testing.assert_allclose(binary_cross_entropy_with_logits(y, z), expected, rtol=1e-13)
    rows, logits = rng.dirichlet(np.ones(4), 100), rng.normal(0, 3, (100, 4))
    expected = -(rows * scipy.special.log_softmax(logits, axis=-1)).sum(axis=-1)
    np.testing.assert_allclose(cross_entropy_with_logits(rows, logits), expected, rtol=1e-13)
    np.testing.assert_allclose(cross_entropy(rows, softmax(logits)), expected, rtol=1e-13)


def test_cross_entropy_of_a_label_with_itself_is_scipys_entropy():
    y = np.random.default_rng().dirichlet(np.ones(5), 20)
    np.testing.assert_allclose(cross_entropy(y, y), scipy.stats.entropy(y, axis=-1), rtol=1e-13)


def test_the_study_notes_costs_come_out_right():
    assert binary_cross_entropy(0, 0.3).round(4) == 0.3567
    assert binary_cross_entropy(STUDY_NOTE_Y, STUDY_NOTE_Y_HAT).mean() == 0.34861267989136313
    assert cross_entropy(np.eye(3), THREE_ROWS).mean() == 0.8634223884819422
    assert cross_entropy(np.eye(3), [[0.6, 0.1, 0.3], *THREE_ROWS[1:]]).mean() == 0.6323733282952938
    squares = squared_error([1, 3, 5, 6, 7], [3, 2, 7, 5, 8])
    assert (squares.sum() / 2, squares.mean()) == (5.5, 2.2)


def test_the_study_notes_table_of_losses_comes_out_right():
    y_hat = np.arange(1, 10) / 10
    by_hand = [0.1054, 0.2231, 0.3567, 0.5108, 0.6931, 0.9163, 1.204, 1.6094, 2.3026]
    np.testing.assert_array_equal(binary_cross_entropy(0, y_hat).round(4), by_hand)
    np.testing.assert_array_equal(binary_cross_entropy(1, y_hat).round(4), by_hand[::-1])


def test_numbers_by_hand():
    assert binary_cross_entropy(0.5, 0.25) == pytest.approx(2 * np.log(2) - np.log(3) / 2)
    assert binary_cross_entropy_with_logits(1, 0) == pytest.approx(np.log(2))
    assert binary_cross_entropy_with_logits(0.5, 2000) == 1000
    assert squared_error_with_logits(1, np.log(3)) == pytest.approx(1 / 16)
    assert cross_entropy_with_logits(2, np.log([1, 2, 5])) == pytest.approx(np.log(8 / 5))


def test_slopes_by_the_logit_show_that_squared_error_stalls():
    z = [-10, -5, 0, 5, 10]
    np.testing.assert_allclose(
        binary_cross_entropy_with_logits_gradient(1, z), [-0.99995, -0.9933, -0.5, -0.00669, -4.54e-5], rtol=1e-3
    )
    np.testing.assert_allclose(
        squared_error_with_logits_gradient(1, z), [-9.08e-5, -0.0132, -0.25, -8.9e-5, -4.12e-9], rtol=6e-3
    )


# --- what is true of every loss ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOSSES)
@judge.drawn_a_little
@given(data=st.data())
def test_no_loss_is_negative(name, data):
    y, x = data.draw(ordinary_arguments(LOSSES[name]))
    assert (LOSSES[name].value(y, x) >= 0).all()


@pytest.mark.parametrize("name", LOSSES)
@judge.drawn_a_little
@given(data=st.data())
def test_a_loss_is_least_where_the_prediction_equals_the_observation(name, data):
    loss = LOSSES[name]
    y, x = data.draw(ordinary_arguments(loss))
    best = y
    if loss.takes == "logit":
        best = np.log(y) if loss.multiclass else np.log(y) - np.log1p(-y)
    assert (loss.value(y, best) <= loss.value(y, x) + 1e-15).all()


@pytest.mark.parametrize("name", LOSSES)
@judge.drawn_a_little
@given(data=st.data())
def test_the_cost_of_one_prediction_for_all_is_least_at_the_mean_observation(name, data):
    loss = LOSSES[name]
    y, x = data.draw(ordinary_arguments(loss))
    mean = y.mean(axis=0)
    if loss.takes == "logit":
        mean = np.log(mean) if loss.multiclass else np.log(mean) - np.log1p(-mean)
    least = loss.value(y, np.broadcast_to(mean, y.shape)).mean()
    for other in x:
        assert least <= loss.value(y, np.broadcast_to(other, y.shape)).mean() + 1e-15


@pytest.mark.parametrize("name", LOSSES)
@judge.drawn_a_little
@given(data=st.data())
def test_the_gradient_is_the_derivative_of_the_loss(name, data):
    loss = LOSSES[name]
    y, x = data.draw(ordinary_arguments(loss, size=1))
    for k in range(x.size):
        derivative = judge.mp.diff(lambda t, k=k: truth_with(name, y[0], x[0], k, t), judge.mp.mpf(x.flat[k]))
        assert loss.gradient(y, x).flat[k] == pytest.approx(float(derivative), rel=1e-12, abs=1e-15)


def truth_with(name, y, x, k, t):
    """The true loss, with ``t`` in place of entry k of the second argument."""
    if np.ndim(x) == 0:
        return getattr(judge, name)(float(y), t)
    return getattr(judge, name)(y.tolist(), [*x[:k].tolist(), t, *x[k + 1 :].tolist()])


@pytest.mark.parametrize("name", BINARY)
@judge.drawn_afresh
@given(data=st.data(), y=judge.hard_labels)
def test_swapping_the_labels_and_the_sides_changes_no_loss(name, data, y):
    loss = LOSSES[name]
    x = data.draw(st.integers(0, 64).map(lambda k: k / 64) if loss.takes == "prediction" else judge.extended_logits)
    mirrored = 1 - x if loss.takes == "prediction" else -x
    assert loss.value(1 - y, mirrored) == pytest.approx(loss.value(y, x), rel=1e-14)
    assert loss.gradient(1 - y, mirrored) == pytest.approx(-loss.gradient(y, x), rel=1e-14)


@pytest.mark.parametrize("name", ["binary_cross_entropy_with_logits", "cross_entropy_with_logits"])
@judge.drawn_a_little
@given(data=st.data(), share=st.floats(0, 1))
def test_cross_entropy_is_convex_in_the_logits(name, data, share):
    loss = LOSSES[name]
    y, one = data.draw(ordinary_arguments(loss))
    _, other = data.draw(ordinary_arguments(loss))
    chord = (1 - share) * loss.value(y, one) + share * loss.value(y, other)
    assert (loss.value(y, (1 - share) * one + share * other) <= chord + 1e-13).all()


def test_squared_error_of_a_logit_bends_down_beyond_ln_2_and_is_steepest_there():
    z = np.linspace(-12, 12, 24_001)
    slopes = squared_error_with_logits_gradient(1, z)
    assert z[slopes.argmin()] == pytest.approx(-np.log(2), abs=1e-3)
    assert slopes.min() == pytest.approx(-8 / 27, rel=1e-6)
    assert (np.diff(slopes)[z[1:] < -np.log(2)] < 0).all()


# --- what ties the losses together ------------------------------------------------------------------------------------


@judge.drawn_afresh
@given(y=judge.probabilities, z=st.floats(-30, 30))
def test_the_loss_of_a_logit_is_the_loss_of_its_sigmoid(y, z):
    p = sigmoid(z)
    blur = 1e-15 / min(p, 1 - p)  # what the rounding of the sigmoid may change
    assert binary_cross_entropy_with_logits(y, z) == pytest.approx(binary_cross_entropy(y, p), abs=blur)
    assert squared_error_with_logits(y, z) == pytest.approx(squared_error(y, p), abs=1e-15)
    assert binary_cross_entropy_with_logits_gradient(y, z) == pytest.approx(p - y, abs=1e-15)


@judge.drawn_afresh
@given(y=judge.probabilities, p=judge.probabilities, z=judge.logits)
def test_two_classes_are_the_binary_case(y, p, z):
    y_row, p_row = [1 - y, y], [1 - p, p]
    assume(0 < p < 1 and 1 - (1 - p) == p)
    assert cross_entropy(y_row, p_row) == pytest.approx(binary_cross_entropy(y, p), rel=2e-15, abs=1e-322)
    two, one = cross_entropy_with_logits(y_row, [0, z]), binary_cross_entropy_with_logits(y, z)
    assert two == pytest.approx(one, rel=1e-14)


@pytest.mark.parametrize("name", ROWWISE)
@judge.drawn_a_little
@given(data=st.data())
def test_a_class_index_is_its_one_hot_row(name, data):
    loss = LOSSES[name]
    _, x = data.draw(ordinary_arguments(loss))
    labels = np.array([0, 1, 2, 1])
    for function in (loss.value, loss.gradient):
        np.testing.assert_array_equal(function(labels, x), function(one_hot(labels, 3), x))
        np.testing.assert_array_equal(function(labels.astype(float), x), function(labels, x))
        np.testing.assert_array_equal(function(2, x), function([2] * 4, x))


@judge.drawn_a_little
@given(data=st.data())
def test_the_slopes_of_one_row_of_logits_add_up_to_0(data):
    y, z = data.draw(ordinary_arguments(LOSSES["cross_entropy_with_logits"]))
    np.testing.assert_allclose(cross_entropy_with_logits_gradient(y, z).sum(axis=-1), 0, atol=1e-15)


def test_no_slope_of_a_row_is_lost_where_one_class_leads_by_far():
    slopes = cross_entropy_with_logits_gradient([0], [[100.0, 0.0, 0.0]])
    assert slopes[0] == pytest.approx([-2 * np.exp(-100), np.exp(-100), np.exp(-100)], rel=1e-14, abs=0)


# --- the ends ---------------------------------------------------------------------------------------------------------


def test_a_prediction_that_ruled_out_what_happened_costs_infinitely_much():
    np.testing.assert_array_equal(binary_cross_entropy([0, 1, 0.5, 0.5], [1, 0, 0, 1]), np.inf)
    np.testing.assert_array_equal(binary_cross_entropy_gradient([0, 1], [1, 0]), [np.inf, -np.inf])
    np.testing.assert_array_equal(binary_cross_entropy_with_logits([0, 1, 0.5], [np.inf, -np.inf, np.inf]), np.inf)
    assert cross_entropy(0, [0, 1]) == np.inf
    np.testing.assert_array_equal(cross_entropy_gradient(0, [0, 1]), [-np.inf, 0])


def test_a_prediction_that_was_sure_and_right_costs_nothing():
    assert str(binary_cross_entropy([0, 1], [0, 1])) == "[0. 0.]"  # and no minus sign before a 0
    assert str(binary_cross_entropy_with_logits([0, 1], [-np.inf, np.inf])) == "[0. 0.]"
    assert str(cross_entropy([0, 1], np.eye(2))) == "[0. 0.]"
    assert str(cross_entropy_with_logits([0], [[1e308, -1e308]])) == "[0.]"
    np.testing.assert_array_equal(binary_cross_entropy_gradient([0, 1], [0, 1]), [1, -1])


def test_infinite_logits_give_the_limits_of_the_slopes():
    z, y = [-np.inf, np.inf], [1, 1]
    np.testing.assert_array_equal(binary_cross_entropy_with_logits_gradient(y, z), [-1, 0])
    np.testing.assert_array_equal(squared_error_with_logits(y, z), [1, 0])
    np.testing.assert_array_equal(squared_error_with_logits_gradient(y, z), [0, 0])


def test_half_of_a_difference_beyond_float64_is_not_lost():
    assert cross_entropy_with_logits([0.5, 0.5], [1.5e308, -1.5e308]) == 1.5e308
    assert cross_entropy_with_logits(1, [1.5e308, -1.5e308]) == np.inf


@pytest.mark.parametrize("name", LOSSES)
def test_a_legal_input_is_quiet_even_where_numpy_is_told_to_raise(name):
    loss = LOSSES[name]
    if loss.multiclass:
        x = np.eye(2) if loss.takes == "prediction" else np.array([[1e308, -1e308], [0, 745.2]])
        y = np.array([[0, 1], [5e-324, 1]])
    else:
        *_, observations, seconds = arguments_of(name)
        y, x = np.array(list(product(observations, seconds)), dtype=float).T
    with np.errstate(all="raise"):
        assert not np.isnan(loss.value(y, x)).any()
        assert not np.isnan(loss.gradient(y, x)).any()


# --- what comes in and goes out ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOSSES)
@judge.drawn_a_little
@given(data=st.data())
def test_shapes_go_out_as_they_came_in_and_nothing_is_changed(name, data):
    loss = LOSSES[name]
    y, x = data.draw(ordinary_arguments(loss))
    before = y.copy(), x.copy()
    assert loss.value(y, x).shape == (4,)
    assert loss.gradient(y, x).shape == x.shape
    np.testing.assert_array_equal(before, (y, x))


@pytest.mark.parametrize("name", POINTWISE)
def test_scalars_give_a_numpy_scalar_and_broadcast(name):
    loss = LOSSES[name]
    for function in (loss.value, loss.gradient):
        assert type(function(1, 0.5)) is np.float64
        np.testing.assert_array_equal(function(1, [0.25, 0.5]), function([1, 1], [0.25, 0.5]))
        np.testing.assert_array_equal(function([0, 1], 0.5), function([0, 1], [0.5, 0.5]))
        assert function(np.ones((2, 3)), np.full((2, 3), 0.5)).shape == (2, 3)


@pytest.mark.parametrize("name", ROWWISE)
def test_the_layout_in_memory_does_not_show_in_the_result(name):
    y, x = np.random.default_rng().dirichlet(np.ones(1000), (2, 30))
    for function in (LOSSES[name].value, LOSSES[name].gradient):
        np.testing.assert_array_equal(function(np.asfortranarray(y), np.asfortranarray(x)), function(y, x))


@pytest.mark.parametrize("name", ROWWISE)
@pytest.mark.parametrize("soft", [True, False], ids=["rows", "indices"])
def test_blocks_of_rows_do_not_show_in_the_result(name, soft):
    rng, n = np.random.default_rng(), 2 * validation.BLOCK // 3
    x = rng.dirichlet(np.ones(3), n)
    y = rng.dirichlet(np.ones(3), n) if soft else rng.integers(0, 3, n)
    for function in (LOSSES[name].value, LOSSES[name].gradient):
        whole = function(y, x)
        np.testing.assert_array_equal(whole[::-1], function(y[::-1], x[::-1]))
        for i in (0, validation.BLOCK // 3, n - 1):
            np.testing.assert_array_equal(whole[i], function(y[i], x[i]))


@pytest.mark.parametrize("name", ROWWISE)
def test_one_row_gives_a_numpy_scalar(name):
    assert type(LOSSES[name].value(1, [0.25, 0.75])) is np.float64
    assert LOSSES[name].gradient([0, 1], [0.25, 0.75]).shape == (2,)


@pytest.mark.parametrize("name", POINTWISE)
def test_integers_booleans_lists_and_float32_are_computed_in_float64(name):
    value = LOSSES[name].value
    expected = value(np.array([0.0, 1.0]), np.array([0.5, 1.0]))
    for y in ([0, 1], [False, True], np.array([0, 1], np.uint8), np.array([0, 1], np.float32), (0, 1)):
        result = value(y, np.array([0.5, 1], np.float32))
        assert result.dtype == np.float64
        np.testing.assert_array_equal(result, expected)


def test_the_table_holds_every_loss_under_its_name():
    gradients = {name.removesuffix("_gradient") for name in losses.__all__ if name.endswith("_gradient")}
    assert set(LOSSES) == gradients
    for name, loss in LOSSES.items():
        assert (loss.name, loss.value, loss.gradient) == (
            name,
            getattr(losses, name),
            getattr(losses, f"{name}_gradient"),
        )
        assert loss.takes == ("logit" if name.endswith("_with_logits") else "prediction")


def test_a_record_of_the_table_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        LOSSES["squared_error"].noise = "none"


@pytest.mark.parametrize("name", ROWWISE)
def test_observations_may_lie_on_several_axes(name):
    loss, rng = LOSSES[name], np.random.default_rng()
    x, k = softmax(rng.normal(size=(2, 3, 4))), rng.integers(0, 4, (2, 3))
    np.testing.assert_array_equal(loss.value(k, x), loss.value(one_hot(k, 4), x))
    np.testing.assert_array_equal(loss.value(k, x).ravel(), loss.value(k.ravel(), x.reshape(6, 4)))
    with pytest.raises(ValueError, match=r"or class indices of shape \(2, 3\), are expected"):
        loss.value(k[:, :2], x)


def test_labels_that_sum_to_nearly_1_count_as_they_are():
    y, z = [0.5, 0.5 + 4e-7], [0.0, 3.0]
    assert judge.ulps(cross_entropy_with_logits(y, z), judge.cross_entropy_with_logits(y, z)) <= 3


def test_the_other_targets_are_not_lost_beside_a_large_one():
    y = np.array([[0.9999999], [2.0**-100], [2.0**-99]])
    np.testing.assert_array_equal(losses.sum_of_others(y), [[3 * 2.0**-100], [0.9999999], [0.9999999]])


# --- smoothing --------------------------------------------------------------------------------------------------------


@judge.drawn_afresh
@given(y=judge.probabilities, smoothing=judge.probabilities, n_classes=st.integers(2, 1000))
def test_smoothed_labels_are_within_the_promised_bound(y, smoothing, n_classes):
    s = judge.mp.mpf(smoothing)
    truth = (1 - s) * judge.mp.mpf(y) + s / n_classes
    assert judge.ulps(smooth_labels(y, smoothing, n_classes), truth) <= judge.promised(smooth_labels)


@judge.drawn_a_little
@given(smoothing=st.floats(0, 1), n_classes=st.integers(2, 6))
def test_smoothed_rows_still_sum_to_1(smoothing, n_classes):
    rows = smooth_labels(np.eye(n_classes), smoothing, n_classes)
    np.testing.assert_allclose(rows.sum(axis=-1), 1, rtol=1e-15)


def test_smoothing_by_hand():
    np.testing.assert_array_equal(smooth_labels([0, 1], 0), [0, 1])
    np.testing.assert_array_equal(smooth_labels([0, 1], 1), [0.5, 0.5])
    np.testing.assert_allclose(smooth_labels([[0, 0, 1]], 0.3, n_classes=3), [[0.1, 0.1, 0.8]])
    np.testing.assert_allclose(smooth_labels([[[0, 0, 1]] * 2], 0.3, n_classes=3), [[[0.1, 0.1, 0.8]] * 2])
    np.testing.assert_array_equal(smooth_labels([0, 1, 1], 1, n_classes=4), [0.25, 0.25, 0.25])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (([0, 1], 1.5), r"smoothing is 1.5: a probability lies in \[0, 1\]"),
        (([0, 1], -0.1), r"smoothing is -0.1"),
        (([0, 1], np.nan), r"smoothing is nan"),
        (([0, 1], [0.1, 0.1]), r"smoothing has shape \(2,\): a single number"),
        (([0, 2], 0.1), r"y\[1\] is 2.0: a label"),
        (([0, 1], 0.1, 1), r"n_classes is 1: a whole number, 2 or more"),
        ((np.eye(3), 0.1), r"y has shape \(3, 3\) and n_classes is 2: rows of 2 are expected"),
    ],
)
def test_smoothing_refuses_what_makes_no_label(call, message):
    with pytest.raises(ValueError, match=message):
        smooth_labels(*call)
