"""A right answer is right however it is written, functions in the style of real projects get the right verdict."""

import numpy as np
import pytest
from attempts_at_exercises import ARGUMENTS, attempt, check_soft_labels, softplus, xlog
from hypothesis import given, settings
from hypothesis import strategies as st
from right_answers import RIGHT

from lossedu import checks
from lossedu.checks import exercises
from lossedu.checks.attempts import JUDGING

EXERCISES = {
    checks.check_sigmoid: exercises.SIGMOID,
    checks.check_softmax: exercises.SOFTMAX,
    checks.check_squared_error: exercises.SQUARED_ERROR,
    checks.check_binary_cross_entropy: exercises.BINARY_CROSS_ENTROPY,
    checks.check_binary_cross_entropy_with_logits: exercises.BINARY_CROSS_ENTROPY_WITH_LOGITS,
    checks.check_cross_entropy: exercises.CROSS_ENTROPY,
    checks.check_bernoulli_log_likelihood: exercises.BERNOULLI_LOG_LIKELIHOOD,
    checks.check_bernoulli_mle: exercises.BERNOULLI_MLE,
    checks.check_gradient_by_logit: exercises.GRADIENT_BY_LOGIT,
    check_soft_labels: exercises.SOFT_BINARY_CROSS_ENTROPY,
}


def name(value):
    return getattr(value, "__name__", str(value)).removeprefix("check_")


@pytest.mark.parametrize("check", ARGUMENTS, ids=name)
def test_twenty_ways_to_write_a_right_answer_are_right(check):
    verdicts = {text: check(attempt(check, text)) for text in RIGHT[check]}
    assert len(verdicts) >= 20
    assert {text: (v.status, v.mistake, v.case) for text, v in verdicts.items()} == dict.fromkeys(
        verdicts, ("right", None, None)
    )


# ── within the tolerance ─────────────────────────────────────────────────────────────────────────────────────────────


def off_by(check, share, seed):
    """Return an attempt whose every answer is off by a random share of the stated tolerance."""
    random = np.random.default_rng(seed)

    def off(*inputs):
        answer = EXERCISES[check].right(*inputs)
        allowed = JUDGING.absolute + JUDGING.relative * np.abs(answer)
        with np.errstate(invalid="ignore"):
            return np.where(
                np.isfinite(answer), answer + share * allowed * random.uniform(-1, 1, np.shape(answer)), answer
            )

    return off


@pytest.mark.parametrize("check", ARGUMENTS, ids=name)
@given(share=st.floats(0, 0.999), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_any_answer_within_the_tolerance_is_right(check, share, seed):
    assert check(off_by(check, share, seed)).status == "right"


@pytest.mark.parametrize("check", ARGUMENTS, ids=name)
def test_an_answer_a_thousand_tolerances_away_is_not_right(check):
    verdict = check(lambda *inputs: EXERCISES[check].right(*inputs) * (1 + 1000 * JUDGING.relative) + 1e-6)
    assert verdict.status != "right"


@pytest.mark.parametrize("check", ARGUMENTS, ids=name)
def test_an_answer_that_is_wrong_for_a_single_input_is_not_right(check):
    exercise = EXERCISES[check]
    for tried in exercise.gentle + exercise.ends + exercise.far:

        def wrong_once(*inputs, tried=tried):
            once = all(np.array_equal(a, b) for a, b in zip(inputs, tried, strict=True))
            return np.full(np.shape(exercise.right(*inputs)), 0.4321) if once else exercise.right(*inputs)

        assert check(wrong_once).status != "right"


# ── in the style of real projects ────────────────────────────────────────────────────────────────────────────────────


def cost_of_rows(A, Y):
    m = Y.shape[1]
    cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return np.squeeze(cost)


def cost_by_dot_products(Y, A):
    m = Y.shape[1]
    cost = -(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)) / m
    return cost


def cost_of_columns(y, y_hat):
    m = y.shape[0]
    y, y_hat = y.reshape(m, 1), y_hat.reshape(m, 1)
    return float(np.sum(-y * np.log(y_hat) - (1 - y) * np.log(1 - y_hat)) / m)


def cost_of_columns_summed_by_axis(y, y_hat):
    return -np.sum(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat), axis=0)[0] / y.shape[0]


def with_lists(targets, predictions):
    total = 0
    for target, prediction in zip(list(targets), list(predictions), strict=True):
        prediction = min(max(prediction, 1e-15), 1 - 1e-15)
        total += target * np.log(prediction) + (1 - target) * np.log(1 - prediction)
    return -total / len(targets)


def keras_like(y_true, y_pred, epsilon=1e-7):
    y_pred = np.clip(y_pred, epsilon, 1.0 - epsilon)
    return np.mean(-(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred)), axis=-1)


def predictions_first(y_pred, y_true):
    y_pred = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))


def pred_target(pred, target):
    return -(target * np.log(pred + 1e-8) + (1 - target) * np.log(1 - pred + 1e-8)).mean()


def target_pred(target, pred):
    return -(target * np.log(pred + 1e-8) + (1 - target) * np.log(1 - pred + 1e-8)).mean()


def by_label(y, p):
    losses = []
    for label, probability in zip(y, p, strict=True):
        if label == 1:
            losses.append(-np.log(probability))
        else:
            losses.append(-np.log(1 - probability))
    return np.mean(losses)


def reshaped_the_wrong_one(t, y):
    y = t.reshape(t.shape)
    return -np.sum(t * np.log(y + 1e-7) + (1 - t) * np.log(1 - y + 1e-7)) / len(t)


def changing_zeros_in_place(y, y_hat):
    y_hat[y_hat == 0] = 1e-15
    y_hat[y_hat == 1] = 1 - 1e-15
    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


def returning_inside_the_loop(y, y_hat):
    total = 0
    for a, b in zip(y, y_hat, strict=True):
        total -= np.log(b) if a else np.log(1 - b)
        return total / len(y)


BINARY_STYLES = [
    (cost_of_rows, "wrong", "arguments-swapped"),
    (lambda Y, A: cost_of_rows(A, Y), "almost", "nan-at-ends"),
    (cost_by_dot_products, "almost", "nan-at-ends"),
    (cost_of_columns, "almost", "nan-at-ends"),
    (cost_of_columns_summed_by_axis, "almost", "nan-at-ends"),
    (with_lists, "almost", "clipped"),
    (keras_like, "almost", "clipped"),
    (predictions_first, "wrong", "arguments-swapped"),
    (pred_target, "wrong", "arguments-swapped"),
    (target_pred, "almost", "epsilon-in-log"),
    (by_label, "right", None),
    (reshaped_the_wrong_one, "wrong", "labels-against-themselves"),
    (changing_zeros_in_place, "wrong", "mutates-input"),
    (returning_inside_the_loop, "wrong", "ignores-input"),
]


@pytest.mark.parametrize(("function", "status", "mistake"), BINARY_STYLES, ids=name)
def test_binary_cross_entropy_in_the_style_of_real_projects(function, status, mistake):
    verdict = checks.check_binary_cross_entropy(function)
    assert (verdict.status, verdict.mistake) == (status, mistake)


def text_book_cross_entropy_error(y, t):
    if y.ndim == 1:
        t = t.reshape(1, t.size)
        y = y.reshape(1, y.size)
    if t.size == y.size:
        t = t.argmax(axis=1)
    batch_size = y.shape[0]
    return -np.sum(np.log(y[np.arange(batch_size), t] + 1e-7)) / batch_size


def classes_first(y, y_hat):
    return -np.sum(y * np.log(y_hat)) / y.shape[1]


def softmax_of_a_vector(x):
    shifted = np.exp(x - np.max(x))
    return shifted / shifted.sum()


def softmax_of_columns(x):
    shifted = np.exp(x - np.max(x, axis=0))
    return shifted / shifted.sum(axis=0)


def softmax_by_case(x):
    if x.ndim == 2:
        x = x.T
        x = x - np.max(x, axis=0)
        y = np.exp(x) / np.sum(np.exp(x), axis=0)
        return y.T
    x = x - np.max(x)
    return np.exp(x) / np.sum(np.exp(x))


def descent_to_the_estimate(y):
    pi = 0.5
    for _ in range(400):
        pi += 0.2 * (np.mean(y) - pi)
    return pi


def grid_of_likelihoods(y):
    grid = np.linspace(0, 1, 1001)
    return grid[np.argmax([np.prod(np.where(y == 1, pi, 1 - pi)) for pi in grid])]


def error_by_halves(y, t):
    return 0.5 * np.sum((y - t) ** 2)


def gradient_of_rows(Y, Z):
    m = Y.shape[1]
    A = 1 / (1 + np.exp(-Z))
    return (A - Y) / m


def gradient_by_differences(y, z):
    def cost(z):
        return np.mean(softplus(z) - y * z)

    step = 1e-5
    moves = step * np.eye(len(z))
    return np.array([(cost(z + move) - cost(z - move)) / (2 * step) for move in moves])


def elementwise_softplus_by_halves(y, z):
    return np.mean(np.where(z > 0, z - y * z + np.log1p(np.exp(-np.abs(z))), -y * z + np.log1p(np.exp(-np.abs(z)))))


OTHER_STYLES = [
    (checks.check_cross_entropy, text_book_cross_entropy_error, "wrong", "arguments-swapped"),
    (checks.check_cross_entropy, lambda t, y: text_book_cross_entropy_error(y, t), "almost", "epsilon-in-log"),
    (checks.check_cross_entropy, classes_first, "wrong", "wrong-axis"),
    (checks.check_cross_entropy, lambda y, y_hat: -xlog(y, y_hat).sum() / len(y), "right", None),
    (checks.check_softmax, softmax_of_a_vector, "wrong", "wrong-axis"),
    (checks.check_softmax, softmax_of_columns, "wrong", "wrong-axis"),
    (checks.check_softmax, softmax_by_case, "right", None),
    (checks.check_bernoulli_mle, descent_to_the_estimate, "right", None),
    (checks.check_bernoulli_mle, grid_of_likelihoods, "wrong", "rounded"),
    (checks.check_squared_error, error_by_halves, "wrong", "half-for-mean"),
    (checks.check_gradient_by_logit, gradient_of_rows, "right", None),
    (checks.check_gradient_by_logit, gradient_by_differences, "right", None),
    (checks.check_binary_cross_entropy_with_logits, elementwise_softplus_by_halves, "right", None),
]


@pytest.mark.parametrize(("check", "function", "status", "mistake"), OTHER_STYLES, ids=name)
def test_the_other_exercises_in_the_style_of_real_projects(check, function, status, mistake):
    verdict = check(function)
    assert (verdict.status, verdict.mistake) == (status, mistake)


def test_a_function_for_rows_is_told_what_it_was_given():
    verdict = checks.check_squared_error(lambda Y, A: np.sum((Y - A) ** 2) / Y.shape[1])
    assert "shape (1, N)" in verdict.message
