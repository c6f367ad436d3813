"""Derivations: every step is proved, every altered step is caught, and the ends agree with truth from outside."""

import os
import random
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import mpmath
import numpy as np
import pytest
import scipy.special
import scipy.stats
import sympy as sp

import lossedu
from lossedu import derivations as derive
from lossedu.derivations import (
    DERIVATIONS,
    C,
    Derivation,
    Step,
    c,
    gaussian,
    n,
    o,
    pi,
    proof,
    sigma,
    y,
    y_hat,
    y_hats,
    ys,
    z,
    zs,
)
from lossedu.derivations.display import text
from lossedu.derivations.proof import known, lower_bound, negative_below, same, same_bound, sign

each_derivation = pytest.mark.parametrize("name", DERIVATIONS)
LABELS = [0, 1, 0, 0, 1, 1]
PREDICTIONS = [0.5, 0.7, 0.3, 0.2, 0.7, 0.9]
ROWS = [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2], [0.4, 0.1, 0.5]]
ONE_HOT = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
STORED = Path(__file__).with_name("derivations.txt")
LOGITS = [-30, -3, -0.7, 0, 0.4, 2, 12]


# Proof


@each_derivation
def test_every_derivation_is_proved(name):
    DERIVATIONS[name]().verify()


@each_derivation
def test_every_altered_step_is_caught_by_its_name(name):
    derivation = DERIVATIONS[name]()
    for number, step in enumerate(list(derivation)):
        alterations = altered(step.expr)
        assert len(alterations) >= 2, f"{step.title} has too few alterations"
        for expr in alterations:
            derivation.steps[number] = replace(step, expr=expr)
            with pytest.raises(AssertionError, match=re.escape(repr(step.title))):
                derivation.verify()
        derivation.steps[number] = step


@each_derivation
def test_every_step_that_does_something_is_needed(name):
    derivation = DERIVATIONS[name]()
    whole = list(derivation)
    for number, (step, following) in enumerate(pairwise(whole)):
        if number and step.proof is not same and following.of is None:
            derivation.steps = whole[:number] + whole[number + 1 :]
            with pytest.raises(AssertionError, match=re.escape(repr(following.title))):
                derivation.verify()


@pytest.mark.parametrize(
    ("mistake", "step", "expr"),
    [
        ("f(1) and f(0) swapped", "probability of one observation", pi ** (1 - y) * (1 - pi) ** y),
        ("the minus sign forgotten", "change the sign", derive.binary_cross_entropy()["bring down the powers"].expr),
        ("the mean forgotten", "divide by n", derive.binary_cross_entropy()["change the sign"].expr),
        (
            "1 − forgotten in the second logarithm",
            "bring down the powers",
            sp.Sum(ys[derive.i] * sp.log(pi) + (1 - ys[derive.i]) * sp.log(pi), (derive.i, 1, n)),
        ),
    ],
)
def test_mistakes_in_print_are_caught(mistake, step, expr):
    broken = derive.binary_cross_entropy()
    broken.steps = [replace(line, expr=expr) if line.title == step else line for line in broken]
    with pytest.raises(AssertionError, match=re.escape(repr(step))):
        broken.verify()


def test_density_with_the_square_outside_the_exponential_is_caught():
    broken = derive.squared_error()
    broken.steps[0] = replace(broken.steps[0], expr=sp.exp(-(y - y_hat) / 2) ** 2 / sp.sqrt(2 * sp.pi))
    with pytest.raises(AssertionError, match="probability density"):
        broken.verify()


def test_algebra_sees_what_arithmetic_at_rational_points_cannot():
    steps = Derivation("a probability", y).then("add a wave", "none", y + sp.sin(1000 * sp.pi * y))
    with pytest.raises(AssertionError, match="add a wave"):
        steps.verify()


def test_arithmetic_sees_what_algebra_of_positive_numbers_cannot():
    steps = Derivation("logarithm of a square", sp.log(z**2)).then("bring down the power", "only z > 0", 2 * sp.log(z))
    with pytest.raises(AssertionError, match="bring down the power"):
        steps.verify()


@pytest.mark.parametrize(("digit", "is_forgiven"), [(24, False), (27, True)])
def test_arithmetic_forgives_what_rounding_does_and_no_more(digit, is_forgiven):
    claim = proof.equal(y, y + sp.Rational(1, 2) / 10**digit)
    assert [proof._by_arithmetic(claim, point) for point in range(proof.POINTS)] == [is_forgiven] * proof.POINTS


def test_a_slope_of_the_sigmoid_that_is_wrong_is_caught(monkeypatch):
    monkeypatch.setattr(derive.Sigmoid, "fdiff", lambda self, argindex=1: self)
    steps = Derivation("a sigmoid", sigma + z).then("differentiate by z", "slope", lambda expr: sp.diff(expr, z))
    with pytest.raises(AssertionError, match="differentiate by z"):
        steps.verify()


def test_a_first_step_that_must_be_known_is_compared():
    with pytest.raises(AssertionError, match="a square"):
        Derivation("a square", y**2, proof=known(y**3)).verify()


def test_what_is_known_may_be_written_in_another_way():
    Derivation("a square", (y + 1) ** 2, proof=known(y**2 + 2 * y + 1)).verify()


def test_a_derivation_may_start_with_a_bound():
    Derivation("a bound", z < 1).verify()
    with pytest.raises(AssertionError, match="a bound"):
        Derivation("a bound", z <= 1, proof=known(z < 1)).verify()


def test_an_absolute_value_is_judged_on_both_sides_of_zero_and_at_zero():
    above, below, at_zero = proof._cases(sp.Abs(z) + z + 1)
    (t,) = above.free_symbols
    assert t.is_positive
    assert (above, below, at_zero) == (2 * t + 1, 1, 1)


def test_a_sum_of_two_cases_is_proved_where_it_is_right_and_refused_where_it_is_not():
    steps = Derivation("rectified linear unit", sp.Piecewise((z, z > 0), (0, True)))
    steps.then("double and halve", "2a / 2 = a", sp.Piecewise((2 * z, z > 0), (0, True)) / 2).verify()
    for wrong in (sp.Piecewise((y, y < 1), (0, True)), sp.Piecewise((0, y > 1), (y, True))):
        with pytest.raises(AssertionError, match="cut off"):
            Derivation("a share", y).then("cut off", "none", wrong).verify()


def test_a_probability_is_judged_by_its_values_and_not_by_its_letters():
    coin, die, bell = derive.binary_cross_entropy(), derive.cross_entropy(), derive.squared_error()
    for steps, expr in [
        (coin, y * pi + (1 - y) * (1 - pi)),
        (die, sp.Sum(ys[derive.k] * y_hats[derive.k], (derive.k, 0, C - 1))),
        (bell, sp.sqrt(1 / (2 * sp.pi * sp.exp((y - y_hat) ** 2)))),
    ]:
        steps.steps = [replace(steps.steps[0], expr=expr)]
        steps.verify()


def test_the_gaussian_density_is_compared_with_that_of_sympy(monkeypatch):
    monkeypatch.setattr(gaussian, "_gaussian_of_sympy", lambda: y)
    with pytest.raises(AssertionError, match="probability density"):
        derive.squared_error().verify()


def test_a_straight_line_may_be_written_in_any_way_that_meets_both_ends():
    steps = derive.rescale()
    steps.steps[1] = replace(steps.steps[1], expr=derive.low * (1 - o) + derive.high * o)
    steps.verify()


RATIO = ys[derive.k] / y_hats[derive.k]
GAPS = {"(r − 1)/2": (RATIO - 1) / 2, "r² − r": RATIO**2 - RATIO, "(r − 1)(r − 3)/2": (RATIO - 1) * (RATIO - 3) / 2}


@pytest.mark.parametrize("gap", GAPS)
def test_a_lower_bound_that_is_above_somewhere_is_refused(gap):
    with pytest.raises(AssertionError, match="put something smaller"):
        lowered_by(GAPS[gap]).verify()


def test_a_lower_bound_that_touches_in_one_place_is_proved():
    lowered_by((RATIO - 1) ** 2).verify()


def lowered_by(gap):
    """The divergence, and then what lies below each of its terms by a gap."""
    divergence = derive.kl_divergence().last
    smaller = divergence.replace(sp.log, lambda ratio: sp.log(ratio) - gap)
    return Derivation("divergence", divergence).then("put something smaller", "none", smaller, proof=lower_bound)


THIRD, SIXTH = sp.Rational(1, 3), sp.Rational(1, 6)


@pytest.mark.parametrize(
    "bend",
    [
        (sigma - THIRD) * (sigma - SIXTH) ** 2,
        (sigma - THIRD) * (sigma - 2 * THIRD) ** 2,
        (sigma - THIRD) ** 2 * (sigma - SIXTH),
        (sigma - THIRD) ** 2,
    ],
)
def test_a_bend_that_is_zero_or_turned_elsewhere_is_refused(bend):
    with pytest.raises(AssertionError, match="solve bend < 0"):
        negative_below_a_third(bend).verify()


def test_a_bend_that_is_negative_below_a_bound_alone_is_proved():
    negative_below_a_third((sigma - THIRD) * (sigma + 1)).verify()


def negative_below_a_third(bend):
    return Derivation("bend", bend).then("solve bend < 0", "0 < σ < 1", sigma < THIRD, proof=negative_below)


def test_a_bound_of_what_falls_with_z_is_refused():
    falling = Derivation("a bound", derive.Sigmoid(-z) < THIRD, proof=lambda *_: [])
    with pytest.raises(AssertionError, match="solve for z"):
        falling.then("solve for z", "none", z < sp.log(2), proof=same_bound).verify()


def test_a_sign_that_turns_close_to_one_is_refused():
    gap = y - sp.Rational(1999, 2000)
    with pytest.raises(AssertionError, match="look at its sign"):
        Derivation("a gap", gap).then("look at its sign", "none", gap < 0, proof=sign).verify()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sp.Max(z, 0), z + sp.Max(-z, 0)),
        (sp.log(1 + sp.exp(-sp.Abs(z))), sp.log(1 + sp.exp(sp.Abs(z))) - sp.Abs(z)),
    ],
)
def test_an_absolute_value_or_a_maximum_is_proved_on_each_side_of_zero(left, right):
    Derivation("a loss", (y + 1) * left).then("write it in another way", "none", (y + 1) * right).verify()


def test_a_false_step_is_named_with_its_number_its_title_and_its_formula():
    steps = derive.rescale().then("double", "none", z)
    with pytest.raises(AssertionError, match=r"^step 3, 'double', does not follow: z$"):
        steps.verify()


def test_a_statement_in_place_of_a_number_is_refused():
    with pytest.raises(AssertionError, match="step 3, 'compare'"):
        derive.rescale().then("compare", "none", o < 1).verify()


def test_random_points_are_the_same_in_every_run():
    point = {
        "y": 0.904,
        "yhat[1]": 0.582,
        "pi": 0.628,
        "alpha": 0.643,
        "z": -1.704,
        "a": -3.824,
        "b": 3.064,
        "s": 1.368,
    }
    assert {name: float(proof._number.__wrapped__(name, 0)) for name in point} == point


def altered(expr):
    """The mistakes that people print, made in one formula; those that change nothing are left out."""
    if isinstance(expr, sp.core.relational.Relational):
        sides = [expr.func(side, expr.rhs) for side in altered(expr.lhs)]
        return [expr.reversedsign, expr.func(expr.lhs, expr.rhs + 1), expr.negated, *sides]
    swapped = {y: 1 - y} | {entry: 1 - entry for entry in expr.atoms(sp.Indexed) if entry.base == ys}
    candidates = {
        "sign": -expr,
        "factor n": n * expr,
        "one more": expr + 1,
        "one less": expr - 1,
        "0 and 1": expr.xreplace(swapped),
        "common logarithm": expr.replace(sp.log, lambda inside: sp.log(inside) / sp.log(10)),
        "square": expr.replace(lambda part: part.is_Pow and part.exp == 2, lambda part: part.base),
    }
    return [candidate for candidate in candidates.values() if abs(number(candidate) - number(expr)) > 1e-9]


@cache
def number(expr):
    """Value of a formula for three observations, three classes, and one fixed number for each unknown."""
    expr = expr.xreplace({n: sp.Integer(3), C: sp.Integer(3), c: sp.Integer(1)}).doit()
    unknowns = expr.free_symbols | expr.atoms(sp.Indexed)
    return complex(expr.xreplace({unknown: drawn(str(unknown)) for unknown in unknowns}).evalf())


def drawn(name):
    return sp.Float(random.Random(name).uniform(0.1, 0.9))


# Truth from outside


def cost(derivation, labels, predictions):
    """A derived cost at the numbers of a sample."""
    values = {ys[i]: value for i, value in enumerate(labels, 1)} | {y_hats[i]: v for i, v in enumerate(predictions, 1)}
    return float(derivation.last.subs(n, len(labels)).doit().xreplace(numbers(values)))


def cost_of_rows(labels, predictions):
    """The derived cross-entropy of rows of classes."""
    values = {}
    for i, (row, probabilities) in enumerate(zip(labels, predictions, strict=True), 1):
        values |= {ys[i, k]: value for k, value in enumerate(row)}
        values |= {y_hats[i, k]: value for k, value in enumerate(probabilities)}
    general = derive.cross_entropy().last
    return float(general.subs({n: len(labels), C: len(labels[0])}).doit().xreplace(numbers(values)))


def numbers(values):
    return {symbol: sp.Float(value, 30) for symbol, value in values.items()}


@cache
def last(name):
    return DERIVATIONS[name]().last


def at(expr, **values):
    return float(expr.subs({getattr(derive, name): sp.Float(value, 30) for name, value in values.items()}).evalf(30))


def test_binary_cross_entropy_of_the_study_notes():
    assert cost(derive.binary_cross_entropy(), LABELS, PREDICTIONS) == pytest.approx(0.34861267989136313, rel=1e-15)
    assert cost(derive.binary_cross_entropy(), [0], [0.3]) == pytest.approx(0.3567, abs=5e-5)


def test_cross_entropy_of_the_study_notes():
    assert cost_of_rows(ONE_HOT, ROWS) == pytest.approx(0.8634223884819422, rel=1e-15)
    assert cost_of_rows(ONE_HOT, [[0.6, 0.1, 0.3], *ROWS[1:]]) == pytest.approx(0.6323733282952938, rel=1e-15)


def test_mean_squared_error_of_the_study_notes():
    labels, predictions = [1, 3, 5, 6, 7], [3, 2, 7, 5, 8]
    assert cost(derive.squared_error(), labels, predictions) == 2.2
    assert cost(derive.squared_error(), labels, predictions) * 5 / 2 == 5.5


def test_log_likelihoods_agree_with_scipy():
    ell = derive.binary_cross_entropy()["bring down the powers"].expr.subs(n, 6).doit()
    labels = {ys[i]: label for i, label in enumerate(LABELS, 1)}
    assert at(ell.xreplace(labels), pi=0.3) == pytest.approx(scipy.stats.bernoulli(0.3).logpmf(LABELS).sum(), rel=1e-14)
    assert at(derive.squared_error().steps[0].expr, y=1.7, y_hat=0.4) == pytest.approx(scipy.stats.norm.pdf(1.7, 0.4))
    minus_ell = derive.squared_error()["divide by n"].expr.subs(n, 1).doit().subs({ys[1]: y, y_hats[1]: y_hat})
    assert at(minus_ell, y=1.7, y_hat=0.4) == pytest.approx(-scipy.stats.norm.logpdf(1.7, 0.4), rel=1e-14)


def test_what_squared_error_leaves_behind_is_half_ln_two_pi_and_the_half():
    steps = derive.squared_error()
    dropped = steps["take out the constant"].expr - steps["drop the constant"].expr
    assert float(dropped) == pytest.approx(-scipy.stats.norm.logpdf(0), rel=1e-15)
    assert steps.last / steps["drop the constant"].expr == 2


def test_gaussian_density_has_area_one_and_variance_one():
    density = derive.squared_error().steps[0].expr
    assert sp.integrate(density, (y, -sp.oo, sp.oo)) == 1
    assert sp.simplify(sp.integrate((y - y_hat) ** 2 * density, (y, -sp.oo, sp.oo))) == 1


@pytest.mark.parametrize("label", [0, 0.2, 1])
@pytest.mark.parametrize("prediction", [0.01, 0.5, 0.97])
def test_slopes_by_the_prediction_agree_with_mpmath(label, prediction):
    surprise = lambda p: -(label * mpmath.log(p) + (1 - label) * mpmath.log(1 - p))  # noqa: E731
    square = lambda p: (p - label) ** 2  # noqa: E731
    for name, loss in {"binary_cross_entropy_gradient": surprise, "squared_error_gradient": square}.items():
        truth = float(mpmath.diff(loss, prediction))
        assert at(last(name), y=label, y_hat=prediction) == pytest.approx(truth, rel=1e-9)


@pytest.mark.parametrize("label", [0, 0.2, 1])
@pytest.mark.parametrize("logit", LOGITS[1:-1])
def test_slopes_and_curvatures_by_the_logit_agree_with_mpmath(label, logit):
    surprise = lambda t: mpmath.log(1 + mpmath.exp(t)) - label * t  # noqa: E731
    square = lambda t: (1 / (1 + mpmath.exp(-t)) - label) ** 2  # noqa: E731
    for name, loss, order in [
        ("binary_cross_entropy_with_logits", surprise, 0),
        ("binary_cross_entropy_with_logits_gradient", surprise, 1),
        ("squared_error_with_logits_gradient", square, 1),
        ("squared_error_with_logits_curvature", square, 2),
    ]:
        with mpmath.workdps(40):
            truth = float(mpmath.diff(loss, logit, order))
        assert at(last(name), y=label, z=logit) == pytest.approx(truth, rel=1e-12)


def test_curvature_of_binary_cross_entropy_is_never_negative_and_that_of_squared_error_is_below_minus_ln_two():
    bound = -mpmath.log(2)
    for logit in [*LOGITS, bound - 1e-6, bound + 1e-6]:
        assert at(last("binary_cross_entropy_with_logits_curvature").lhs, z=logit) > 0
        bends = at(last("squared_error_with_logits_curvature"), y=1, z=logit)
        assert (bends < 0) == (logit < bound)
    assert derive.squared_error_with_logits_inflection()["solve for z"].expr == (z < -sp.log(2))


def test_steepest_slope_of_squared_error_behind_a_sigmoid_is_eight_twentysevenths():
    slopes = sp.lambdify(z, last("squared_error_with_logits_gradient").subs(y, 1))(np.linspace(-8, 8, 1601))
    assert last("squared_error_with_logits_inflection") == sp.Rational(-8, 27)
    assert min(slopes) == pytest.approx(-8 / 27, abs=1e-5)
    assert min(slopes) >= -8 / 27


def test_best_single_prediction_is_the_mean_of_the_labels():
    steps = derive.bernoulli_mle()
    labels = {ys[i]: label for i, label in enumerate([1, 0, 0, 1, 1], 1)}
    assert steps["solve slope = 0"].expr.subs(n, 5).doit().xreplace(labels) == sp.Rational(3, 5)
    grid = np.linspace(0.001, 0.999, 999)
    assert grid[np.argmax(scipy.stats.binom.logpmf(3, 5, grid))] == pytest.approx(0.6)
    bend = steps["differentiate once more"].expr.subs(n, 5).doit().xreplace(labels)
    assert [at(bend, pi=p) < 0 for p in (0.01, 0.6, 0.99)] == [True] * 3


@pytest.mark.parametrize("label", [0, 1])
def test_equal_labels_put_the_best_prediction_on_the_edge(label):
    steps = derive.bernoulli_mle_of_equal_labels(label)
    slope = steps["differentiate by π"].expr
    assert steps.last == label
    assert sp.solve(slope, pi) == []
    assert [np.sign(at(slope, pi=p, n=7)) for p in (0.01, 0.5, 0.99)] == [2 * label - 1] * 3


@pytest.mark.parametrize("label", [2, 0.5, "0"])
def test_equal_labels_are_zero_or_one(label):
    with pytest.raises(ValueError, match="0 or 1"):
        derive.bernoulli_mle_of_equal_labels(label)


def test_least_cost_of_a_soft_label_is_its_entropy():
    least = derive.least_binary_cross_entropy()
    assert at(least["put ŷ = y"].expr, y=0.2) == pytest.approx(scipy.stats.entropy([0.2, 0.8]), rel=1e-14)
    assert at(least.last, alpha=0.1) == pytest.approx(scipy.stats.entropy([0.95, 0.05]), rel=1e-14)
    smoothed = 0.9 * np.array([1, 0, 0]) + 0.1 / 3
    assert at(last("least_cross_entropy"), alpha=0.1) == pytest.approx(scipy.stats.entropy(smoothed), rel=1e-14)


def test_divergence_agrees_with_scipy_and_is_never_negative():
    values = {entry[k]: row[k] for entry, row in ((ys, ROWS[0]), (y_hats, ROWS[1])) for k in range(3)}
    three = last("kl_divergence").subs(C, 3).doit()
    assert float(three.xreplace(numbers(values))) == pytest.approx(scipy.stats.entropy(*ROWS[:2]), rel=1e-14)
    assert last("gibbs_inequality") == 0


def test_softmax_cross_entropy_and_its_slope_agree_with_scipy():
    logits, labels = [2.0, -1.0, 0.5], [0.1, 0.7, 0.2]
    values = numbers({entry[k]: row[k] for entry, row in ((ys, labels), (zs, logits)) for k in range(3)})
    three = last("cross_entropy_with_logits").subs(C, 3).doit().xreplace(values)
    assert float(three) == pytest.approx(-np.dot(labels, scipy.special.log_softmax(logits)), rel=1e-14)
    slope = last("cross_entropy_with_logits_gradient").subs(C, 3).doit()
    slopes = [float(slope.subs(c, k).xreplace(values)) for k in range(3)]
    assert slopes == pytest.approx(list(scipy.special.softmax(logits) - labels), rel=1e-14)


def test_softmax_of_two_classes_is_the_sigmoid_of_their_difference():
    values = numbers({zs[0]: 0.3, zs[1]: -1.2})
    assert float(last("softmax_of_two_classes").xreplace(values).evalf(30)) == pytest.approx(
        scipy.special.softmax([0.3, -1.2])[1], rel=1e-15
    )


def test_slopes_of_the_last_functions_agree_with_mpmath():
    for logit in LOGITS:
        with mpmath.workdps(40):
            sigmoid = mpmath.diff(lambda t: 1 / (1 + mpmath.exp(-t)), logit)
            tanh = mpmath.diff(mpmath.tanh, logit)
        assert at(derive.sigmoid_derivative()["take out σ"].expr, z=logit) == pytest.approx(float(sigmoid), rel=1e-12)
        assert at(derive.tanh_derivative()["write tanh"].expr, z=logit) == pytest.approx(float(tanh), rel=1e-12)
        assert at(last("relu_derivative"), z=logit) == (logit > 0)
    assert last("sigmoid_derivative") == sp.Rational(1, 4)
    assert last("tanh_derivative") == 1


def test_rescaled_output_meets_both_ends_and_the_middle():
    line = last("rescale").subs({derive.low: -3, derive.high: 5})
    assert [line.subs(o, share) for share in (0, sp.Rational(1, 2), 1)] == [-3, 1, 5]


# The other road: lossedu.losses and lossedu.likelihood


def test_both_roads_lead_to_the_same_losses():
    for label, prediction, logit in [(0, 0.3, -2.5), (1, 0.9, 4.0), (0.25, 0.6, 0.3)]:
        for name, second in {
            "binary_cross_entropy_gradient": {"y_hat": prediction},
            "squared_error_gradient": {"y_hat": prediction},
            "binary_cross_entropy_with_logits": {"z": logit},
            "binary_cross_entropy_with_logits_gradient": {"z": logit},
            "squared_error_with_logits_gradient": {"z": logit},
        }.items():
            derived = at(last(name), y=label, **second)
            assert getattr(lossedu, name)(label, *second.values()) == pytest.approx(derived, rel=1e-14), name


def test_both_roads_lead_to_the_same_costs():
    derived = cost(derive.binary_cross_entropy(), LABELS, PREDICTIONS)
    assert lossedu.binary_cross_entropy(LABELS, PREDICTIONS).mean() == pytest.approx(derived, rel=1e-15)
    derived = cost(derive.squared_error(), LABELS, PREDICTIONS)
    assert lossedu.squared_error(LABELS, PREDICTIONS).mean() == pytest.approx(derived, rel=1e-15)
    assert lossedu.cross_entropy(ONE_HOT, ROWS).mean() == pytest.approx(cost_of_rows(ONE_HOT, ROWS), rel=1e-15)


def test_both_roads_lead_to_the_same_softmax_cross_entropy():
    logits, labels = [2.0, -1.0, 0.5], [0.1, 0.7, 0.2]
    values = numbers({entry[k]: row[k] for entry, row in ((ys, labels), (zs, logits)) for k in range(3)})
    derived = float(last("cross_entropy_with_logits").subs(C, 3).doit().xreplace(values))
    assert lossedu.cross_entropy_with_logits([labels], [logits])[0] == pytest.approx(derived, rel=1e-14)
    slope = last("cross_entropy_with_logits_gradient").subs(C, 3).doit()
    slopes = [float(slope.subs(c, k).xreplace(values)) for k in range(3)]
    assert lossedu.cross_entropy_with_logits_gradient([labels], [logits])[0] == pytest.approx(slopes, rel=1e-14)


def test_both_roads_lead_to_the_same_likelihoods():
    steps = derive.binary_cross_entropy()
    labels = {ys[i]: label for i, label in enumerate(LABELS, 1)}
    for title, function in {
        "likelihood of n observations": lossedu.bernoulli_likelihood,
        "bring down the powers": lossedu.bernoulli_log_likelihood,
    }.items():
        derived = at(steps[title].expr.subs(n, 6).doit().xreplace(labels), pi=0.3)
        assert function(LABELS, 0.3) == pytest.approx(derived, rel=1e-14)
    mean = derive.bernoulli_mle()["solve slope = 0"].expr.subs(n, 6).doit().xreplace(labels)
    assert lossedu.bernoulli_mle(LABELS) == float(mean)
    density = derive.squared_error().steps[0].expr
    assert lossedu.gaussian_pdf(1.7, 0.4) == pytest.approx(at(density, y=1.7, y_hat=0.4), rel=1e-15)


def test_both_roads_lead_to_the_same_sigmoid_and_range():
    for logit in LOGITS:
        assert lossedu.sigmoid(logit) == pytest.approx(at(sigma, z=logit), rel=1e-15)
    ends = {derive.low: -3, derive.high: 5}
    assert lossedu.rescale(0.3, -3, 5) == pytest.approx(float(last("rescale").subs({o: 0.3} | ends)))


# How it shows


@each_derivation
def test_latex_is_whole_and_says_ln(name):
    derivation = DERIVATIONS[name]()
    for shown in [derivation, *derivation]:
        formula = shown._repr_latex_()
        assert re.fullmatch(r"\$\\displaystyle .*\$", formula)
        assert balanced(formula)
        assert formula.count(r"\left") == formula.count(r"\right")
        assert not re.search(r"\\log\b|yhat|pihat|likelihood|KL\b(?!})", re.sub(r"\\text{[^}]*}", "", formula))


def balanced(latex):
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", latex):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    return depth == 0


def test_a_step_shows_what_was_done_and_why_above_its_formula():
    step, first = derive.rescale()["fix both ends"], derive.rescale().steps[0]
    why = r"\quad \text{(a at o = 0, b at o = 1)}"
    assert step._repr_latex_() == (
        rf"$\displaystyle \begin{{aligned}} & \text{{fix both ends}}{why} \\ "
        r"& a + o \left(b - a\right) \end{aligned}$"
    )
    assert first._repr_latex_() == (
        r"$\displaystyle \begin{aligned} & \text{a straight line} \\ & q + m o \end{aligned}$"
    )


def test_derivation_shows_one_aligned_line_a_step():
    formula = derive.binary_cross_entropy()._repr_latex_()
    assert formula.count(r"\\ ") == 7
    assert formula.count("&=") == 7
    assert formula.count("&&") == 8


def test_a_statement_is_not_shown_as_equal_to_what_it_is_about():
    assert "= z <" not in derive.squared_error_with_logits_inflection()._repr_latex_().replace("&", "")
    assert r"&\geq \sum" in derive.gibbs_inequality()._repr_latex_()


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        (
            "binary_cross_entropy",
            r"J = - \frac{1}{n} \sum_{i=1}^{n} \left({y}_{i} \ln{\left({\hat{y}}_{i} \right)} "
            r"+ \left(1 - {y}_{i}\right) \ln{\left(1 - {\hat{y}}_{i} \right)}\right)",
        ),
        ("binary_cross_entropy_with_logits_gradient", r"\frac{d}{d z} J = \sigma\left(z\right) - y"),
        (
            "binary_cross_entropy_gradient",
            r"\frac{d}{d \hat{y}} J = \frac{\hat{y} - y}{\hat{y} \left(1 - \hat{y}\right)}",
        ),
        ("squared_error", r"J = \frac{1}{n} \sum_{i=1}^{n} \left({y}_{i} - {\hat{y}}_{i}\right)^{2}"),
        (
            "cross_entropy",
            r"J = - \frac{1}{n} \sum_{i=1}^{n} \sum_{k=0}^{C - 1} {y}_{i,k} \ln{\left({\hat{y}}_{i,k} \right)}",
        ),
        ("softmax_of_two_classes", r"\sigma\left({z}_{1} - {z}_{0}\right)"),
    ],
)
def test_formulas_look_as_in_a_textbook(name, formula):
    assert DERIVATIONS[name]().steps[-1].formula == formula


def test_gaussian_density_looks_as_in_a_textbook():
    expected = r"\frac{1}{\sqrt{2 \pi}} e^{- \frac{1}{2} \left(y - \hat{y}\right)^{2}}"
    assert derive.squared_error().steps[0].formula == expected


def test_a_bracket_comes_before_a_sum_and_a_sum_before_a_logarithm():
    product = sp.log(y) * sp.Sum(ys[derive.i], derive.symbols.observations) * (1 - y)
    assert derive.latex(product) == r"\left(1 - y\right) \left(\sum_{i=1}^{n} {y}_{i}\right) \ln{\left(y \right)}"


def test_the_constant_of_the_normal_density_is_not_multiplied_by_one():
    assert derive.latex(1 / sp.sqrt(2 * sp.pi)) == r"\frac{\sqrt{2}}{2 \sqrt{\pi}}"
    assert derive.latex(y / sp.sqrt(2 * sp.pi)) == r"\frac{1}{\sqrt{2 \pi}} y"


def test_words_cannot_break_the_formula():
    formula = Step(r"100 % of y_hat & {more} \ ^", "#1 costs $2", z)._repr_latex_()
    assert balanced(formula)
    assert re.search(r"(?<!\\)[%#$]", formula.strip("$")) is None
    assert r"\text{100 }\%\text{ of y}\_\text{hat }\&\text{ }\{\text{more}\}\text{ }\backslash\text{ }" in formula


def test_signs_among_words_are_set_as_mathematics():
    assert r"\text{ln a}^{b}\text{ = b ln a}" in text("ln aᵇ = b ln a")
    assert r"\text{put }\hat{y}\text{ = }\sigma\text{(z)}" in text("put ŷ = σ(z)")
    small = set("".join(step.title + step.rule for d in DERIVATIONS.values() for step in d())) & set("ᵃᵇˢˣᶻ⁺⁻²ᵢⱼₖ₀₁ŷπσ")
    assert not small & set("".join(f()._repr_latex_() for f in DERIVATIONS.values()))


def test_any_sympy_object_says_ln_once_the_derivations_are_imported():
    assert sp.log(z)._repr_latex_() == r"$\displaystyle \ln{\left(z \right)}$"


def test_every_derivation_is_stored_and_no_other():
    assert re.findall(r"(?m)^# (.+)$", STORED.read_text(encoding="utf-8")) == list(DERIVATIONS)


@each_derivation
def test_every_word_and_formula_is_as_stored(name):
    stored = dict(re.findall(r"(?ms)^# (.+?)\n\n(.+?)\n(?=\n# |\Z)", STORED.read_text(encoding="utf-8")))
    assert as_shown(name) == stored[name], "if this is meant, store it anew: python tests/test_derivations.py"


def as_shown(name):
    """A derivation as a terminal shows it, and as a notebook shows it, one line for each step."""
    derivation = DERIVATIONS[name]()
    return f"{derivation!r}\n\n" + derivation._repr_latex_().replace(r" \\ ", "\n")


def test_plain_text_is_the_same_in_every_process():
    show = "from lossedu.derivations import DERIVATIONS as d; print(*(repr(f()) for f in d.values()), sep='\\n')"
    another = os.environ | {"PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"}
    there = subprocess.run([sys.executable, "-c", show], env=another, capture_output=True, check=True).stdout.decode()
    here = "\n".join(repr(derivation()) for derivation in DERIVATIONS.values())
    assert there.splitlines() == here.splitlines()
    assert "0x" not in here


# How it is used


@each_derivation
def test_every_step_has_a_title_of_its_own_and_every_later_step_a_rule(name):
    steps = DERIVATIONS[name]().steps
    assert len({step.title for step in steps}) == len(steps)
    assert all(step.rule for step in steps[1:])


def test_steps_are_frozen():
    with pytest.raises(FrozenInstanceError):
        derive.rescale().steps[0].expr = z


def test_each_call_gives_a_chain_of_its_own():
    before = len(derive.rescale())
    derive.rescale().then("stretch", "twice", lambda line: 2 * line)
    assert len(derive.rescale()) == before


def test_a_reader_can_take_a_derivation_further():
    steps = derive.binary_cross_entropy_gradient()
    steps.then("put y = 1", "the label is 1", lambda slope: slope.subs(y, 1))
    steps.then("cancel", "a / ab = 1 / b", sp.cancel(steps.last))
    steps.verify()
    assert steps.last == -1 / y_hat


def test_a_step_is_found_by_its_title_and_a_wrong_title_names_the_right_ones():
    assert derive.rescale()["a straight line"] is not None
    with pytest.raises(KeyError, match="a straight line"):
        derive.rescale()["a crooked line"]


def test_sigma_becomes_a_number_and_a_function_of_numbers():
    assert float(sigma.subs(z, 0)) == 0.5
    for module in ("math", "mpmath", "numpy"):
        assert float(sp.lambdify(z, 1 - 2 * sigma, module)(0.4)) == pytest.approx(1 - 2 * scipy.special.expit(0.4))


if __name__ == "__main__":
    STORED.write_text("\n".join(f"# {name}\n\n{as_shown(name)}\n" for name in DERIVATIONS), encoding="utf-8")
