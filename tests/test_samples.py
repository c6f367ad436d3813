"""The data sets have the properties that the lessons build on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge import drawn_a_little

from lossedu import samples
from lossedu.likelihood import bernoulli_log_likelihood

PAIRS = [getattr(samples, name) for name in samples.__all__ if name != "coin_tosses"]
ONE_FEATURE = [samples.fingerprint_matches, samples.hours_studied, samples.separable_hours, samples.two_minima]


def arrays_of(sample):
    arrays = sample()
    return arrays if isinstance(arrays, tuple) else (arrays,)


def is_separable(x, y):
    """Whether some threshold, read in one direction or the other, is right for every observation."""
    up, down = x[y == 1], x[y == 0]
    return up.min() > down.max() or up.max() < down.min()


@pytest.mark.parametrize("sample", PAIRS)
def test_each_observation_has_an_input_and_an_outcome(sample):
    x, y = sample()
    assert y.shape == x.shape[:1]
    assert np.isfinite(x).all()


@pytest.mark.parametrize("sample", [samples.coin_tosses, *PAIRS])
def test_a_sample_is_the_same_each_time_and_its_owner_may_change_it(sample):
    owned = arrays_of(sample)
    first = [array.copy() for array in owned]
    for array in owned:
        array[...] = 0
    assert all(np.array_equal(*pair) for pair in zip(arrays_of(sample), first, strict=True))


@pytest.mark.parametrize("sample", ONE_FEATURE)
def test_labels_of_one_feature_are_zeros_and_ones(sample):
    _, y = sample()
    assert set(y.tolist()) == {0, 1}


@pytest.mark.parametrize("sample", ONE_FEATURE)
def test_only_the_separable_sample_can_be_separated_by_a_threshold(sample):
    assert is_separable(*sample()) == (sample is samples.separable_hours)


@drawn_a_little
@given(st.integers(1, 300), st.data())
def test_a_sample_of_tosses_has_the_heads_that_were_asked_for(n_tosses, data):
    n_heads = data.draw(st.integers(0, n_tosses))
    y = samples.coin_tosses(n_tosses, n_heads)
    assert y.shape == (n_tosses,)
    assert y.sum() == n_heads
    assert set(y.tolist()) <= {0, 1}


def test_the_order_of_the_tosses_is_the_same_on_every_machine():
    assert samples.coin_tosses().tolist() == [1, 1, 1, 0, 1, 1, 0, 1, 1, 0]
    assert samples.coin_tosses(20, 10).tolist() == [0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1]


def test_the_order_of_the_tosses_does_not_give_the_heads_away():
    y = samples.coin_tosses(1500, 1050)
    assert abs(y[:750].mean() - y[750:].mean()) < 0.05


def test_fifteen_hundred_tosses_are_enough_to_underflow_the_likelihood_at_every_pi():
    log_likelihood = bernoulli_log_likelihood(samples.coin_tosses(1500, 1050), np.linspace(0, 1, 101))
    assert log_likelihood.max() < np.log(5e-324)
    assert log_likelihood.argmax() == 70


@pytest.mark.parametrize(
    ("n_tosses", "n_heads"), [(0, 0), (-1, 0), (2.5, 1), ("ten", 1), (True, 1), (10, 11), (10, -1)]
)
def test_impossible_tosses_are_refused(n_tosses, n_heads):
    with pytest.raises(ValueError, match="expected"):
        samples.coin_tosses(n_tosses, n_heads)


def test_three_hours_of_study_are_not_yet_enough_to_pass_where_the_hours_separate():
    x, y = samples.separable_hours()
    assert (x[y == 0].max(), x[y == 1].min()) == (3, 3.5)


def test_the_noise_of_the_spring_is_as_documented():
    x, y = samples.spring_lengths()
    noise = y - (10 + 0.8 * x)
    assert noise.mean() == pytest.approx(0, abs=1e-12)
    assert noise.std() == pytest.approx(0.8, abs=0.05)


def test_the_first_plant_stands_apart_and_the_others_overlap():
    x, y = samples.three_plants()
    first, second, third = (x[y == kind] for kind in range(3))
    assert first.max(axis=0)[0] < min(second[:, 0].min(), third[:, 0].min())
    assert (third.min(axis=0) < second.max(axis=0)).all()
    assert (second.min(axis=0) < third.max(axis=0)).all()
