"""Beside SciPy, scikit-learn, PyTorch and Keras: equal where they are right, and a table of where they are not.

``make test-frameworks`` runs this file in the environment of lesson 09.  optax is left out: it would bring JAX, 150 MB,
for one more opinion.
"""

import re
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import distributions

import numpy as np
import pytest
import scipy.special as sc
import test_notebooks
from sklearn.metrics import log_loss
from torch.nn import functional

from lossedu.activations import log_sigmoid, log_softmax, logit, one_hot, sigmoid, softmax
from lossedu.frameworks import COSTS, DIFFERENCES, ask, ask_slope, keras, torch
from lossedu.losses import (
    LOSSES,
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy_with_logits,
    smooth_labels,
)

random = np.random.default_rng(20)
Y, WEIGHTS = random.integers(0, 2, 60).astype(float), random.uniform(0.5, 3, 60)
Z = random.normal(0, 3, 60)
Y_HAT = sigmoid(Z)
CLASSES, ROWS, CLASS_WEIGHTS = random.integers(0, 4, 60), random.normal(0, 3, (60, 4)), np.array([1, 2, 0.5, 3])
SOFT_ROWS = softmax(random.normal(size=(60, 4)))

PROBABILITIES = [0.02, 0.1, 0.3, 0.5, 0.8, 0.98]
LOGITS = [-12, -3, -0.5, 0, 0.2, 1, 12]
GRIDS = {  # one observation at a time: a mean would hide where they part
    "squared_error": [([y], [y_hat]) for y in (-2, 0, 0.5, 3) for y_hat in (-1.5, 0, 0.2, 7)],
    "binary_cross_entropy": [([y], [p]) for y in (0, 1) for p in PROBABILITIES],
    "binary_cross_entropy_with_logits": [([y], [z]) for y in (0, 0.25, 0.6, 1) for z in LOGITS],
    "cross_entropy": [([k], [p]) for k, p in zip(CLASSES, softmax(ROWS), strict=True)],
    "cross_entropy_with_logits": [([k], [z]) for k, z in zip(CLASSES, ROWS, strict=True)],
}
PAIRS = [(name, loss) for name, costs in COSTS.items() for loss in costs]
DIFFERENTIABLE = [pair for pair in PAIRS if pair[0] != "scikit-learn" and pair != ("Keras", "cross_entropy")]
TOLERANCE = {"scikit-learn": 2e-15, "PyTorch": 2e-15, "Keras": 3e-6}  # of the number, or of 1 where it is smaller


def near(expected, name):
    return pytest.approx(expected, rel=TOLERANCE[name], abs=TOLERANCE[name])


@pytest.mark.parametrize(("name", "loss"), PAIRS)
def test_each_framework_asks_the_same_cost_of_one_observation(name, loss):
    for y, given in GRIDS[loss]:
        answers = ask(loss, y, given)
        assert answers[name] == near(answers["lossedu"], name), (y, given)


@pytest.mark.parametrize(("name", "loss"), PAIRS)
def test_each_framework_asks_the_same_cost_of_many(name, loss):
    y, given = (np.concatenate(part) for part in zip(*GRIDS[loss], strict=True))
    answers = ask(loss, y, given)
    assert answers[name] == near(answers["lossedu"], name)
    assert answers["lossedu"] == LOSSES[loss].value(y, given).mean()


@pytest.mark.parametrize(("name", "loss"), DIFFERENTIABLE)
def test_automatic_differentiation_finds_the_slope_of_the_formula(name, loss):
    for y, given in GRIDS[loss]:
        slopes = ask_slope(loss, y, given)
        assert slopes[name] == near(slopes["lossedu"], name), (y, given)


@pytest.mark.parametrize(("name", "loss"), DIFFERENTIABLE)
def test_the_slope_of_a_mean_over_many_is_shared_among_them(name, loss):
    y, given = (np.concatenate(part) for part in zip(*GRIDS[loss], strict=True))
    slopes = ask_slope(loss, y, given)
    assert slopes[name] == near(slopes["lossedu"], name)


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
