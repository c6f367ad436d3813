"""The judge from outside: true values by mpmath, straight from the definitions, and the distance from them in ulp.

1200 bits hold 1 and 5e-324 in one sum with digits to spare, so the definitions need no trick against cancellation.
"""

import re
from functools import cache

import mpmath
from hypothesis import settings
from hypothesis import strategies as st

mp = mpmath.MPContext()
mp.prec = 1200

LEAST = 5e-324  # the least number above 0
NEARLY_ONE = 1 - 2**-53  # the greatest number below 1
PROBABILITIES = [0, LEAST, 1e-310, 2.3e-308, 1e-200, 1e-17, 1e-8, 0.1, 0.25, 0.3, 0.5 - 2**-54, 0.5, 0.5 + 2**-53, 0.7]
PROBABILITIES += [0.75, 0.9, 1 - 1e-8, 1 - 1e-15, NEARLY_ONE, 1]
SIZES_OF_LOGITS = [0, LEAST, 1e-310, 1e-200, 1e-17, 1e-8, 0.1, 0.5, 0.6931471805599453, 1, 2, 5, 10, 18.4, 36, 37, 40]
SIZES_OF_LOGITS += [100, 700, 708.5, 709.8, 720.3, 744.4, 745, 745.2, 746, 1000, 1e5, 1e16, 1e300, 1e308, 1.7e308]
LOGITS = sorted({sign * size for size in SIZES_OF_LOGITS for sign in (-1, 1)})
EXTENDED_LOGITS = [-float("inf"), *LOGITS, float("inf")]
NUMBERS = [-1e308, -1e160, -3.5, -1, -1e-10, -LEAST, 0, 1e-170, 0.1, 0.3, 1, 1 + 2**-52, 7, 1e16, 1e154, 1.7e308]

probabilities = st.sampled_from(PROBABILITIES) | st.floats(0, 1) | st.floats(0, 1e-3).map(lambda p: 1 - p)
logits = st.sampled_from(LOGITS) | st.floats(allow_nan=False, allow_infinity=False) | st.floats(-40, 40)
logits |= st.floats(-760, 760)
extended_logits = logits | st.sampled_from(EXTENDED_LOGITS)
numbers = st.sampled_from(NUMBERS) | st.floats(allow_nan=False, allow_infinity=False)
hard_labels = st.sampled_from([0, 1])
drawn_afresh = settings(max_examples=200, deadline=None)
drawn_a_little = settings(max_examples=60, deadline=None)


def promised(function):
    """The bound that a docstring states."""
    return float(re.search(r"[Ww]ithin\s+([\d.]+)\s+ulp", function.__doc__)[1])


def ulps(value, truth, terms=()):
    """Distance from the truth in units of its last place in float64, or of that of the largest of ``terms``."""
    if value != value:
        return float("inf")
    if abs(truth) >= mp.ldexp(1, 1024):
        return 0.0 if value == mp.sign(truth) * mp.inf else float("inf")
    largest = max([abs(truth), *map(abs, terms)])
    _, exponent = mp.frexp(largest)
    unit = mp.ldexp(1, min(max(int(exponent) - 53, -1074), 971))
    reached = mp.mpf(value) if abs(value) != float("inf") else mp.sign(value) * mp.ldexp(1, 1024)
    return float(abs(reached - truth) / unit)


@cache
def exp(x):
    return mp.exp(x)


@cache
def log(p):
    return mp.log(p) if p else -mp.inf


@cache
def sigmoid(z):
    if abs(z) == float("inf"):
        return mp.mpf(z > 0)
    return 1 / (1 + mp.exp(-mp.mpf(z)))


@cache
def log_sigmoid(z):
    if abs(z) == float("inf"):
        return mp.zero if z > 0 else -mp.inf
    return -mp.log(1 + mp.exp(-mp.mpf(z)))


def logit(p):
    return log(mp.mpf(p)) - log(1 - mp.mpf(p))


def softmax(z):
    e = [exp(mp.mpf(z_k) - mp.mpf(max(z))) for z_k in z]
    return [e_k / mp.fsum(e) for e_k in e]


def log_softmax(z):
    log_sum = mp.log(mp.fsum(exp(mp.mpf(z_k) - mp.mpf(max(z))) for z_k in z))
    return [mp.mpf(z_k) - mp.mpf(max(z)) - log_sum for z_k in z]


def weighted(weight, value):
    """0 · ∞ is 0: what has no weight does not count."""
    return weight * value if weight else mp.zero


def squared_error(y, y_hat):
    return (mp.mpf(y) - mp.mpf(y_hat)) ** 2


def squared_error_gradient(y, y_hat):
    return 2 * (mp.mpf(y_hat) - mp.mpf(y))


def binary_cross_entropy(y, y_hat):
    y, y_hat = mp.mpf(y), mp.mpf(y_hat)
    return -weighted(y, log(y_hat)) - weighted(1 - y, log(1 - y_hat))


def binary_cross_entropy_gradient(y, y_hat):
    y, y_hat = mp.mpf(y), mp.mpf(y_hat)
    return -slope_of_log(y, y_hat) + slope_of_log(1 - y, 1 - y_hat)


def slope_of_log(weight, p):
    """Weight · d(ln p)/dp: one-sided at p = 0."""
    if not weight:
        return mp.zero
    return weight / p if p else mp.inf


def binary_cross_entropy_with_logits(y, z):
    y = mp.mpf(y)
    return -weighted(y, log_sigmoid(z)) - weighted(1 - y, log_sigmoid(-z))


def binary_cross_entropy_with_logits_gradient(y, z):
    return sigmoid(z) - mp.mpf(y)


def squared_error_with_logits(y, z):
    return (sigmoid(z) - mp.mpf(y)) ** 2


def squared_error_with_logits_gradient(y, z):
    return 2 * (sigmoid(z) - mp.mpf(y)) * sigmoid(z) * sigmoid(-z)


def cross_entropy(y, y_hat):
    return mp.fsum(-weighted(mp.mpf(y_k), log(mp.mpf(p_k))) for y_k, p_k in zip(y, y_hat, strict=True))


def cross_entropy_gradient(y, y_hat):
    return [-slope_of_log(mp.mpf(y_k), mp.mpf(p_k)) for y_k, p_k in zip(y, y_hat, strict=True)]


def cross_entropy_with_logits(y, z):
    return mp.fsum(-weighted(mp.mpf(y_k), log_p) for y_k, log_p in zip(y, log_softmax(z), strict=True))


def cross_entropy_with_logits_gradient(y, z):
    total = mp.fsum(map(mp.mpf, y))
    return [total * p_k - mp.mpf(y_k) for y_k, p_k in zip(y, softmax(z), strict=True)]


def terms_of_sigmoid_minus_label(y, z):
    y = mp.mpf(y)
    return (1 - y) * sigmoid(z), y * sigmoid(-z)


def terms_of_softmax_minus_label(y, z):
    y, total = list(map(mp.mpf, y)), mp.fsum(map(mp.mpf, y))
    return [((total - y_k) * p_k, y_k * (1 - p_k)) for y_k, p_k in zip(y, softmax(z), strict=True)]


def bernoulli_log_likelihood(ones, zeros, pi):
    return weighted(ones, log(mp.mpf(pi))) + weighted(zeros, log(1 - mp.mpf(pi)))


def categorical_log_likelihood(y, pi):
    return mp.fsum(log(mp.mpf(pi[k])) for k in y)


def terms_of_gaussian_log_likelihood(y, mu, sigma):
    n, sigma = len(y), mp.mpf(sigma)
    squares = mp.fsum((mp.mpf(y_i) - mp.mpf(mu)) ** 2 for y_i in y)
    return -n * mp.log(sigma), -n * mp.log(2 * mp.pi) / 2, -squares / (2 * sigma**2)
