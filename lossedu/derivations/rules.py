"""Rules that several derivations use: the way from a likelihood to a cost, and the slope."""

from operator import neg

import sympy as sp

from .symbols import J, likelihood, log_likelihood, n, observations


def likelihood_to_cost(steps, each, title, rule, open_logarithm):
    """Add the steps that are the same for every noise: multiply, take ln, turn ∏ into ∑, open ln, minus, mean.

    ``each`` gives the formula of one observation its index; ``open_logarithm`` is what the noise does to ln.
    """
    steps.then(
        "likelihood of n observations",
        "independent observations: multiply",
        lambda one: sp.Product(each(one), observations),
        name=likelihood,
    )
    steps.then("take the logarithm", "ℒ and ln ℒ are largest at the same place", sp.log, name=log_likelihood)
    total = sp.expand_log(steps.last, force=True, deep=False)
    steps.then("turn the product into a sum", "ln(ab) = ln a + ln b", total, name=log_likelihood)
    steps.then(title, rule, open_logarithm(steps.last), name=log_likelihood)
    steps.then("change the sign", "the largest ℓ is the least −ℓ", neg, name=-log_likelihood)
    return steps.then("divide by n", "a mean does not grow with the sample", lambda total: total / n, name=J)


def down_with_the_powers(expr):
    """Every ln aᵇ as b ln a, for positive a."""
    return sp.expand_log(expr, force=True)


def slope_by(symbol):
    """Return the operation "differentiate by ``symbol``"."""
    return lambda expr: sp.diff(expr, symbol)
