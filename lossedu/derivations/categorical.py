"""From one of C classes to cross-entropy, and what softmax makes of logits."""

import sympy as sp

from .proof import lower_bound, one_hot
from .rules import down_with_the_powers, likelihood_to_cost, slope_by
from .steps import Derivation
from .symbols import (
    C,
    J,
    Sigmoid,
    alpha,
    c,
    classes,
    divergence,
    entropy,
    i,
    j,
    k,
    shift,
    y_hats,
    ys,
    zs,
)


def cross_entropy():
    """Categorical pmf → likelihood of n observations → logarithm → sums → minus → mean.

    Returns
    -------
    Derivation
        Ends with the cost J of n rows of C labels yᵢₖ and C predictions ŷᵢₖ.

    Examples
    --------
    >>> cross_entropy().last
    -Sum(log(yhat[i, k])*y[i, k], (k, 0, C - 1), (i, 1, n))/n
    """
    steps = Derivation(
        "probability of one observation",
        sp.Product(y_hats[k] ** ys[k], classes),
        rule="yₖ is 1 for the class that came, and 0 for the others",
        proof=one_hot,
    )
    return likelihood_to_cost(steps, _of_row_i, "bring down the powers", "ln aᵇ = b ln a", down_with_the_powers)


def cross_entropy_gradient():
    """Slope of cross-entropy by the prediction ŷ of one class c: −y / ŷ of that class.

    Returns
    -------
    Derivation
        Ends with the slope by ŷ of class c.

    Examples
    --------
    >>> cross_entropy_gradient().last
    -y[c]/yhat[c]
    """
    steps = _one_observation()
    name = sp.Derivative(J, y_hats[c])
    steps.then("differentiate by the ŷ of class c", "(ln u)′ = u′ / u", slope_by(y_hats[c]), name=name)
    return steps.then("keep class c", "δ is 1 for class c, and 0 for the others", _only_class_c(steps.last), name=name)


def cross_entropy_with_logits():
    """Softmax cross-entropy of C logits: ln Σ eᶻ − Σ y z.

    Returns
    -------
    Derivation
        Ends with the log-sum-exp form.

    Examples
    --------
    >>> cross_entropy_with_logits().last
    log(Sum(exp(z[j]), (j, 0, C - 1))) - Sum(y[k]*z[k], (k, 0, C - 1))
    """
    steps = _one_observation()
    steps.then("put ŷ = softmax(z)", "the predictions are the softmax of the logits", _with_softmax, name=J)
    steps.then("open the logarithm", "ln(eᵃ / b) = a − ln b", sp.expand_log(steps.last, force=True), name=J)
    steps.then("split the sum", "Σ(a + b) = Σ a + Σ b", sp.factor_terms(sp.expand(steps.last)), name=J)
    return steps.then("add the labels", "Σ yₖ = 1", lambda one: one.subs(sp.Sum(ys[k], classes), 1), name=J)


def cross_entropy_with_logits_gradient():
    """Slope of softmax cross-entropy by the logit of one class c: softmax(z) − y of that class.

    Returns
    -------
    Derivation
        Ends with prediction minus label, for class c.

    Examples
    --------
    >>> cross_entropy_with_logits_gradient().last
    exp(z[c])/Sum(exp(z[j]), (j, 0, C - 1)) - y[c]
    """
    name = sp.Derivative(J, zs[c])
    steps = Derivation("softmax cross-entropy of one observation", cross_entropy_with_logits().last, name=J)
    steps.then("differentiate by the z of class c", "chain rule, with (ln u)′ = u′ / u", slope_by(zs[c]), name=name)
    return steps.then("keep class c", "δ is 1 for class c, and 0 for the others", _only_class_c(steps.last), name=name)


def softmax_shift_invariance():
    """Softmax does not change when one number is added to every logit.

    Returns
    -------
    Derivation
        Starts from softmax(z + s) and ends with softmax(z), of class k.

    Examples
    --------
    >>> softmax_shift_invariance().last
    exp(z[k])/Sum(exp(z[j]), (j, 0, C - 1))
    """
    steps = Derivation("softmax of z + s", softmax().subs({zs[k]: zs[k] + shift}).xreplace({zs[j]: zs[j] + shift}))
    steps.then("split each power", "eᵃ⁺ᵇ = eᵃ eᵇ", sp.expand_power_exp(steps.last))
    return steps.then("take eˢ out of the sum", "it stands above and below: it cancels", sp.factor_terms(steps.last))


def softmax_of_two_classes():
    """Softmax of two logits is the sigmoid of their difference: σ(z₁ − z₀).

    Returns
    -------
    Derivation
        Starts from softmax for class 1 and ends with a sigmoid.

    Examples
    --------
    >>> softmax_of_two_classes().last
    sigma(-z[0] + z[1])
    """
    steps = Derivation("softmax of class 1", softmax().subs(k, 1))
    steps.then("take two classes", "C = 2", lambda general: general.subs(C, 2).doit())
    below = sp.powsimp(sp.expand(1 / steps.last))
    steps.then("divide above and below by the numerator", "ac / bc = a / b", 1 / below)
    log_odds = sp.expand_log(sp.log(sp.simplify(steps.last / (1 - steps.last))), force=True)
    return steps.then("write σ", "σ(z) = 1 / (1 + e⁻ᶻ)", Sigmoid(log_odds))


def kl_divergence():
    """Kullback–Leibler divergence is cross-entropy minus entropy.

    Returns
    -------
    Derivation
        Starts from J − H and ends with Σ y ln(y / ŷ).

    Examples
    --------
    >>> kl_divergence().last
    Sum(log(y[k]/yhat[k])*y[k], (k, 0, C - 1))
    """
    one, least = (least_cross_entropy()[title].expr for title in (ONE, "put ŷ = y"))
    steps = Derivation("cross-entropy minus entropy", one - least, name=J - entropy)
    steps.then("use one sum", "Σ a + Σ b = Σ(a + b)", _one_sum(steps.last), name=divergence)
    return steps.then("use one logarithm", "ln a − ln b = ln(a / b)", _one_logarithm(steps.last), name=divergence)


def gibbs_inequality():
    """Kullback–Leibler divergence is never negative: no prediction beats ŷ = y.

    Returns
    -------
    Derivation
        Starts from the divergence; each step is equal to or below the one before; ends with 0.

    Examples
    --------
    >>> [step.title for step in gibbs_inequality()]
    ['divergence', 'put something smaller', 'multiply out', 'add labels and predictions']
    """
    steps = Derivation("divergence", kl_divergence().last, name=divergence)
    smaller = steps.last.replace(sp.log, lambda ratio: 1 - 1 / ratio)
    steps.then("put something smaller", "ln r ≥ 1 − 1 / r for every r > 0", smaller, proof=lower_bound)
    steps.then("multiply out", "Σ(a + b) = Σ a + Σ b", sp.factor_terms(sp.expand(steps.last)))
    ones = {sp.Sum(ys[k], classes): 1, sp.Sum(y_hats[k], classes): 1}
    return steps.then("add labels and predictions", "Σ yₖ = 1 and Σ ŷₖ = 1", lambda gap: gap.subs(ones))


def least_cross_entropy():
    """Cross-entropy at ŷ = y is the entropy of the label: not zero for a soft label.

    Returns
    -------
    Derivation
        The step "put ŷ = y" has the entropy; the last step has it for three classes with the label smoothed by α.

    Notes
    -----
    That no other prediction costs less is :func:`gibbs_inequality`.

    Examples
    --------
    >>> least_cross_entropy()["put ŷ = y"].expr
    -Sum(log(y[k])*y[k], (k, 0, C - 1))
    """
    steps = _one_observation()
    steps.then("put ŷ = y", "the prediction is the label itself", _with_label_as_prediction, name=entropy)
    steps.then("take three classes", "C = 3", lambda least: least.subs(C, 3).doit(), name=entropy)
    smoothed = {ys[0]: 1 - alpha + alpha / 3, ys[1]: alpha / 3, ys[2]: alpha / 3}
    return steps.then(
        "smooth the label", "y = (1 − α)(1, 0, 0) + α / 3", lambda least: least.subs(smoothed), name=entropy
    )


ONE = "cross-entropy of one observation"


def softmax():
    """Softmax of the logits zⱼ, for class k."""
    return sp.exp(zs[k]) / sp.Sum(sp.exp(zs[j]), (j, 0, C - 1))


def _one_observation():
    (total,) = cross_entropy().last.atoms(sp.Sum)
    one = -sp.Sum(total.function.xreplace({ys[i, k]: ys[k], y_hats[i, k]: y_hats[k]}), classes)
    return Derivation(ONE, one, rule="n = 1", name=J)


def _of_row_i(one):
    return one.xreplace({ys[k]: ys[i, k], y_hats[k]: y_hats[i, k]})


def _with_softmax(one):
    return one.xreplace({y_hats[k]: softmax()})


def _with_label_as_prediction(one):
    return one.xreplace({y_hats[k]: ys[k]})


def _only_class_c(slope):
    return slope.doit().replace(sp.Piecewise, lambda inside, *outside: inside.expr)


def _one_sum(difference):
    terms = [term.as_coeff_Mul() for term in difference.args]
    return sp.Sum(sp.factor_terms(sum(sign * total.function for sign, total in terms)), classes)


def _one_logarithm(total):
    return total.replace(sp.Add, lambda *logs: sp.logcombine(sp.Add(*logs), force=True))
