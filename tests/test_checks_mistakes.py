"""Every mistake that an exercise knows is found by an attempt that makes it, and told in its words."""

import numpy as np
import pytest
import scipy.special
from test_checks_right import EXERCISES

from lossedu import checks
from lossedu.checks import exercises
from lossedu.checks.diagnosis import judge

KNOWN = [
    pytest.param(exercise, variant, id=f"{check.__name__}-{number}-{variant.mistake}")
    for check, exercise in EXERCISES.items()
    for number, variant in enumerate(exercise.variants)
]


@pytest.mark.parametrize(("exercise", "variant"), KNOWN)
def test_an_attempt_with_one_known_mistake_is_told_of_that_one(exercise, variant):
    mistaken = variant.change(exercise.right)

    def attempt(*inputs):
        with np.errstate(all="ignore"):
            return mistaken(*inputs)

    verdict = judge(exercise, attempt)
    assert (verdict.status, verdict.mistake) == ("wrong", variant.mistake)
    assert verdict.message.startswith(variant.says)
    assert variant.hint in verdict.message
    assert variant.title in verdict.title


LOGITS = np.array([[1.0, 2.0, 0.5], [0.1, -1.0, 0.3]])


@pytest.mark.parametrize("axis", [0, None])
def test_a_softmax_along_another_axis_is_the_one_of_scipy(axis):
    wrong = exercises.softmax_along(axis)(None)
    np.testing.assert_allclose(wrong(LOGITS), scipy.special.softmax(LOGITS, axis=axis), rtol=1e-12)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=[check.__name__ for check in EXERCISES])
def test_what_is_one_number_is_given_as_a_plain_one(exercise):
    given = [value for inputs in exercise.gentle + exercise.ends for value in inputs]
    assert {type(value) for value in given if np.ndim(value) == 0} <= {float}


LABELS = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
PREDICTIONS = np.array([[0.7, 0.2, 0.1], [0.25, 0.6, 0.15]])


def test_labels_swapped_in_a_table_cost_the_logarithms_of_the_wrong_classes():
    expected = -(np.log(0.2) + np.log(0.1) + np.log(0.25) + np.log(0.6)) / 2
    assert exercises.ce_of_anything(1 - LABELS, PREDICTIONS) == pytest.approx(expected)


def test_a_binary_cross_entropy_for_each_class_has_a_logarithm_for_each_number_of_the_table():
    expected = -(np.log([0.7, 0.8, 0.9]).sum() + np.log([0.75, 0.4, 0.15]).sum()) / 2
    assert exercises.binary_for_each_class(LABELS, PREDICTIONS) == pytest.approx(expected)


COSTLY = [exercise for exercise in EXERCISES.values() if exercise.surprise]


@pytest.mark.parametrize("exercise", COSTLY, ids=[f"{exercise.arguments}" for exercise in COSTLY])
@pytest.mark.parametrize("p", [0.0, 1e-9, 0.2, 0.5, 0.999, 1.0])
def test_a_surprise_of_probability_p_costs_minus_ln_p(exercise, p):
    inputs = exercise.surprise(p)
    assert all(np.isfinite(value).all() for value in inputs)
    cost = abs(exercise.right(*inputs))
    assert cost == pytest.approx(-np.log(p), rel=1e-12, abs=1e-12) if p else cost > 500


def test_what_is_called_with_one_argument_that_makes_no_difference_is_told_which():
    verdict = checks.check_binary_cross_entropy(lambda y, y_hat: 0.5 if y.sum() == 2 else 0.7)
    assert verdict.mistake == "ignores-input"
    assert "stays the same when y_hat changes" in verdict.message
