"""From Gaussian noise to squared error, and what becomes of it behind a sigmoid."""

import sympy as sp

from .binary import of_one_observation
from .proof import known, negative_below, same_bound
from .rules import likelihood_to_cost, slope_by
from .steps import Derivation
from .symbols import J, i, n, sigma, y, y_hat, y_hats, ys, z


def squared_error():
    """Gaussian density of unit variance → likelihood → logarithm → minus → mean → mean squared error.

    Returns
    -------
    Derivation
        Ends with the mean squared error of n observations.

    Notes
    -----
    Two things are left behind, each in a step of its own: the constant ½ ln(2π), and the factor ½.  Neither moves the
    place of the least cost.

    Examples
    --------
    >>> squared_error()["drop the constant"].rule
    'minus ½ ln(2π), the same for every prediction'
    """
    density = sp.exp(-((y - y_hat) ** 2) / 2) / sp.sqrt(2 * sp.pi)
    steps = Derivation(
        "probability density of one observation",
        density,
        rule="Gaussian noise around ŷ, of variance 1",
        proof=known(_gaussian_of_sympy()),
    )
    likelihood_to_cost(
        steps, lambda one: one.subs({y: ys[i], y_hat: y_hats[i]}), "open the logarithm", "ln eᵃ = a", _open_logarithm
    )
    steps.then("take out the constant", "the mean of a constant is itself", _constant_out(steps.last), name=J)
    steps.then("drop the constant", "minus ½ ln(2π), the same for every prediction", _without_constant, name=J)
    return steps.then("multiply by two", "the least J stays where it is", lambda half: 2 * half, name=J)


def squared_error_gradient():
    """Slope of squared error by ŷ: 2(ŷ − y).

    Returns
    -------
    Derivation
        Ends with twice the error.

    Examples
    --------
    >>> squared_error_gradient().last
    -2*y + 2*yhat
    """
    steps = _one_observation()
    return steps.then("differentiate by ŷ", "(u²)′ = 2 u u′", slope_by(y_hat), name=sp.Derivative(J, y_hat))


def squared_error_with_logits_gradient():
    """Slope, by the logit, of squared error behind a sigmoid: 2(σ − y)σ(1 − σ).

    Returns
    -------
    Derivation
        Ends with the slope, in which σ(1 − σ) goes to zero wherever the model is sure.

    Examples
    --------
    >>> squared_error_with_logits_gradient().last
    2*(1 - sigma(z))*(-y + sigma(z))*sigma(z)
    """
    steps = _one_observation()
    steps.then("put ŷ = σ(z)", "the prediction is the sigmoid of the logit", lambda one: one.subs(y_hat, sigma), name=J)
    steps.then("differentiate by z", "chain rule, with σ′ = σ(1 − σ)", slope_by(z), name=sp.Derivative(J, z))
    tidy = sp.cancel(steps.last / (sigma * (1 - sigma) * (sigma - y))) * sigma * (1 - sigma) * (sigma - y)
    return steps.then("write σ − y", "−(y − σ) = σ − y", tidy, name=sp.Derivative(J, z))


def squared_error_with_logits_curvature():
    """Second derivative, by the logit, of squared error behind a sigmoid.

    Returns
    -------
    Derivation
        Ends with 2σ(1 − σ) times a bracket that may be negative.

    Examples
    --------
    Sure and wrong (y = 1, z = −3), the curve bends down:

    >>> round(squared_error_with_logits_curvature().last.subs({y: 1, z: -3}).n(), 4)
    -0.0738
    """
    gradient = squared_error_with_logits_gradient().last
    steps = Derivation("slope by the logit", gradient, name=sp.Derivative(J, z))
    steps.then("differentiate by z", "product rule, with σ′ = σ(1 − σ)", slope_by(z), name=sp.Derivative(J, (z, 2)))
    outside = 2 * sigma * (1 - sigma)
    bracket = sp.expand(sp.cancel(steps.last / outside))
    return steps.then("take out 2σ(1 − σ)", "ab + ac = a(b + c)", outside * bracket, name=sp.Derivative(J, (z, 2)))


def squared_error_with_logits_inflection():
    """Where squared error behind a sigmoid is not convex, at y = 1: for z < −ln 2, left of its steepest slope −8/27.

    Returns
    -------
    Derivation
        The step "solve for z" has the bound; the last step has the slope there.

    Examples
    --------
    >>> squared_error_with_logits_inflection()["solve for z"].expr
    z < -log(2)
    >>> squared_error_with_logits_inflection().last
    -8/27
    """
    gradient = squared_error_with_logits_gradient().last
    steps = Derivation("slope by the logit", gradient, name=sp.Derivative(J, z))
    steps.then("put y = 1", "the label is 1", lambda slope: slope.subs(y, 1), name=sp.Derivative(J, z))
    steps.then("differentiate by z", "σ′ = σ(1 − σ)", slope_by(z), name=sp.Derivative(J, (z, 2)))
    outside = 2 * sigma * (1 - sigma) ** 2
    factored = outside * sp.cancel(steps.last / outside)
    steps.then("take out 2σ(1 − σ)²", "ab + ac = a(b + c)", factored, name=sp.Derivative(J, (z, 2)))
    steps.then("solve second derivative < 0", "0 < σ < 1", _negative_below(steps.last), proof=negative_below)
    (bound,) = sp.solve(sp.Eq(sigma.rewrite(sp.exp), steps.last.rhs), z)
    steps.then("solve for z", "σ rises with z", sp.Lt(z, bound), proof=same_bound)
    return steps.then(
        "put z = −ln 2",
        "the slope is steepest where its own slope is zero",
        lambda slope: slope.subs(z, bound).rewrite(sp.exp),
        name=sp.Subs(sp.Derivative(J, z), z, bound),
        of="put y = 1",
    )


def _one_observation():
    one = of_one_observation(squared_error().last)
    return Derivation("squared error of one observation", one, rule="n = 1", name=J)


def _gaussian_of_sympy():
    from sympy.stats import Normal, density

    return density(Normal("Y", y_hat, 1))(y)


def _open_logarithm(log_likelihood_as_sum):
    constant, bell = log_likelihood_as_sum.function.args[0].as_independent(ys[i])
    return sp.Sum(sp.log(bell) - sp.log(constant**-2) / 2, *log_likelihood_as_sum.limits)


def _constant_out(mean):
    (total,) = mean.atoms(sp.Sum)
    constant, rest = total.function.as_independent(i)
    share = mean.coeff(total)
    return share * n * constant + share * sp.factor_terms(sp.Sum(rest, *total.limits))


def _without_constant(cost):
    return cost - sp.log(2 * sp.pi) / 2


def _negative_below(curvature):
    s = sp.Symbol("s", real=True)
    where = sp.solve_univariate_inequality(
        curvature.subs(sigma, s) < 0, s, relational=False, domain=sp.Interval.open(0, 1)
    )
    return sp.Lt(sigma, where.end)
