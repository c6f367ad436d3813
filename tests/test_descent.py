"""Gradient descent walks downhill, and arrives where other judges say the minimum is."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from judge import drawn_a_little
from scipy.optimize import approx_fprime, minimize

from lossedu.activations import logit, sigmoid
from lossedu.descent import LogisticModel, gradient_descent, mean
from lossedu.losses import LOSSES
from lossedu.samples import hours_studied, separable_hours, two_minima

LOSS_NAMES = ["binary_cross_entropy", "squared_error"]
HOURS, PASSED = hours_studied()

numbers = st.floats(-3, 3)
labels = st.integers(0, 1)
observations = st.lists(st.tuples(numbers, numbers, labels), min_size=2, max_size=8)


def parabola_slope(place):
    return 2 * place


def model_of(rows, loss):
    *x, y = np.transpose(rows)
    return LogisticModel(np.transpose(x), y, loss=loss)


def steepest_bend(model):
    """No second derivative of either cost is larger: that of each loss by z is at most 1/4."""
    return np.linalg.eigvalsh(model.columns.T @ model.columns).max() / (4 * len(model.y))


# The walk


@drawn_a_little
@given(st.floats(-1e6, 1e6), st.floats(1e-3, 0.9), st.integers(0, 20))
def test_on_a_parabola_the_path_is_a_geometric_sequence(start, rate, steps):
    path = gradient_descent(parabola_slope, start, rate, steps)
    assert path == pytest.approx(start * (1 - 2 * rate) ** np.arange(steps + 1), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 4)])
@pytest.mark.parametrize("steps", [0, 1, 5])
def test_the_path_holds_the_start_and_one_place_for_each_step(shape, steps):
    start = np.ones(shape)
    path = gradient_descent(parabola_slope, start, 0.25, steps)
    assert path.shape == (steps + 1, *shape)
    assert np.array_equal(path[0], start)
    assert np.array_equal(path[-1], start / 2**steps)


def test_lists_and_whole_numbers_start_a_walk_in_float64():
    assert gradient_descent(parabola_slope, [1, 2], 1, np.int64(1)).dtype == np.float64


def test_a_gradient_that_overwrites_its_argument_changes_neither_start_nor_path():
    def vandal(place):
        place[:] = 7
        return np.ones(2)

    start = np.zeros(2)
    assert gradient_descent(vandal, start, 1, 2).tolist() == [[0, 0], [-1, -1], [-2, -2]]
    assert start.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"start": np.nan}, "start is nan"),
        ({"start": [0, np.inf]}, r"start\[1\] is inf"),
        ({"start": []}, "start is empty"),
        ({"start": "here"}, "start has dtype"),
        ({"rate": 0}, "rate is 0.0"),
        ({"rate": -1}, "rate is -1.0"),
        ({"rate": np.nan}, "rate is nan"),
        ({"rate": np.inf}, "rate is inf"),
        ({"rate": [1, 2]}, "rate has shape"),
        ({"steps": -1}, "steps is -1"),
        ({"steps": 1.5}, "steps is 1.5"),
        ({"steps": True}, "steps is True"),
        ({"steps": "many"}, "steps is 'many'"),
        ({"gradient": "downhill"}, "gradient is 'downhill': a function of the parameters is expected"),
        ({"gradient": lambda place: np.array([1.0, 2.0])}, r"shape \(2,\) at step 1"),
        ({"gradient": lambda place: place * np.nan}, "the gradient is nan"),
        ({"gradient": lambda place: place * np.inf}, "step 1 leads from 1.0 to -inf"),
        ({"rate": 1e308, "gradient": lambda place: -place * 1e10}, "is the rate, 1e[+]308, too large"),
    ],
)
def test_a_walk_that_cannot_be_walked_is_refused(changed, message):
    walk = {"gradient": parabola_slope, "start": 1, "rate": 0.1, "steps": 3}
    with pytest.raises(ValueError, match=message):
        gradient_descent(**(walk | changed))


# The model


def test_parameters_that_are_no_numbers_are_refused_by_their_name():
    with pytest.raises(ValueError, match=r"^parameters\[1\] is nan"):
        LogisticModel([1, 2], [0, 1]).cost([0, np.nan])


@drawn_a_little
@given(observations, st.tuples(numbers, numbers, numbers), st.sampled_from(LOSS_NAMES))
def test_the_gradient_is_the_slope_of_the_cost(rows, parameters, loss):
    model = model_of(rows, loss)
    assert model.gradient(parameters) == pytest.approx(approx_fprime(parameters, model.cost, 1e-7), abs=1e-5)


@drawn_a_little
@given(observations, st.tuples(numbers, numbers, numbers))
def test_descent_on_binary_cross_entropy_never_goes_up_at_a_small_rate(rows, start):
    model = model_of(rows, "binary_cross_entropy")
    costs = model.cost(gradient_descent(model.gradient, start, 1 / steepest_bend(model), 30))
    assert (np.diff(costs) <= 1e-12).all()


@drawn_a_little
@given(st.lists(labels, min_size=2, max_size=10), st.floats(-3, 3))
def test_a_model_with_nothing_but_a_bias_learns_the_mean_of_the_labels(y, start):
    assume(0 < np.mean(y) < 1)
    model = LogisticModel(np.zeros(len(y)), y)
    w, b = gradient_descent(model.gradient, [0, start], 4, 120)[-1]
    assert w == 0
    assert b == pytest.approx(logit(np.mean(y)), abs=1e-6)


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_descent_arrives_at_the_minimum_that_scipy_finds(loss):
    model = LogisticModel(HOURS, PASSED, loss=loss)
    arrived = gradient_descent(model.gradient, [0, 0], 0.3, 20_000)[-1]
    assert arrived == pytest.approx(minimize(model.cost, [0, 0], tol=1e-9, method="Nelder-Mead").x, abs=1e-5)


def test_predictions_are_the_sigmoid_of_a_weighted_sum():
    model = LogisticModel([[1, 2], [3, 4]], [0, 1])
    assert model.logits([10, 1, -5]).tolist() == [10 + 2 - 5, 30 + 4 - 5]
    assert np.array_equal(model.predict([10, 1, -5]), sigmoid([7, 29]))


def test_a_model_without_bias_has_one_parameter_less():
    assert LogisticModel([1, 2], [0, 1], bias=False).logits([3]).tolist() == [3, 6]


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_a_grid_of_parameters_gives_the_grid_of_what_each_gives_alone(loss):
    model = LogisticModel(HOURS, PASSED, loss=loss)
    grid = np.stack(np.meshgrid([-1, 0, 2], [-4, 1]), axis=-1)
    for result in [model.logits, model.predict, model.cost, model.gradient]:
        alone = [[result(parameters) for parameters in row] for row in grid]
        assert np.array_equal(result(grid), alone)


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_the_cost_is_the_mean_loss_of_the_predictions(loss):
    model = LogisticModel(HOURS, PASSED, loss=loss)
    assert model.cost([1, -3]) == pytest.approx(LOSSES[loss].value(PASSED, model.predict([1, -3])).mean())


def test_soft_labels_are_allowed():
    assert LogisticModel([0], [0.3]).gradient([0, 0]).tolist() == [0, pytest.approx(0.5 - 0.3)]


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_parameters_far_out_give_no_warning(loss):
    model = LogisticModel([1e300, 2], [0, 1], loss=loss)
    assert model.cost([1e300, 0]) == {"binary_cross_entropy": np.inf, "squared_error": 0.5}[loss]
    with pytest.raises(ValueError, match="is nan"):
        LogisticModel([[1e300, 1e300]], [0], loss=loss).cost([1e300, -1e300, 0])


def test_a_mean_of_ordinary_numbers_is_the_one_of_numpy():
    values = np.random.default_rng(0).random((99, 100))
    np.testing.assert_array_equal(mean(values, axis=0), values.mean(axis=0))


def test_a_mean_is_finite_though_the_sum_is_too_large_for_floating_point():
    model = LogisticModel([1e308, 1e308, 1e308], [0, 0, 0])
    assert model.cost([1, 0]) == pytest.approx(1e308)
    assert model.gradient([1, 0]) == pytest.approx([1e308, 1])
    assert model.cost([[1, 0], [0.5, 0], [0, 0]]) == pytest.approx([1e308, 0.5e308, np.log(2)])


def test_a_slope_is_a_number_though_its_sum_leaves_floating_point_on_both_sides():
    model = LogisticModel(np.tile([1.7e308, -1.7e308], 8), np.tile([0, 1], 8), bias=False)
    assert model.gradient([0]) == pytest.approx([0.85e308])
    model = LogisticModel(np.tile([1.7e308, -1.7e308], 32), np.zeros(64), bias=False)
    assert model.gradient([0]) == pytest.approx([0], abs=1e295)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x": [1, np.nan]}, r"x\[1\] is nan"),
        ({"x": 1}, r"x has shape \(\)"),
        ({"x": np.ones((2, 2, 2))}, r"x has shape \(2, 2, 2\)"),
        ({"y": [0, 2]}, r"y\[1\] is 2"),
        ({"y": [0, 1, 1]}, r"y has shape \(3,\)"),
        ({"y": [[0], [1]]}, r"y has shape \(2, 1\)"),
        ({"loss": "accuracy"}, "loss is 'accuracy': one of binary_cross_entropy, squared_error is expected"),
        ({"loss": ["squared_error"]}, r"loss is \['squared_error'\]"),
        ({"bias": [True, False]}, r"bias is \[True, False\]: True or False"),
    ],
)
def test_a_model_of_impossible_data_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        LogisticModel(**({"x": [1, 2], "y": [0, 1]} | arguments))


@pytest.mark.parametrize("parameters", [1, [1], [1, 2, 3], [1, np.nan]])
def test_parameters_that_do_not_fit_the_model_are_refused(parameters):
    with pytest.raises(ValueError, match="parameters"):
        LogisticModel([1, 2], [0, 1]).cost(parameters)


# What the lessons say


@pytest.mark.parametrize(("loss", "steps"), [("binary_cross_entropy", 11), ("squared_error", 11_034)])
def test_from_a_logit_of_minus_ten_cross_entropy_needs_11_steps_and_squared_error_11034(loss, steps):
    slope = LOSSES[f"{loss}_with_logits"].gradient
    path = gradient_descent(lambda z: slope(1, z), -10, 1, 11_050)
    assert np.argmax(sigmoid(path) >= 0.5) == steps


@pytest.mark.parametrize(
    ("loss", "start", "rate", "weight", "cost"),
    [
        ("squared_error", -0.5, 0.01, -0.055, 0.1998),
        ("squared_error", 2.0, 3.0, 1.563, 0.3413),
        ("binary_cross_entropy", -0.5, 0.01, -0.0811, None),
        ("binary_cross_entropy", 2.0, 0.01, -0.0811, None),
    ],
)
def test_squared_error_has_two_minima_where_cross_entropy_has_one(loss, start, rate, weight, cost):
    model = LogisticModel(*two_minima(), loss=loss, bias=False)
    (arrived,) = gradient_descent(model.gradient, [start], rate, 2000)[-1]
    assert arrived == pytest.approx(weight, abs=5e-4)
    assert cost is None or model.cost([arrived]) == pytest.approx(cost, abs=5e-5)


def test_on_separable_data_the_slope_grows_without_end():
    model = LogisticModel(*separable_hours())
    path = gradient_descent(model.gradient, [0, 0], 0.3, 8000)
    assert (np.diff(path[1000:, 0]) > 0).all()
    assert model.cost(path[-1] * 2) < model.cost(path[-1])
    assert model.cost(path[-1] * 100) < 1e-6
