"""Likelihoods: judged by mpmath, SciPy and exact fractions; the estimates make them largest."""

from fractions import Fraction
from itertools import product
from math import prod

import judge
import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from lossedu.activations import one_hot
from lossedu.likelihood import (
    bernoulli_likelihood,
    bernoulli_log_likelihood,
    bernoulli_mle,
    bernoulli_pmf,
    categorical_likelihood,
    categorical_log_likelihood,
    categorical_mle,
    categorical_pmf,
    gaussian_likelihood,
    gaussian_log_likelihood,
    gaussian_mle,
    gaussian_pdf,
)
from lossedu.losses import binary_cross_entropy, cross_entropy, squared_error

tosses = st.lists(st.integers(0, 1), min_size=1, max_size=30)
classes = st.lists(st.integers(0, 3), min_size=1, max_size=30)
measurements = st.lists(st.floats(-100, 100), min_size=1, max_size=20)
deviations = st.floats(0.01, 100)
BAG = [0.5, 0.3, 0.15, 0.05]


def distance(function, value, truth, terms=()):
    """How far the value is from the truth, as a share of the promised bound."""
    return judge.ulps(value, truth, terms) / judge.promised(function)


# --- Bernoulli --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("y", [[0], [1], [0, 1], [1] * 7 + [0] * 3, [0] * 400 + [1] * 3], ids=len)
def test_bernoulli_log_likelihood_on_the_grid_is_within_the_promised_bound(y):
    for pi, value in zip(judge.PROBABILITIES, bernoulli_log_likelihood(y, judge.PROBABILITIES), strict=True):
        truth = judge.bernoulli_log_likelihood(sum(y), len(y) - sum(y), pi)
        assert distance(bernoulli_log_likelihood, value, truth) <= 1, pi


@judge.drawn_afresh
@given(y=tosses, pi=judge.probabilities)
def test_bernoulli_functions_are_within_the_promised_bounds(y, pi):
    truth = judge.bernoulli_log_likelihood(sum(y), len(y) - sum(y), pi)
    assert distance(bernoulli_log_likelihood, bernoulli_log_likelihood(y, pi), truth) <= 1
    factors = [Fraction(pi) if toss else 1 - Fraction(pi) for toss in y]
    assert judge.ulps(bernoulli_likelihood(y, pi), judge.mp.convert(prod(factors))) <= len(y) + 2
    assert distance(bernoulli_pmf, bernoulli_pmf(y[0], pi), judge.mp.convert(factors[0])) <= 1
    assert distance(bernoulli_mle, bernoulli_mle(y), judge.mp.convert(Fraction(sum(y), len(y)))) <= 1


@judge.drawn_afresh
@given(y=tosses, pi=st.floats(0.01, 0.99))
def test_the_log_of_the_bernoulli_likelihood_is_the_log_likelihood(y, pi):
    assert np.log(bernoulli_likelihood(y, pi)) == pytest.approx(bernoulli_log_likelihood(y, pi), rel=1e-12)
    assert bernoulli_likelihood(y, pi) == pytest.approx(np.prod(bernoulli_pmf(y, pi)), rel=1e-12)


@judge.drawn_afresh
@given(y=tosses, pi=judge.probabilities)
def test_binary_cross_entropy_is_minus_the_mean_bernoulli_log_likelihood(y, pi):
    mean = bernoulli_log_likelihood(y, pi) / len(y)
    assert binary_cross_entropy(y, pi).mean() == pytest.approx(-mean, rel=1e-14, abs=1e-322)


@judge.drawn_afresh
@given(y=tosses, pi=judge.probabilities)
def test_the_share_of_ones_makes_the_sample_most_likely(y, pi):
    best = bernoulli_log_likelihood(y, bernoulli_mle(y))
    assert best >= bernoulli_log_likelihood(y, pi) - 1e-13
    assert bernoulli_likelihood(y, bernoulli_mle(y)) >= bernoulli_likelihood(y, pi) * (1 - 1e-13)


def test_scipys_bernoulli_agrees():
    pi = np.linspace(0, 1, 11)
    for y in (0, 1):
        np.testing.assert_allclose(bernoulli_pmf(y, pi), scipy.stats.bernoulli.pmf(y, pi), rtol=1e-14)
    y = [1, 0, 1, 1]
    expected = [scipy.stats.bernoulli.logpmf(y, p).sum() for p in pi]
    np.testing.assert_allclose(bernoulli_log_likelihood(y, pi), expected, rtol=1e-13)


def test_a_sample_that_pi_rules_out_has_likelihood_0_and_one_that_it_makes_sure_has_1():
    np.testing.assert_array_equal(bernoulli_likelihood([1, 1], [0, 1]), [0, 1])
    assert str(bernoulli_log_likelihood([1, 1], [0, 1])) == "[-inf   0.]"
    np.testing.assert_array_equal(bernoulli_log_likelihood([0, 1], [0, 1]), -np.inf)


def test_the_product_underflows_where_the_course_says_so():
    assert bernoulli_likelihood([1] * 1074, 0.5) == judge.LEAST
    assert bernoulli_likelihood([1] * 1075, 0.5) == 0
    assert bernoulli_likelihood([1] * 7072, 0.9) > 0
    assert bernoulli_likelihood([1] * 7073, 0.9) == 0


def test_of_1500_tosses_only_the_log_likelihood_finds_the_best_pi():
    y, grid = np.repeat([1, 0], [1050, 450]), np.linspace(0.01, 0.99, 99)
    assert (bernoulli_likelihood(y, grid) == 0).all()
    assert grid[bernoulli_log_likelihood(y, grid).argmax()] == pytest.approx(0.7)


def test_at_the_estimate_the_mean_cost_is_the_entropy():
    y = [1] * 7 + [0] * 3
    assert -bernoulli_log_likelihood(y, bernoulli_mle(y)) / 10 == pytest.approx(0.6108643020548935)


# --- categorical ------------------------------------------------------------------------------------------------------


@judge.drawn_afresh
@given(y=classes, pi=st.lists(judge.probabilities, min_size=4, max_size=4).filter(lambda p: sum(p) > 1e-3))
def test_categorical_functions_are_within_the_promised_bounds(y, pi):
    pi = np.divide(pi, sum(pi))
    truth = judge.categorical_log_likelihood(y, pi.tolist())
    assert distance(categorical_log_likelihood, categorical_log_likelihood(y, pi), truth) <= 1
    likelihood = prod(Fraction(float(pi[k])) for k in y)
    assert judge.ulps(categorical_likelihood(y, pi), judge.mp.convert(likelihood)) <= 2 * 4
    for share, k in zip(categorical_mle(y, 4), range(4), strict=True):
        assert distance(categorical_mle, share, judge.mp.convert(Fraction(y.count(k), len(y)))) <= 1


@judge.drawn_afresh
@given(y=classes)
def test_the_categorical_likelihood_is_the_product_of_the_probabilities(y):
    likelihood = categorical_likelihood(y, BAG)
    assert likelihood == pytest.approx(np.prod(categorical_pmf(y, BAG)), rel=1e-13)
    assert np.log(likelihood) == pytest.approx(categorical_log_likelihood(y, BAG), rel=1e-13)


@judge.drawn_afresh
@given(y=classes)
def test_cross_entropy_is_minus_the_mean_categorical_log_likelihood(y):
    rows = np.broadcast_to(BAG, (len(y), 4))
    assert cross_entropy(y, rows).mean() == pytest.approx(-categorical_log_likelihood(y, BAG) / len(y), rel=1e-14)


@judge.drawn_afresh
@given(y=classes, seed=st.integers(0, 2**32 - 1))
def test_the_shares_of_the_classes_make_the_sample_most_likely(y, seed):
    other = np.random.default_rng(seed).dirichlet(np.ones(4))
    best = categorical_log_likelihood(y, categorical_mle(y, 4))
    assert best >= categorical_log_likelihood(y, other) - 1e-13


@judge.drawn_afresh
@given(y=tosses, pi=st.floats(0.01, 0.99))
def test_two_classes_are_the_bernoulli_distribution(y, pi):
    two = categorical_log_likelihood(y, [1 - pi, pi])
    assert two == pytest.approx(bernoulli_log_likelihood(y, pi), rel=1e-12)
    assert categorical_mle(y, 2)[1] == bernoulli_mle(y)


def test_there_may_be_one_class_and_not_fewer():
    np.testing.assert_array_equal(categorical_mle([0, 0], n_classes=1), [1])
    with pytest.raises(ValueError, match=r"^n_classes is 0"):
        categorical_mle([0], n_classes=0)


def test_scipys_multinomial_agrees():
    y = np.random.default_rng().integers(0, 4, 50)
    np.testing.assert_allclose(np.log(categorical_pmf(y, BAG)), scipy.stats.multinomial.logpmf(one_hot(y, 4), 1, BAG))


def test_a_class_that_pi_rules_out_makes_the_sample_impossible():
    assert categorical_likelihood([0, 1], [1, 0]) == 0
    assert categorical_log_likelihood([0, 1], [1, 0]) == -np.inf
    assert str(categorical_log_likelihood([0, 0], [1, 0])) == "0.0"


@pytest.mark.parametrize("function", [categorical_pmf, categorical_likelihood, categorical_log_likelihood])
def test_the_parameter_of_the_categorical_distribution_is_one_row(function):
    with pytest.raises(ValueError, match=r"pi has shape \(2, 2\): one row of C probabilities"):
        function([0, 1], np.eye(2))
    with pytest.raises(ValueError, match=r"the sum of pi is 0.9"):
        function([0, 1], [0.5, 0.4])
    with pytest.raises(ValueError, match=r"y\[1\] is 2.0: a class index is a whole number from 0 to 1"):
        function([0, 2], [0.5, 0.5])


# --- Gaussian ---------------------------------------------------------------------------------------------------------


@judge.drawn_afresh
@given(y=measurements, mu=st.floats(-100, 100), sigma=deviations)
def test_gaussian_log_likelihood_is_within_the_promised_bound(y, mu, sigma):
    terms = judge.terms_of_gaussian_log_likelihood(y, mu, sigma)
    assert distance(gaussian_log_likelihood, gaussian_log_likelihood(y, mu, sigma), sum(terms), terms) <= 1


@judge.drawn_afresh
@given(y=st.floats(-100, 100), mu=st.floats(-100, 100), sigma=st.floats(5, 100))
def test_gaussian_density_is_within_the_promised_bound(y, mu, sigma):
    t = (judge.mp.mpf(y) - judge.mp.mpf(mu)) / judge.mp.mpf(sigma)
    truth = judge.mp.exp(-(t**2) / 2) / (judge.mp.mpf(sigma) * judge.mp.sqrt(2 * judge.mp.pi))
    assert judge.ulps(gaussian_pdf(y, mu, sigma), truth) <= 4 + 4 * t**2


def test_gaussian_log_likelihood_on_the_grid_is_within_the_promised_bound():
    for y, mu, sigma in product(judge.NUMBERS, [-1.7e308, 0, 1, 1e16], [judge.LEAST, 1e-200, 1, 1e200, 1.7e308]):
        terms = judge.terms_of_gaussian_log_likelihood([y], mu, sigma)
        value = gaussian_log_likelihood([y], mu, sigma)
        assert distance(gaussian_log_likelihood, value, sum(terms), terms) <= 1, (y, mu, sigma)


def test_scipys_normal_distribution_agrees():
    rng = np.random.default_rng()
    y, mu, sigma = rng.normal(size=20), rng.normal(size=20), rng.uniform(0.1, 2, 20)
    np.testing.assert_allclose(gaussian_pdf(y, mu, sigma), scipy.stats.norm.pdf(y, mu, sigma), rtol=1e-12)
    np.testing.assert_allclose(gaussian_pdf(y, mu), scipy.stats.norm.pdf(y, mu), rtol=1e-12)
    expected = [scipy.stats.norm.logpdf(y, m, s).sum() for m, s in zip(mu, sigma, strict=True)]
    np.testing.assert_allclose(gaussian_log_likelihood(y, mu, sigma), expected, rtol=1e-12)
    np.testing.assert_allclose(gaussian_mle(y), scipy.stats.norm.fit(y), rtol=1e-12)


@judge.drawn_afresh
@given(y=st.lists(st.floats(-5, 5), min_size=1, max_size=10), mu=st.floats(-5, 5))
def test_the_gaussian_likelihood_is_the_product_of_the_densities(y, mu):
    likelihood = gaussian_likelihood(y, mu, 2)
    assert likelihood == pytest.approx(np.prod(gaussian_pdf(y, mu, 2)), rel=1e-12)
    assert np.log(likelihood) == pytest.approx(gaussian_log_likelihood(y, mu, 2), rel=1e-12)


@judge.drawn_afresh
@given(y=measurements, mu=st.floats(-100, 100))
def test_with_unit_variance_the_gaussian_likelihood_is_squared_error(y, mu):
    constant = -len(y) * np.log(2 * np.pi) / 2
    assert gaussian_log_likelihood(y, mu) == pytest.approx(constant - squared_error(y, mu).sum() / 2, rel=1e-13)


@judge.drawn_afresh
@given(y=st.lists(st.integers(-50, 50), min_size=2, max_size=20, unique=True), mu=st.floats(-60, 60), sigma=deviations)
def test_mean_and_deviation_make_the_sample_most_likely(y, mu, sigma):
    assert gaussian_log_likelihood(y, *gaussian_mle(y)) >= gaussian_log_likelihood(y, mu, sigma) - 1e-11


def test_gaussian_estimates_of_huge_and_of_tiny_numbers_do_not_leave_float64():
    assert gaussian_mle([1e308, 1.5e308]) == pytest.approx((1.25e308, 0.25e308))
    assert gaussian_mle([1e-200, 3e-200]) == pytest.approx((2e-200, 1e-200), abs=0)
    assert gaussian_mle([0, 0]) == (0, 0)
    assert gaussian_mle(3) == (3, 0)


# --- shapes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", [bernoulli_likelihood, bernoulli_log_likelihood])
def test_a_grid_of_pi_gives_one_likelihood_for_each_candidate(function):
    y, grid = [1, 0, 1], np.linspace(0, 1, 6).reshape(2, 3)
    assert function(y, grid).shape == (2, 3)
    assert function(y, grid)[1, 2] == function(y, grid[1, 2])
    assert type(function(y, 0.5)) is np.float64


@pytest.mark.parametrize("function", [gaussian_likelihood, gaussian_log_likelihood])
def test_a_grid_of_mu_and_sigma_gives_one_likelihood_for_each_candidate(function):
    y, mu, sigma = [1, 2, 4], np.zeros((2, 3)), np.ones((2, 3))
    assert function(y, mu, sigma).shape == function(y, mu).shape == function(y, 0, sigma).shape == (2, 3)
    assert function(y, mu, sigma)[1, 2] == function(y, 0)
    with pytest.raises(ValueError, match=r"mu has shape \(2, 3\), sigma has shape \(3,\)"):
        function(y, mu, [1, 1, 1])


@pytest.mark.parametrize("function", [bernoulli_pmf, bernoulli_likelihood, bernoulli_log_likelihood])
def test_an_outcome_is_0_or_1(function):
    with pytest.raises(ValueError, match=r"y\[1\] is 0.5: an outcome is 0 or 1"):
        function([0, 0.5], 0.5)
    with pytest.raises(ValueError, match=r"pi is 1.5: a probability lies in \[0, 1\]"):
        function([0, 1], 1.5)


@pytest.mark.parametrize("sigma", [0, -1, np.inf, np.nan])
def test_a_standard_deviation_is_finite_and_above_0(sigma):
    for function in (gaussian_pdf, gaussian_likelihood, gaussian_log_likelihood):
        with pytest.raises(ValueError, match=r"sigma is"):
            function([0, 1], 0, sigma)


def test_a_product_of_zero_and_infinity_is_taken_from_the_logarithm():
    exponent = 4 * (200 * np.log(10) - np.log(2 * np.pi) / 2) - 60.6**2 / 2  # by hand: densities of 4e199, and one of 0
    assert gaussian_likelihood([0, 0, 0, 60.6e-200], 0, 1e-200) == pytest.approx(np.exp(exponent))
    assert gaussian_likelihood([0, 0, 1], mu=[0, 0.5], sigma=1e-300).tolist() == [0, 0]
