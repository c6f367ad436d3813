"""From one coin to binary cross-entropy, its slopes, and the best constant prediction."""

import sympy as sp

from .proof import root, sign, values
from .rules import down_with_the_powers, likelihood_to_cost, slope_by
from .steps import Derivation
from .symbols import (
    J,
    alpha,
    entropy,
    explicit,
    i,
    log_likelihood,
    n,
    pi,
    pi_hat,
    sigma,
    y,
    y_hat,
    y_hats,
    ys,
    z,
)


def binary_cross_entropy():
    """Bernoulli pmf → likelihood of n observations → logarithm → sum → minus → mean → one prediction per observation.

    Returns
    -------
    Derivation
        Ends with the cost J of n labels yᵢ and n predictions ŷᵢ; the step "divide by n" has J as a function of π.

    Notes
    -----
    The logarithm of a product is opened as if every factor were positive, which it is for 0 < π < 1.

    Examples
    --------
    The Bernoulli distribution is where it starts:

    >>> binary_cross_entropy().steps[0]
    probability of one observation (π if y = 1, and 1 − π if y = 0): pi**y*(1 - pi)**(1 - y)
    """
    steps = Derivation(
        "probability of one observation",
        pi**y * (1 - pi) ** (1 - y),
        rule="π if y = 1, and 1 − π if y = 0",
        proof=values(y, {1: pi, 0: 1 - pi}),
    )
    likelihood_to_cost(
        steps, lambda one: one.subs(y, ys[i]), "bring down the powers", "ln aᵇ = b ln a", down_with_the_powers
    )
    return steps.then(
        "give each observation its own prediction", "ŷᵢ in place of π", lambda cost: cost.subs(pi, y_hats[i]), name=J
    )


def bernoulli_mle():
    """Largest log-likelihood of a Bernoulli sample: π̂ is the mean of the labels, and the curve bends down everywhere.

    Returns
    -------
    Derivation
        The step "solve slope = 0" has π̂; the last step says that the second derivative is negative.

    Notes
    -----
    For a sample that holds both labels.  If all labels are equal the slope is never zero: see
    :func:`bernoulli_mle_of_equal_labels`.

    Examples
    --------
    The best single prediction is the mean of the labels:

    >>> bernoulli_mle()["solve slope = 0"].expr
    Sum(y[i], (i, 1, n))/n
    """
    steps = Derivation("log-likelihood of n observations", _log_likelihood(), name=log_likelihood)
    gathered = sp.factor_terms(sp.expand(steps.last)).doit().collect(sp.log(1 - pi))
    steps.then("gather ones and zeros", "Σ yᵢ ones, and n − Σ yᵢ zeros", gathered, name=log_likelihood)
    steps.then("differentiate by π", "(ln u)′ = u′ / u", slope_by(pi), name=sp.Derivative(log_likelihood, pi))
    (mean,) = sp.solve(steps.last, pi)
    steps.then("solve slope = 0", "at the top the slope is zero", mean, name=pi_hat, proof=root(pi))
    steps.then(
        "differentiate once more",
        "(1 / u)′ = −u′ / u²",
        slope_by(pi),
        name=sp.Derivative(log_likelihood, (pi, 2)),
        of="differentiate by π",
    )
    return steps.then("look at its sign", "squares are positive: ℓ bends down", sp.Lt(steps.last, 0), proof=sign)


def bernoulli_mle_of_equal_labels(label):
    """Log-likelihood of a sample of equal labels: it has no flat top, and is largest at the edge, still at their mean.

    Parameters
    ----------
    label : int
        0 or 1, the value of every observation.

    Returns
    -------
    Derivation
        Ends with π̂ = ``label``.

    Raises
    ------
    ValueError
        If ``label`` is neither 0 nor 1.

    Examples
    --------
    All zeros: the slope is negative for every π, so the largest ℓ is at the left edge.

    >>> bernoulli_mle_of_equal_labels(0)["look at its sign"].expr
    -n/(1 - pi) < 0
    >>> bernoulli_mle_of_equal_labels(0).last
    0
    """
    if label not in (0, 1):
        raise ValueError(f"label is {label!r}: it must be 0 or 1")
    side = sp.Gt if label else sp.Lt
    steps = Derivation("log-likelihood of n observations", _log_likelihood(), name=log_likelihood)
    steps.then(
        f"make every label {label}",
        f"yᵢ = {label}",
        lambda ell: ell.xreplace({ys[i]: sp.Integer(label)}),
        name=log_likelihood,
    )
    steps.then("add n equal terms", "a + … + a = n a", steps.last.doit(), name=log_likelihood)
    steps.then("differentiate by π", "(ln u)′ = u′ / u", slope_by(pi), name=sp.Derivative(log_likelihood, pi))
    steps.then("look at its sign", "never zero: no top inside (0, 1)", side(steps.last, 0), proof=sign)
    ell = steps["add n equal terms"]
    (edge,) = sp.solve(ell.expr, pi)
    return steps.then(
        "solve ℓ = 0", "ln of a probability is at most 0", edge, name=pi_hat, of=ell.title, proof=root(pi)
    )


def binary_cross_entropy_gradient():
    """Slope of binary cross-entropy by ŷ: (ŷ − y) / (ŷ(1 − ŷ)).

    Returns
    -------
    Derivation
        Ends with the slope over one denominator.

    Examples
    --------
    >>> binary_cross_entropy_gradient().last
    (-y + yhat)/(yhat*(1 - yhat))
    """
    steps = _one_observation()
    steps.then("differentiate by ŷ", "(ln u)′ = u′ / u", slope_by(y_hat), name=sp.Derivative(J, y_hat))
    variance = y_hat * (1 - y_hat)
    one_fraction = sp.simplify(steps.last * variance) / variance
    return steps.then("use one denominator", "multiply and divide by ŷ(1 − ŷ)", one_fraction, name=steps.steps[-1].name)


def binary_cross_entropy_with_logits():
    """Binary cross-entropy of a logit: ln(1 + eᶻ) − y z, and the form in which no exponential overflows.

    Returns
    -------
    Derivation
        The step "collect" has softplus(z) − y z; the last step never takes eˣ of a positive number.

    Examples
    --------
    >>> binary_cross_entropy_with_logits()["collect"].expr
    -y*z + log(exp(z) + 1)
    """
    steps = _one_observation()
    _put_sigmoid(steps)
    steps.then("write out σ", "σ(z) = 1 / (1 + e⁻ᶻ)", explicit(steps.last), name=J)
    steps.then("multiply by eᶻ above and below", "a / b = ac / bc", _fractions_in_exp(steps.last), name=J)
    steps.then("open the logarithms", "ln(a / b) = ln a − ln b", sp.expand_log(steps.last, force=True), name=J)
    steps.then("collect", "the terms in y ln(1 + eᶻ) cancel", sp.expand(steps.last), name=J)
    largest = sp.Max(z, 0) + sp.log(1 + sp.exp(-sp.Abs(z)))
    stable = steps.last.subs(sp.log(1 + sp.exp(z)), largest)
    return steps.then("keep the exponent negative", "ln(1 + eᶻ) = z + ln(1 + e⁻ᶻ)", stable, name=J)


def binary_cross_entropy_with_logits_gradient():
    """Slope of binary cross-entropy by the logit: σ(z) − y.

    Returns
    -------
    Derivation
        Ends with prediction minus label.

    Examples
    --------
    >>> binary_cross_entropy_with_logits_gradient().last
    -y + sigma(z)
    """
    steps = _one_observation()
    _put_sigmoid(steps)
    steps.then("differentiate by z", "chain rule, with σ′ = σ(1 − σ)", slope_by(z), name=sp.Derivative(J, z))
    return steps.then("collect", "the terms in y σ(z) cancel", sp.cancel(steps.last), name=sp.Derivative(J, z))


def binary_cross_entropy_with_logits_curvature():
    """Second derivative of binary cross-entropy by the logit: σ(1 − σ), never negative, so J is convex in z.

    Returns
    -------
    Derivation
        Ends with the statement that the second derivative is positive.

    Examples
    --------
    >>> binary_cross_entropy_with_logits_curvature().last
    (1 - sigma(z))*sigma(z) > 0
    """
    gradient = binary_cross_entropy_with_logits_gradient().last
    steps = Derivation("slope by the logit", gradient, name=sp.Derivative(J, z))
    steps.then("differentiate by z", "σ′ = σ(1 − σ)", slope_by(z), name=sp.Derivative(J, (z, 2)))
    return steps.then("look at its sign", "0 < σ < 1: both factors are positive", sp.Gt(steps.last, 0), proof=sign)


def least_binary_cross_entropy():
    """Least cost of a soft label: at ŷ = y, and there it is the entropy of the label, not zero.

    Returns
    -------
    Derivation
        The step "put ŷ = y" has the entropy; the last step has it for a label 1 smoothed by α between two classes.

    Examples
    --------
    >>> least_binary_cross_entropy()["solve slope = 0"].expr
    y
    """
    steps = _one_observation()
    title = steps.steps[0].title
    steps.then("differentiate by ŷ", "(ln u)′ = u′ / u", slope_by(y_hat), name=sp.Derivative(J, y_hat))
    (least,) = sp.solve(steps.last, y_hat)
    steps.then("solve slope = 0", "at the bottom the slope is zero", least, name=y_hat, proof=root(y_hat))
    steps.then(
        "differentiate once more",
        "(1 / u)′ = −u′ / u²",
        slope_by(y_hat),
        name=sp.Derivative(J, (y_hat, 2)),
        of="differentiate by ŷ",
    )
    steps.then("look at its sign", "squares are positive: J bends up", sp.Gt(steps.last, 0), proof=sign)
    steps.then("put ŷ = y", "the least J is the entropy of y", lambda one: one.subs(y_hat, y), name=entropy, of=title)
    return steps.then(
        "smooth the label 1", "y = (1 − α) + α / 2", lambda least: least.subs(y, 1 - alpha / 2), name=entropy
    )


def of_one_observation(cost):
    """Put n = 1 into a cost, and write y and ŷ for y₁ and ŷ₁."""
    return cost.subs(n, 1).doit().subs({ys[1]: y, y_hats[1]: y_hat})


def _log_likelihood():
    return binary_cross_entropy()["bring down the powers"].expr


def _one_observation():
    one = of_one_observation(binary_cross_entropy().last)
    return Derivation("binary cross-entropy of one observation", one, rule="n = 1", name=J)


def _put_sigmoid(steps):
    steps.then("put ŷ = σ(z)", "the prediction is the sigmoid of the logit", lambda one: one.subs(y_hat, sigma), name=J)


def _fractions_in_exp(expr):
    power = sp.Symbol("power", positive=True)
    fraction = lambda inside: sp.log(sp.cancel(inside.subs(sp.exp(-z), 1 / power)).subs(power, sp.exp(z)))  # noqa: E731
    return expr.replace(sp.log, fraction)
