"""Losses of one observation and their gradients; the mean, which makes a loss a cost, is yours to take.

Use ``squared_error`` for numbers, ``binary_cross_entropy`` for yes or no, ``cross_entropy`` for one class of many.
Where the model's logits are at hand, use the ``_with_logits`` form: it is exact where the probability has rounded to
0 or 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lossedu.activations import (
    careful_sum,
    exp_below_largest,
    in_two_parts,
    log_sum_below_largest,
    pairwise_sum,
    product,
    quotient,
    sums_of,
    two_sum,
)
from lossedu.validation import (
    class_indices,
    class_labels,
    class_logits,
    class_predictions,
    extended_real,
    finite,
    in_blocks_of_rows,
    label,
    pointwise,
    prediction,
    probability,
    real_array,
    single,
    whole_number,
)

__all__ = [
    "LOSSES",
    "Loss",
    "binary_cross_entropy",
    "binary_cross_entropy_gradient",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_gradient",
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_with_logits",
    "cross_entropy_with_logits_gradient",
    "smooth_labels",
    "squared_error",
    "squared_error_gradient",
    "squared_error_with_logits",
    "squared_error_with_logits_gradient",
]


@pointwise(y=finite, y_hat=finite)
def squared_error(y, y_hat):
    r"""Squared error: the squared distance between observation and prediction.

    .. math:: J = (y - \hat y)^2

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Observed numbers.
    y_hat : array_like, same shape as ``y``, or scalar
        Predicted numbers, in the same units.

    Returns
    -------
    ndarray, shape (N,)
        Loss of each observation, in the units of ``y`` squared.  Take ``.mean()`` for the cost J, the MSE.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, or the shapes differ.

    Notes
    -----
    Twice the surprise under Gaussian noise of unit variance, but for a constant.  Least at ``y_hat = y``, where it is
    0.  Within 2 ulp of the true value; ∞ where float64 has no larger number.

    References
    ----------
    Gauss (1809), Theoria motus corporum coelestium, book 2, section 3.

    Examples
    --------
    Two units away costs four times as much as one unit away:

    >>> squared_error([5, 5, 5], [5, 6, 7])
    array([0., 1., 4.])
    """
    return (y - y_hat) ** 2


@pointwise(y=finite, y_hat=finite)
def squared_error_gradient(y, y_hat):
    r"""Slope of the squared error by the prediction.

    .. math:: \frac{\partial J}{\partial \hat y} = 2 (\hat y - y)

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Observed numbers.
    y_hat : array_like, same shape as ``y``, or scalar
        Predicted numbers, in the same units.

    Returns
    -------
    ndarray, shape (N,)
        Slope for each observation, in the units of ``y``.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, or the shapes differ.

    Notes
    -----
    Grows with the distance and without end.  Zero at ``y_hat = y``.  Within 1 ulp of the true value.

    References
    ----------
    Gauss (1809), Theoria motus corporum coelestium, book 2, section 3.

    Examples
    --------
    Too high by one pulls down as strongly as too low by one pulls up:

    >>> squared_error_gradient([5, 5], [6, 4])
    array([ 2., -2.])
    """
    return 2 * (y_hat - y)


@pointwise(y=label, y_hat=prediction)
def binary_cross_entropy(y, y_hat):
    r"""Binary cross-entropy: the surprise, in nats, of seeing ``y`` when ``y_hat`` was predicted.

    .. math:: J = -\left[y \ln \hat y + (1 - y) \ln(1 - \hat y)\right]

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Observed labels, 0 or 1; soft labels in [0, 1] are allowed.
    y_hat : array_like, same shape as ``y``, or scalar
        Predicted probability that the label is 1, in [0, 1].

    Returns
    -------
    ndarray, shape (N,)
        Loss of each observation, in nats.  Take ``.mean()`` for the cost J.

    Raises
    ------
    ValueError
        If a value is NaN or outside [0, 1], or the shapes differ.

    Notes
    -----
    Minus the Bernoulli log-likelihood of one observation, with 0 ln 0 = 0; infinite where the prediction ruled out what
    happened.  Least at ``y_hat = y``, where it is the entropy of ``y``.  Within 2.5 ulp of the true value.

    References
    ----------
    Good (1952), Rational Decisions, J. R. Stat. Soc. B 14(1).

    Examples
    --------
    Confident and wrong costs twenty times as much as confident and right:

    >>> binary_cross_entropy([1, 1], [0.9, 0.1])
    array([0.10536052, 2.30258509])
    """
    loss = -(y * np.log(y_hat) + (1 - y) * np.log1p(-y_hat))
    return np.fmax(loss, 0.0)  # 0 ln 0 = 0: loss is nan only where y and y_hat are both 0 or both 1


@pointwise(y=label, y_hat=prediction)
def binary_cross_entropy_gradient(y, y_hat):
    r"""Slope of the binary cross-entropy by the predicted probability.

    .. math:: \frac{\partial J}{\partial \hat y} = \frac{\hat y - y}{\hat y (1 - \hat y)}

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Observed labels, 0 or 1; soft labels in [0, 1] are allowed.
    y_hat : array_like, same shape as ``y``, or scalar
        Predicted probability that the label is 1, in [0, 1].

    Returns
    -------
    ndarray, shape (N,)
        Slope for each observation, in nats per unit of probability.

    Raises
    ------
    ValueError
        If a value is NaN or outside [0, 1], or the shapes differ.

    Notes
    -----
    Never between −1 and 1 for a hard label, and infinite where the prediction ruled out what happened.  Where ``y`` and
    ``y_hat`` are both 0 it is the one-sided limit 1, and −1 where both are 1.  Within 3 ulp of the true value.

    References
    ----------
    Bishop (1995), Neural Networks for Pattern Recognition, section 6.7, Oxford University Press.

    Examples
    --------
    The more wrong the prediction, the steeper the way back:

    >>> binary_cross_entropy_gradient([1, 1, 1], [0.8, 0.5, 0.1])
    array([ -1.25,  -2.  , -10.  ])
    """
    slope = (y_hat - y) / (y_hat * (1 - y_hat))
    return np.where(np.isnan(slope), 1 - 2 * y, slope)  # 0/0 arises only where y and y_hat are both 0 or both 1


@pointwise(y=label, z=extended_real)
def binary_cross_entropy_with_logits(y, z):
    r"""Binary cross-entropy of the probability that the logit ``z`` stands for.

    .. math:: J = -\left[y \ln \sigma(z) + (1 - y) \ln \sigma(-z)\right]

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Observed labels, 0 or 1; soft labels in [0, 1] are allowed.
    z : array_like, same shape as ``y``, or scalar
        Logits; may be infinite.

    Returns
    -------
    ndarray, shape (N,)
        Loss of each observation, in nats.  Take ``.mean()`` for the cost J.

    Raises
    ------
    ValueError
        If a value is NaN, a label is outside [0, 1], or the shapes differ.

    Notes
    -----
    Convex in ``z``; a straight line of slope 1 where the model is far on the wrong side.  Least at σ(z) = y.  Within
    2.5 ulp of the true value, where σ(z) has rounded to 0 or 1 too.

    References
    ----------
    Baum & Wilczek (1988), Supervised Learning of Probability Distributions by Neural Networks, NIPS 1987.

    Examples
    --------
    A logit of −1000 for label 1 costs 1000 nats, though its sigmoid rounds to 0:

    >>> binary_cross_entropy_with_logits([1, 1, 1], [1000, 0, -1000])
    array([0.00000000e+00, 6.93147181e-01, 1.00000000e+03])
    """
    distance = np.abs(z)
    mass_on_the_wrong_side = np.abs(y - (z > 0))
    loss = mass_on_the_wrong_side * distance + np.log1p(np.exp(-distance))  # −ln σ(−z) = z − ln σ(z)
    return np.fmax(loss, 0.0)  # 0 · ∞ = 0: no mass is on the wrong side


@pointwise(y=label, z=extended_real)
def binary_cross_entropy_with_logits_gradient(y, z):
    r"""Slope of the binary cross-entropy by the logit: how far the probability is from the label.

    .. math:: \frac{\partial J}{\partial z} = \sigma(z) - y

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Observed labels, 0 or 1; soft labels in [0, 1] are allowed.
    z : array_like, same shape as ``y``, or scalar
        Logits; may be infinite.

    Returns
    -------
    ndarray, shape (N,)
        Slope for each observation, between −1 and 1.

    Raises
    ------
    ValueError
        If a value is NaN, a label is outside [0, 1], or the shapes differ.

    Notes
    -----
    Zero where σ(z) = y.  Within 3 ulp of the true value; for a soft label, of the larger term of
    (1 − y) σ(z) − y σ(−z).

    References
    ----------
    Bishop (1995), Neural Networks for Pattern Recognition, section 6.7, Oxford University Press.

    Examples
    --------
    Wrong by far pulls with full strength, right by far hardly at all:

    >>> binary_cross_entropy_with_logits_gradient([1, 1, 1], [-10, 0, 10])
    array([-9.99954602e-01, -5.00000000e-01, -4.53978687e-05])
    """
    return sigmoid_minus_label(y, z)


def sigmoid_minus_label(y, z):
    """Return σ(z) − y as (1 − y) σ(z) − y σ(−z), which does not cancel for a hard label."""
    e = np.exp(-np.abs(z))
    return ((1 - y) * np.maximum(e, z >= 0) - y * np.maximum(e, z < 0)) / (1 + e)


@pointwise(y=label, z=extended_real)
def squared_error_with_logits(y, z):
    r"""Squared error of the probability that the logit ``z`` stands for: for comparison with cross-entropy.

    .. math:: J = (\sigma(z) - y)^2

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Observed labels, 0 or 1; soft labels in [0, 1] are allowed.
    z : array_like, same shape as ``y``, or scalar
        Logits; may be infinite.

    Returns
    -------
    ndarray, shape (N,)
        Loss of each observation, between 0 and 1, without unit.  Take ``.mean()`` for the cost J, the Brier score.

    Raises
    ------
    ValueError
        If a value is NaN, a label is outside [0, 1], or the shapes differ.

    Notes
    -----
    Not convex in ``z``: it levels off at 1 where the model is far on the wrong side.  Least at σ(z) = y.  Within 8 ulp
    of the true value; for a soft label, of the larger of ((1 − y) σ(z))² and (y σ(−z))².

    References
    ----------
    Brier (1950), Verification of Forecasts Expressed in Terms of Probability, Mon. Weather Rev. 78(1).

    Examples
    --------
    Wrong by 5 and wrong by 10 cost almost the same:

    >>> squared_error_with_logits([1, 1], [-5, -10])
    array([0.98665909, 0.99990921])
    """
    return sigmoid_minus_label(y, z) ** 2


@pointwise(y=label, z=extended_real)
def squared_error_with_logits_gradient(y, z):
    r"""Slope by the logit of the squared error of a probability: it fades where the model is most wrong.

    .. math:: \frac{\partial J}{\partial z} = 2 (\sigma(z) - y) \, \sigma(z) (1 - \sigma(z))

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Observed labels, 0 or 1; soft labels in [0, 1] are allowed.
    z : array_like, same shape as ``y``, or scalar
        Logits; may be infinite.

    Returns
    -------
    ndarray, shape (N,)
        Slope for each observation, at most 8/27 in size for a hard label.

    Raises
    ------
    ValueError
        If a value is NaN, a label is outside [0, 1], or the shapes differ.

    Notes
    -----
    Steepest at z = −ln 2 for label 1 and at z = ln 2 for label 0.  Within 8 ulp of the true value; for a soft label, of
    the larger term of 2 [(1 − y) σ(z) − y σ(−z)] σ(z) σ(−z).

    References
    ----------
    Solla, Levin & Fleisher (1988), Accelerated Learning in Layered Neural Networks, Complex Systems 2(6).

    Examples
    --------
    At −10 the model is more wrong than at 0, and learns ten thousand times more slowly:

    >>> squared_error_with_logits_gradient([1, 1], [0, -10])
    array([-2.50000000e-01, -9.07874937e-05])
    """
    e = np.exp(-np.abs(z))
    return 2 * sigmoid_minus_label(y, z) * e / (1 + e) ** 2  # σ(z) (1 − σ(z)) = e/(1 + e)²


def cross_entropy(y, y_hat):
    r"""Cross-entropy: the surprise, in nats, of seeing class ``y`` when the row ``y_hat`` was predicted.

    .. math:: J = -\sum_k y_k \ln \hat y_k

    Parameters
    ----------
    y : array_like, shape (N, C), or (N,) or scalar
        One-hot or soft rows, each of which sums to 1; or class indices from 0 to C − 1.
    y_hat : array_like, shape (N, C)
        Predicted probabilities of the C classes; each row sums to 1.

    Returns
    -------
    ndarray, shape (N,)
        Loss of each observation, in nats.  Take ``.mean()`` for the cost J.

    Raises
    ------
    ValueError
        If a value is NaN or outside [0, 1], a row does not sum to 1, an index is out of range, or the shapes differ.

    Notes
    -----
    Minus the categorical log-likelihood of one observation, with 0 ln 0 = 0; infinite where the prediction ruled out
    what happened.  Least at ``y_hat = y``, where it is the entropy of ``y``.  Two classes give the binary
    cross-entropy.  Within 3 ulp of the true value.

    References
    ----------
    Good (1952), Rational Decisions, J. R. Stat. Soc. B 14(1).

    Examples
    --------
    The class that happened was given 0.6 in the first row, and 0.3 in the second:

    >>> cross_entropy([2, 0], [[0.3, 0.1, 0.6], [0.3, 0.5, 0.2]])
    array([0.51082562, 1.2039728 ])
    """
    y_hat = class_predictions("y_hat", y_hat)
    return in_blocks_of_rows(surprise, y_hat, target(y, y_hat=y_hat))


def surprise(y_hat, y):
    """Return the cross-entropy, with the classes on the first axis."""
    if y.ndim < y_hat.ndim:
        return np.abs(np.log(y_hat.take(place_of(y))))
    return careful_sum(np.fmax(-y * np.log(y_hat), 0.0))  # 0 ln 0 = 0: nan only where y and y_hat are both 0


def cross_entropy_gradient(y, y_hat):
    r"""Slope of the cross-entropy by each predicted probability.

    .. math:: \frac{\partial J}{\partial \hat y_k} = -\frac{y_k}{\hat y_k}

    Parameters
    ----------
    y : array_like, shape (N, C), or (N,) or scalar
        One-hot or soft rows, each of which sums to 1; or class indices from 0 to C − 1.
    y_hat : array_like, shape (N, C)
        Predicted probabilities of the C classes; each row sums to 1.

    Returns
    -------
    ndarray, shape (N, C)
        Slope for each probability, in nats per unit of probability, at most 0.

    Raises
    ------
    ValueError
        If a value is NaN or outside [0, 1], a row does not sum to 1, an index is out of range, or the shapes differ.

    Notes
    -----
    Each probability is moved on its own here; that a row must keep the sum 1 is the softmax's business.  Zero for a
    class without a share in the target, at ``y_hat = 0`` too.  Within 1 ulp of the true value.

    References
    ----------
    Bishop (1995), Neural Networks for Pattern Recognition, section 6.9, Oxford University Press.

    Examples
    --------
    Only the class that happened is pulled up:

    >>> cross_entropy_gradient([2], [[0.25, 0.25, 0.5]])
    array([[ 0.,  0., -2.]])
    """
    y_hat = class_predictions("y_hat", y_hat)
    return in_blocks_of_rows(slope_of_surprise, y_hat, target(y, y_hat=y_hat))


def slope_of_surprise(y_hat, y):
    """Return the slope of the cross-entropy, with the classes on the first axis."""
    if y.ndim == y_hat.ndim:
        return np.where(y > 0, -y / y_hat, 0.0)
    slope = np.zeros_like(y_hat)
    slope.put(place_of(y), -1 / y_hat.take(place_of(y)))
    return slope


def cross_entropy_with_logits(y, z):
    r"""Cross-entropy of the probabilities that a row of logits stands for.

    .. math:: J = -\sum_k y_k \ln \operatorname{softmax}(z)_k

    Parameters
    ----------
    y : array_like, shape (N, C), or (N,) or scalar
        One-hot or soft rows, each of which sums to 1; or class indices from 0 to C − 1.
    z : array_like, shape (N, C)
        Finite logits, the classes on the last axis.

    Returns
    -------
    ndarray, shape (N,)
        Loss of each observation, in nats.  Take ``.mean()`` for the cost J.

    Raises
    ------
    ValueError
        If a logit is NaN or infinite, a row of ``y`` does not sum to 1, an index is out of range, or the shapes differ.

    Notes
    -----
    Convex in ``z``.  Least where softmax(z) = y.  Within 3 ulp of the true value, where the softmax has rounded to 0
    or 1 too.

    References
    ----------
    Blanchard, Higham & Higham (2021), Accurately Computing the Log-Sum-Exp and Softmax Functions, IMA J. Numer. Anal.
    41(4).

    Examples
    --------
    Three equal logits leave ln 3; a lead of 100 for the class that happened leaves next to nothing:

    >>> cross_entropy_with_logits([0, 0], [[0, 0, 0], [100, 0, 0]])
    array([1.09861229e+00, 7.44015195e-44])
    """
    z = class_logits("z", z)
    return in_blocks_of_rows(surprise_of_logits, z, target(y, z=z))


def surprise_of_logits(z, y):
    """Return the cross-entropy of logits, with the classes on the first axis."""
    half_behind = z.max(axis=0) / 2 - z / 2  # halves, because the whole may be above 1.8e308
    log_sum = log_sum_below_largest(z)
    if y.ndim < z.ndim:
        return 2 * half_behind.take(place_of(y)) + log_sum
    coarse, fine = sums_of(in_two_parts(y))
    return (2 * careful_sum(y * half_behind) + (coarse - 1 + fine) * log_sum) + log_sum  # Σy is 1 or nearly so


def cross_entropy_with_logits_gradient(y, z):
    r"""Slope of the cross-entropy by each logit: how far the probabilities are from the target.

    .. math:: \frac{\partial J}{\partial z_k} = \operatorname{softmax}(z)_k - y_k

    Parameters
    ----------
    y : array_like, shape (N, C), or (N,) or scalar
        One-hot or soft rows, each of which sums to 1; or class indices from 0 to C − 1.
    z : array_like, shape (N, C)
        Finite logits, the classes on the last axis.

    Returns
    -------
    ndarray, shape (N, C)
        Slope for each logit, between −1 and 1; each row sums to 0.

    Raises
    ------
    ValueError
        If a logit is NaN or infinite, a row of ``y`` does not sum to 1, an index is out of range, or the shapes differ.

    Notes
    -----
    Zero where softmax(z) = y.  Within 3 ulp of the true value; for soft rows, of the larger term of
    p (1 − y) − y (1 − p), where p is the softmax.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4, Springer.

    Examples
    --------
    What is taken from the other classes is given to the class that happened:

    >>> cross_entropy_with_logits_gradient([0], [[0, 0, 0, 0]])
    array([[-0.75,  0.25,  0.25,  0.25]])
    """
    z = class_logits("z", z)
    y = target(y, z=z)
    return in_blocks_of_rows(softmax_minus_one_hot if y.ndim < z.ndim else softmax_minus_row, z, y)


def softmax_minus_one_hot(z, y):
    """Return e/Σe, and −(Σe − e)/Σe for the class that happened, with the classes on the first axis."""
    e, rest = exp_below_largest(z)
    parts = in_two_parts(e, rest)
    sums, happened = sums_of(parts), place_of(y)
    others, rest_of_others = two_sum(*(whole - part.take(happened) for whole, part in zip(sums, parts, strict=True)))
    e.put(happened, -others)
    rest.put(happened, -rest_of_others)
    return quotient((e, rest), two_sum(*sums))


def softmax_minus_row(z, y):
    """Return [(Σy − y) e − y (Σe − e)]/Σe, which does not cancel where softmax and target are sure of one class."""
    e = exp_below_largest(z)
    parts = in_two_parts(*e)
    sums = sums_of(parts)
    others = two_sum(*(whole - part for whole, part in zip(sums, parts, strict=True)))
    # 2²⁰⁰ lifts what a rounding takes away above the least number of float64
    gain, lost_of_gain = product(e, 2.0**200 * sum_of_others(y))
    loss, lost_of_loss = product(others, 2.0**200 * y)
    slope, rest = two_sum(gain, -loss)
    return quotient((slope, rest + (lost_of_gain - lost_of_loss)), two_sum(*sums)) / 2.0**200


def sum_of_others(y):
    """Return for each class the sum of the other targets; one above ½ is kept apart, so that nothing cancels."""
    coarse, fine = in_two_parts(y)
    large = fine * (y > 0.5)
    small = fine - large
    return (coarse.sum(axis=0) - coarse) + ((pairwise_sum(small) - small) + (pairwise_sum(large) - large))


def place_of(y):
    """Return the place of each observation's class in an array that has the classes on the first axis, read flat."""
    return y * y.size + np.arange(y.size)


def target(y, **rows):
    """Return ``y`` as rows of class probabilities, or as one class index for each of the ``rows``."""
    ((name, shape),) = ((name, array.shape) for name, array in rows.items())
    came = real_array("y", y).shape
    if came == shape:
        return class_labels("y", y)
    if came not in ((), shape[:-1]):
        expected = f"rows of shape {shape}, or class indices of shape {shape[:-1]}, are expected."
        raise ValueError(f"y has shape {came} and {name} has shape {shape}: {expected}")
    return np.broadcast_to(class_indices("y", y, shape[-1]), shape[:-1])


@np.errstate(all="ignore")
def smooth_labels(y, smoothing, n_classes=2):
    r"""Take a little certainty from the labels and share it equally among the classes.

    .. math:: y' = (1 - s) \, y + \frac{s}{C}

    Parameters
    ----------
    y : array_like, shape (N,) or scalar, or (N, C)
        Labels in [0, 1] of a yes-or-no question, or one-hot or soft rows.
    smoothing : float
        The share s in [0, 1] that is taken.
    n_classes : int, default 2
        The number of classes C; for rows, their length.

    Returns
    -------
    ndarray, same shape as ``y``
        Soft labels.

    Raises
    ------
    ValueError
        If a label or the smoothing is NaN or outside [0, 1], or rows are not ``n_classes`` long.

    Notes
    -----
    Nothing changes at s = 0; all classes are equal at s = 1.  Within 2 ulp of the true value.

    References
    ----------
    Szegedy et al. (2016), Rethinking the Inception Architecture for Computer Vision, CVPR.

    Examples
    --------
    A tenth of the certainty, shared by two classes:

    >>> smooth_labels([0, 1], smoothing=0.1)
    array([0.05, 0.95])
    """
    n_classes = whole_number("n_classes", n_classes, least=2)
    y, smoothing = label("y", y), single("smoothing", probability("smoothing", smoothing))
    if y.ndim > 1 and y.shape[-1] != n_classes:
        raise ValueError(f"y has shape {y.shape} and n_classes is {n_classes}: rows of {n_classes} are expected.")
    return (1 - smoothing) * y + smoothing / n_classes


@dataclass(frozen=True)
class Loss:
    """One loss and all that tests, plots and menus need to know of it."""

    name: str  # of the value's function, and its key in LOSSES
    title: str  # in prose
    formula: str  # in LaTeX
    value: Callable  # value(y, takes)
    gradient: Callable  # gradient(y, takes): the slope by the second argument
    noise: str  # the distribution of y whose surprise this loss is
    observes: str  # what y is: "number", "label" or "class"
    takes: str  # what the second argument is: "prediction" or "logit"

    @property
    def multiclass(self):
        """Whether an observation is a row of classes, so that (N, C) becomes (N,)."""
        return self.observes == "class"


LOSSES = {
    loss.name: loss
    for loss in (
        Loss(
            name="squared_error",
            title="squared error",
            formula=r"(y - \hat y)^2",
            value=squared_error,
            gradient=squared_error_gradient,
            noise="Gaussian",
            observes="number",
            takes="prediction",
        ),
        Loss(
            name="binary_cross_entropy",
            title="binary cross-entropy",
            formula=r"-[y \ln \hat y + (1 - y) \ln(1 - \hat y)]",
            value=binary_cross_entropy,
            gradient=binary_cross_entropy_gradient,
            noise="Bernoulli",
            observes="label",
            takes="prediction",
        ),
        Loss(
            name="cross_entropy",
            title="cross-entropy",
            formula=r"-\sum_k y_k \ln \hat y_k",
            value=cross_entropy,
            gradient=cross_entropy_gradient,
            noise="categorical",
            observes="class",
            takes="prediction",
        ),
        Loss(
            name="squared_error_with_logits",
            title="squared error of a logit",
            formula=r"(\sigma(z) - y)^2",
            value=squared_error_with_logits,
            gradient=squared_error_with_logits_gradient,
            noise="Gaussian",
            observes="label",
            takes="logit",
        ),
        Loss(
            name="binary_cross_entropy_with_logits",
            title="binary cross-entropy of a logit",
            formula=r"-[y \ln \sigma(z) + (1 - y) \ln \sigma(-z)]",
            value=binary_cross_entropy_with_logits,
            gradient=binary_cross_entropy_with_logits_gradient,
            noise="Bernoulli",
            observes="label",
            takes="logit",
        ),
        Loss(
            name="cross_entropy_with_logits",
            title="cross-entropy of a row of logits",
            formula=r"-\sum_k y_k \ln \mathrm{softmax}(z)_k",
            value=cross_entropy_with_logits,
            gradient=cross_entropy_with_logits_gradient,
            noise="categorical",
            observes="class",
            takes="logit",
        ),
    )
}
