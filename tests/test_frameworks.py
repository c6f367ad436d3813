"""Beside SciPy, scikit-learn, PyTorch, Keras and optax: equal where they are right, and a table of where they are not.

``make test-frameworks`` runs this file in the environment of lesson 09.
"""

import re
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import distributions

import differences
import numpy as np
import pytest
import scipy.special as sc
import test_notebooks
from sklearn.metrics import log_loss
from torch.nn import functional

from lossedu.activations import log_sigmoid, log_softmax, logit, one_hot, sigmoid, softmax
from lossedu.frameworks import COSTS, DIFFERENCES, SLOPES, ask, ask_slope, jax, keras, optax, torch
from lossedu.losses import (
    LOSSES,
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy_with_logits,
    smooth_labels,
    squared_error,
)

random = np.random.default_rng(20)
Y, WEIGHTS = random.integers(0, 2, 60).astype(float), random.uniform(0.5, 3, 60)
Z = random.normal(0, 3, 60)
Y_HAT = sigmoid(Z)
CLASSES, ROWS, CLASS_WEIGHTS = random.integers(0, 4, 60), random.normal(0, 3, (60, 4)), np.array([1, 2, 0.5, 3])
SOFT_ROWS = softmax(random.normal(size=(60, 4)))

SOFT_LABELS = [0.25, 0.6]
PROBABILITIES = np.float32([1e-6, 1e-4, 0.02, 0.1, 0.3, 0.5, 0.8, 0.98, 1 - 1e-4, 1 - 1e-6])  # all hold these exactly
LOGITS = [-30, -12, -3, -0.5, 0, 0.25, 1, 12, 30]


def grid(y, given):
    """Return each y beside each given."""
    return tuple(part.ravel() for part in np.meshgrid(np.array(y), np.array(given, dtype=float)))


def classes(given):
    """Return each class beside each row."""
    n = given.shape[-1]
    return np.tile(np.arange(n), len(given)), np.repeat(given, n, axis=0)


def rows_of_logits(n):
    return np.concatenate([random.choice(LOGITS, (5, n)), random.normal(0, 3, (5, n))])


def rows_of_probabilities(n):
    return (softmax(random.normal(0, 5, (10, n))) + 2e-6) / (1 + 2e-6 * n)


BY_CLASS = [classes(rows_of_probabilities(n)) for n in (2, 10)]
BY_CLASS_OF_LOGITS = [classes(rows_of_logits(n)) for n in (2, 10)]
GRIDS = {
    "squared_error": [grid([-1000, -2, 0, 0.5, 3], [-1.5, 0, 0.25, 7, 1000])],
    "binary_cross_entropy": [grid([0, 1], PROBABILITIES), grid(SOFT_LABELS, PROBABILITIES)],
    "binary_cross_entropy_with_logits": [grid([0, 1, *SOFT_LABELS], LOGITS)],
    "cross_entropy": BY_CLASS + [(softmax(p), p) for _, p in BY_CLASS],
    "cross_entropy_with_logits": BY_CLASS_OF_LOGITS + [(softmax(z[::-1]), z) for _, z in BY_CLASS_OF_LOGITS],
}
PAIRS = [(name, loss) for name, costs in COSTS.items() for loss in costs]
DIFFERENTIABLE = [(name, loss) for name, loss in PAIRS if name in SLOPES and (name, loss) != ("Keras", "cross_entropy")]
TOLERANCE = {"scikit-learn": 3e-15, "PyTorch": 3e-15, "Keras": 1e-6, "optax": 1e-6}


def tables(name, loss):
    """Return the tables that a library takes: scikit-learn wants classes, and none of them soft."""
    kept = {"binary_cross_entropy": GRIDS[loss][:1], "cross_entropy": BY_CLASS} if name == "scikit-learn" else {}
    return kept.get(loss, GRIDS[loss])


def observations(name, loss):
    """Yield one observation at a time: a mean would hide where they part."""
    for y, given in tables(name, loss):
        for n in range(len(y)):
            yield y[n : n + 1], given[n : n + 1]


def near(expected, name, given=1.0, **arguments):
    """Say how near is equal: a few roundings of the number, or of the largest that the library began with."""
    tolerance = TOLERANCE[name]
    return pytest.approx(expected, rel=tolerance, abs=tolerance * max(1, np.abs(given).max()), **arguments)


@pytest.mark.parametrize(("name", "loss"), PAIRS)
def test_each_framework_asks_the_same_cost_of_one_observation(name, loss):
    for y, given in observations(name, loss):
        answers = ask(loss, y, given)
        assert answers[name] == near(answers["lossedu"], name, given), (y, given)


@pytest.mark.parametrize(("name", "loss"), PAIRS)
def test_each_framework_asks_the_same_cost_of_many(name, loss):
    for y, given in tables(name, loss):
        answers = ask(loss, y, given)
        assert answers[name] == near(answers["lossedu"], name, given)
        assert answers["lossedu"] == LOSSES[loss].value(y, given).mean()


@pytest.mark.parametrize(("name", "loss"), DIFFERENTIABLE)
def test_automatic_differentiation_finds_the_slope_of_the_formula(name, loss):
    for y, given in observations(name, loss):
        slopes = ask_slope(loss, y, given)
        assert slopes[name] == near(slopes["lossedu"], name), (y, given)


@pytest.mark.parametrize(("name", "loss"), DIFFERENTIABLE)
def test_the_slope_of_a_mean_over_many_is_shared_among_them(name, loss):
    for y, given in tables(name, loss):
        slopes = ask_slope(loss, y, given)
        assert slopes[name] == near(slopes["lossedu"], name)


def test_the_grids_reach_a_millionth_a_logit_of_30_and_ten_classes():
    assert all(p.min() < 1.1e-6 and p.max() > 1 - 1.1e-6 for _, p in GRIDS["binary_cross_entropy"])
    assert {float(abs(z).max()) for _, z in GRIDS["cross_entropy_with_logits"]} == {30}
    assert {z.shape[-1] for _, z in GRIDS["cross_entropy_with_logits"]} == {2, 10}


def test_keras_divides_a_row_by_its_sum_so_its_slope_is_that_of_another_formula():
    y_hat = np.array([[0.2, 0.4, 0.4]])
    slopes = ask_slope("cross_entropy", [0], y_hat)
    assert slopes["Keras"] == near(slopes["lossedu"] + 1, "Keras")  # −ln ŷ₀ + ln Σ ŷ: the second term adds 1 to each


# SciPy has the parts


def test_scipy_puts_binary_cross_entropy_together_from_its_parts():
    y, p = np.meshgrid([0, 0.25, 0.6, 1], [0, 1e-300, 1e-9, 0.1, 0.5, 0.9, 1 - 1e-9, 1])
    assert binary_cross_entropy(y, p) == pytest.approx(-(sc.xlogy(y, p) + sc.xlog1py(1 - y, -p)), rel=1e-15, abs=0)


def test_scipy_puts_binary_cross_entropy_of_a_logit_together_from_its_parts():
    y, z = np.meshgrid([0, 0.25, 0.6, 1], [-800, -40, -3, 0, 0.2, 40, 800])
    theirs = -(y * sc.log_expit(z) + (1 - y) * sc.log_expit(-z))
    assert binary_cross_entropy_with_logits(y, z) == pytest.approx(theirs, rel=1e-15, abs=0)


@pytest.mark.parametrize(("ours", "theirs"), [(sigmoid, sc.expit), (log_sigmoid, sc.log_expit)])
def test_scipy_has_the_same_activations(ours, theirs):
    z = np.linspace(-700, 700, 1001)
    assert ours(z) == pytest.approx(theirs(z), rel=1e-15, abs=0)


def test_scipy_has_the_same_logit_and_softmax():
    assert logit(Y_HAT) == pytest.approx(sc.logit(Y_HAT), rel=1e-12)
    assert softmax(ROWS) == pytest.approx(sc.softmax(ROWS, axis=-1), rel=1e-14)
    assert log_softmax(ROWS) == pytest.approx(sc.log_softmax(ROWS, axis=-1), rel=1e-12)


# The arguments of Keras


def in_keras(y, given, **arguments):
    weights = {"sample_weight": arguments.pop("sample_weight")} if "sample_weight" in arguments else {}
    return keras.losses.BinaryCrossentropy(**arguments)(y, given, **weights).numpy()


@pytest.mark.parametrize("smoothing", [0, 0.1, 0.5, 1])
def test_keras_takes_probabilities_or_logits_and_smooths_labels_towards_a_half(smoothing):
    expected = binary_cross_entropy(smooth_labels(Y, smoothing), Y_HAT).mean()
    assert in_keras(Y, Y_HAT, label_smoothing=smoothing) == near(expected, "Keras")
    assert in_keras(Y, Z, label_smoothing=smoothing, from_logits=True) == near(expected, "Keras")


@pytest.mark.parametrize("axis", [-1, 0, 1, 2])
@pytest.mark.parametrize(
    ("reduction", "reduce"),
    [(None, np.asarray), ("none", np.asarray), ("sum", np.sum), ("sum_over_batch_size", np.mean), ("mean", np.mean)],
)
def test_keras_averages_over_the_axis_and_then_reduces(axis, reduction, reduce):
    y, z = Y.reshape(3, 4, 5), Z.reshape(3, 4, 5)
    expected = reduce(binary_cross_entropy_with_logits(y, z).mean(axis))
    assert in_keras(y, z, from_logits=True, axis=axis, reduction=reduction) == near(expected, "Keras")


def test_keras_divides_weighted_losses_by_n_or_by_the_sum_of_the_weights():
    columns, losses = (Y[:, None], Y_HAT[:, None]), WEIGHTS * binary_cross_entropy(Y, Y_HAT)
    by_n = in_keras(*columns, sample_weight=WEIGHTS)
    by_weights = in_keras(*columns, sample_weight=WEIGHTS, reduction="mean_with_sample_weight")
    assert by_n == near(losses.mean(), "Keras")
    assert by_weights == near(losses.sum() / WEIGHTS.sum(), "Keras")


def test_keras_weighs_observations_that_are_not_a_column_by_the_mean_weight():
    cost = binary_cross_entropy(Y, Y_HAT).mean()
    assert in_keras(Y, Y_HAT, sample_weight=WEIGHTS) == near(cost * WEIGHTS.mean(), "Keras")


def test_keras_computes_in_float32_and_averages_so_in_float64_too():
    assert in_keras(Y, Y_HAT).dtype == np.float32
    assert in_keras(Y, Y_HAT, dtype="float64").dtype == np.float64
    assert in_keras([1.0], [0.0], dtype="float64") == np.float32(16.118095)


# The arguments of PyTorch

TORCH_Y, TORCH_Y_HAT, TORCH_Z = map(torch.tensor, (Y, Y_HAT, Z))
TORCH_ROWS, TORCH_CLASSES = torch.tensor(ROWS), torch.tensor(CLASSES)


@pytest.mark.parametrize(("reduction", "reduce"), [("none", np.asarray), ("sum", np.sum), ("mean", np.mean)])
def test_pytorch_weighs_each_loss_and_divides_by_n(reduction, reduce):
    expected = reduce(WEIGHTS * binary_cross_entropy(Y, Y_HAT))
    arguments = {"weight": torch.tensor(WEIGHTS), "reduction": reduction}
    of_probabilities = functional.binary_cross_entropy(TORCH_Y_HAT, TORCH_Y, **arguments)
    of_logits = functional.binary_cross_entropy_with_logits(TORCH_Z, TORCH_Y, **arguments)
    assert of_probabilities.numpy() == pytest.approx(expected, rel=1e-12)
    assert of_logits.numpy() == pytest.approx(expected, rel=1e-12)


def test_pytorch_multiplies_the_loss_of_label_1_by_pos_weight_and_divides_by_n():
    expected = (np.where(Y == 1, 3.0, 1.0) * binary_cross_entropy_with_logits(Y, Z)).mean()
    came = functional.binary_cross_entropy_with_logits(TORCH_Z, TORCH_Y, pos_weight=torch.tensor(3.0))
    assert came.item() == pytest.approx(expected, rel=1e-12)


def test_pytorch_divides_cross_entropy_by_the_sum_of_the_weights_of_the_targets():
    weights = CLASS_WEIGHTS[CLASSES]
    expected = (weights * cross_entropy_with_logits(CLASSES, ROWS)).sum() / weights.sum()
    came = functional.cross_entropy(TORCH_ROWS, TORCH_CLASSES, weight=torch.tensor(CLASS_WEIGHTS))
    assert came.item() == pytest.approx(expected, rel=1e-12)


def test_pytorch_leaves_out_the_ignored_class_and_divides_by_the_rest():
    kept = CLASSES != 2
    expected = cross_entropy_with_logits(CLASSES[kept], ROWS[kept]).mean()
    came = functional.cross_entropy(TORCH_ROWS, TORCH_CLASSES, ignore_index=2)
    assert came.item() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("smoothing", [0, 0.1, 1])
def test_pytorch_shares_the_smoothing_among_all_classes(smoothing):
    expected = cross_entropy_with_logits(smooth_labels(one_hot(CLASSES, 4), smoothing, 4), ROWS).mean()
    came = functional.cross_entropy(TORCH_ROWS, TORCH_CLASSES, label_smoothing=smoothing)
    assert came.item() == pytest.approx(expected, rel=1e-12)


def test_pytorch_takes_soft_rows():
    came = functional.cross_entropy(TORCH_ROWS, torch.tensor(SOFT_ROWS))
    assert came.item() == pytest.approx(cross_entropy_with_logits(SOFT_ROWS, ROWS).mean(), rel=1e-12)


# The arguments of scikit-learn


def test_scikit_learn_divides_by_the_sum_of_the_weights_unless_told_not_to():
    losses = WEIGHTS * binary_cross_entropy(Y, Y_HAT)
    mean = log_loss(Y, Y_HAT, sample_weight=WEIGHTS)
    total = log_loss(Y, Y_HAT, sample_weight=WEIGHTS, normalize=False)
    assert [mean, total] == pytest.approx([losses.sum() / WEIGHTS.sum(), losses.sum()], rel=1e-12)


def test_scikit_learn_needs_the_labels_where_only_one_was_observed():
    with pytest.raises(ValueError, match="labels"):
        log_loss([1, 1], [0.3, 0.6])
    expected = binary_cross_entropy([1, 1], [0.3, 0.6]).mean()
    assert log_loss([1, 1], [0.3, 0.6], labels=[0, 1]) == pytest.approx(expected, rel=1e-12)


# The arguments of optax


def test_optax_leaves_the_mean_to_the_reader_and_halves_its_l2_loss():
    assert optax.losses.sigmoid_binary_cross_entropy(np.float32(Z), Y) == near(
        binary_cross_entropy_with_logits(Y, Z), "optax", Z
    )
    assert optax.losses.l2_loss(Z, Y) == near(squared_error(Y, Z) / 2, "optax", Z**2)


def test_jax_computes_in_float32_unless_it_is_told_otherwise():
    assert jax.numpy.asarray(Z).dtype == np.float32
    with jax.enable_x64(True):
        assert jax.numpy.asarray(Z).dtype == np.float64
        assert optax.losses.sigmoid_binary_cross_entropy(Z, Y) == pytest.approx(
            binary_cross_entropy_with_logits(Y, Z), rel=1e-12
        )


# Where they are not right


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.question)
def test_a_difference_is_as_the_table_says(difference):
    assert difference.still_holds(), difference.ask()


def test_a_difference_that_is_gone_is_noticed():
    first = DIFFERENCES[0]
    assert not replace(first, known=first.known | {"Keras": 16.2}).still_holds()
    assert not replace(first, known=first.known | {"Keras": "refuses"}).still_holds()
    assert not replace(first, known={"lossedu": np.inf}).still_holds()


def test_every_row_of_the_table_holds_an_answer_that_is_not_right():
    rows = DIFFERENCES._repr_markdown_().splitlines()[2:]
    assert len(rows) == len(DIFFERENCES)
    assert all("**" in row for row in rows)
    assert all(row.split(" | ")[1].count("**") == 0 for row in rows)  # lossedu is the judge


def test_the_page_of_the_table_is_what_the_table_gives_today():
    assert differences.PAGE.read_text() == differences.page()


def test_pytorch_clamps_the_logarithm_at_minus_100():
    y_hat = np.exp(np.array([-99.0, -101.0, -700.0]))
    answers = [ask("binary_cross_entropy", [1], [p])["PyTorch"] for p in y_hat]
    assert answers == pytest.approx([99, 100, 100], rel=1e-12)


def test_scikit_learn_clips_at_the_precision_of_float64():
    answers = [ask("binary_cross_entropy", [1], [p])["scikit-learn"] for p in (1e-15, 1e-16, 0)]
    assert answers == pytest.approx([-np.log(1e-15), -np.log(2**-52), -np.log(2**-52)], rel=1e-12)


def test_keras_keeps_probabilities_a_ten_millionth_away_from_0_and_1():
    answers = [ask("binary_cross_entropy", [1], [p])["Keras"] for p in (1e-6, 1e-7, 1e-8, 0)]
    assert answers == pytest.approx([-np.log(p) for p in (1e-6, 1e-7, 1e-7, 1e-7)], rel=1e-6)


def test_optax_counts_classes_from_the_end_and_says_nan_beyond_both_ends():
    answers = [ask("cross_entropy_with_logits", [k], [[1, 2, 3]])["optax"] for k in range(-4, 5)]
    losses = cross_entropy_with_logits([0, 1, 2], [[1, 2, 3]] * 3)
    assert answers == near(np.array([np.nan, *losses, *losses, np.nan, np.nan]), "optax", nan_ok=True)


def test_optax_checks_shapes_for_squared_errors_and_broadcasts_the_others():
    column, three_outputs = [[1], [0]], [[1, 2, 3], [1, 2, 3]]
    assert ask("squared_error", column, three_outputs)["optax"] == "refuses"
    expected = binary_cross_entropy_with_logits(np.repeat(column, 3, axis=1), three_outputs).mean()
    assert ask("binary_cross_entropy_with_logits", column, three_outputs)["optax"] == near(expected, "optax")


# The lesson and its environment


def test_lesson_09_gives_the_same_outputs_when_run_again_in_the_same_kernel(root):
    run_twice = test_notebooks.test_lesson_gives_the_same_outputs_when_run_again_in_the_same_kernel
    run_twice(root / "notebooks" / "09_in_the_frameworks.ipynb")


def test_missing_frameworks_are_told_in_a_sentence_without_a_traceback():
    program = (
        "import sys; sys.modules['torch'] = None\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell(colors='nocolor')\n"
        "shell.run_cell('from lossedu.frameworks import ask')"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert 'pip install ".[frameworks]"' in shown
    assert "torch is not installed here" in shown
    assert "Traceback" not in shown


def test_no_library_for_a_gpu_is_installed():
    names = [distribution.name for distribution in distributions()]
    assert [name for name in names if re.match("nvidia|cuda|triton", name)] == []
    assert torch.version.cuda is None
