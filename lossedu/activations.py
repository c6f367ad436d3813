"""From logits to probabilities and back: what stands between a model's output and its loss."""

import numpy as np

from lossedu.validation import (
    class_indices,
    class_logits,
    extended_real,
    finite,
    in_blocks_of_rows,
    pointwise,
    probability,
    single,
    whole_number,
)

__all__ = ["log_sigmoid", "log_softmax", "logit", "one_hot", "rescale", "sigmoid", "softmax"]


@pointwise(z=extended_real)
def sigmoid(z):
    r"""Sigmoid: the probability of label 1 that the logit ``z`` stands for.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}}

    Parameters
    ----------
    z : array_like, any shape
        Logits, in nats of log-odds; may be infinite.

    Returns
    -------
    ndarray, same shape as ``z``
        Probabilities in [0, 1].

    Raises
    ------
    ValueError
        If a value is NaN, or ``z`` is empty or not real.

    Notes
    -----
    Rises from 0 to 1, with slope σ(z)(1 − σ(z)), at most 1/4, and σ(−z) = 1 − σ(z).  Within 2.5 ulp of the true value.

    References
    ----------
    Cox (1958), The Regression Analysis of Binary Sequences, J. R. Stat. Soc. B 20(2).

    Examples
    --------
    A logit of 0 leaves it open; 2 and −2 are equally far from it:

    >>> sigmoid([-2, 0, 2])
    array([0.11920292, 0.5       , 0.88079708])
    """
    e = np.exp(-np.abs(z))  # at most 1, so it never overflows
    return np.maximum(e, z >= 0) / (1 + e)  # σ(z) = 1/(1 + e⁻ᶻ) on the right, eᶻ/(1 + eᶻ) on the left


@pointwise(z=extended_real)
def log_sigmoid(z):
    r"""Logarithm of the sigmoid: what is left of it where the sigmoid itself rounds to 0 or 1.

    .. math:: \ln \sigma(z) = \min(z, 0) - \ln\left(1 + e^{-|z|}\right)

    Parameters
    ----------
    z : array_like, any shape
        Logits; may be infinite.

    Returns
    -------
    ndarray, same shape as ``z``
        Logarithms of probabilities, in nats, at most 0.

    Raises
    ------
    ValueError
        If a value is NaN, or ``z`` is empty or not real.

    Notes
    -----
    Its negative is the binary cross-entropy of label 1.  Within 2 ulp of the true value.

    References
    ----------
    Mächler (2012), Accurately Computing log(1 − exp(−|a|)), vignette of the R package Rmpfr.

    Examples
    --------
    The sigmoid of −1000 rounds to 0, but its logarithm is an ordinary number:

    >>> log_sigmoid([-1000, 0])
    array([-1.00000000e+03, -6.93147181e-01])
    """
    return np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))


@pointwise(p=probability)
def logit(p):
    r"""Logit: the logarithm of the odds, the inverse of the sigmoid.

    .. math:: \operatorname{logit}(p) = \ln \frac{p}{1 - p}

    Parameters
    ----------
    p : array_like, any shape
        Probabilities in [0, 1].

    Returns
    -------
    ndarray, same shape as ``p``
        Logits, in nats; −∞ at 0 and ∞ at 1.

    Raises
    ------
    ValueError
        If a value is NaN or outside [0, 1], or ``p`` is empty or not real.

    Notes
    -----
    Zero at p = ½.  Within 4 ulp of the true value, next to that zero too.

    References
    ----------
    Berkson (1944), Application of the Logistic Function to Bio-Assay, J. Am. Stat. Assoc. 39(227).

    Examples
    --------
    Nine to one on, even, and nine to one against:

    >>> logit([0.9, 0.5, 0.1])
    array([ 2.19722458,  0.        , -2.19722458])
    """
    near_zero_of_logit = np.log1p((2 * p - 1) / (1 - p))  # p/(1 − p) = 1 + (2p − 1)/(1 − p), where 2p − 1 is exact
    return np.where(p < 0.25, np.log(p / (1 - p)), near_zero_of_logit)


def softmax(z):
    r"""Softmax: the probabilities of C classes that a row of logits stands for.

    .. math:: \operatorname{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}

    Parameters
    ----------
    z : array_like, shape (N, C) or (C,), or more axes before the classes
        Finite logits, the classes on the last axis.

    Returns
    -------
    ndarray, same shape as ``z``
        Probabilities; each row sums to 1.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, ``z`` is a scalar, or empty, or not real.

    Notes
    -----
    Adding one number to all logits of a row changes nothing.  Two classes give the sigmoid of the difference.  Within
    3.5 ulp of the true value.

    References
    ----------
    Bridle (1990), Probabilistic Interpretation of Feedforward Classification Network Outputs, in Neurocomputing,
    Springer.

    Examples
    --------
    The largest logit takes the most, and the others keep a share:

    >>> softmax([1, 2, 3])
    array([0.09003057, 0.24472847, 0.66524096])
    """
    return in_blocks_of_rows(softmax_of_classes, class_logits("z", z))


def softmax_of_classes(z):
    """Return the softmax, with the classes on the first axis."""
    e, rest = exp_below_largest(z)
    coarse, fine = sums_of(in_two_parts(e, rest))
    return (e + rest) / (coarse + fine)


def log_softmax(z):
    r"""Logarithm of the softmax, exact where the softmax itself rounds to 0 or 1.

    .. math:: \ln \operatorname{softmax}(z)_k = z_k - \ln \sum_j e^{z_j}

    Parameters
    ----------
    z : array_like, shape (N, C) or (C,), or more axes before the classes
        Finite logits, the classes on the last axis.

    Returns
    -------
    ndarray, same shape as ``z``
        Logarithms of probabilities, in nats, at most 0; −∞ only where float64 has no smaller number.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, ``z`` is a scalar, or empty, or not real.

    Notes
    -----
    The negative of one entry is the cross-entropy of that class.  Within 3 ulp of the true value.

    References
    ----------
    Blanchard, Higham & Higham (2021), Accurately Computing the Log-Sum-Exp and Softmax Functions, IMA J. Numer. Anal.
    41(4).

    Examples
    --------
    A lead of 100 leaves the winner a doubt of 4e-44, which its softmax, 1.0, cannot show:

    >>> log_softmax([100, 0])
    array([-3.72007598e-44, -1.00000000e+02])
    """
    return in_blocks_of_rows(lambda z: (z - z.max(axis=0)) - log_sum_below_largest(z), class_logits("z", z))


# Below, the classes are the first axis, and a number that is wanted in more than float64 is a pair: the rounded number
# and what its rounding took away.


def log_sum_below_largest(z):
    """Return ln Σ exp(z − max z) for each row; the largest adds 1, which is left to log1p."""
    coarse, fine = sums_of(in_two_parts(*exp_below_largest(z)))
    return np.log1p((coarse - 1) + fine)


def exp_below_largest(z):
    """Return exp(z − max z) as a pair, in full precision where z − max z itself is rounded."""
    shift, lost = two_sum(z, -z.max(axis=0))  # exp(shift + lost) = exp(shift) (1 + lost), because lost is tiny
    e = np.exp(shift)
    return e, np.fmax(lost, -1) * e  # where the shift is −∞, lost is nan, and e is 0


def in_two_parts(number, rest=0.0, largest=1.0):
    """Split numbers from 0 to ``largest`` into multiples of one number, which add up exactly, and what is left."""
    grid = 2.0**21 * largest
    coarse = (number + grid) - grid
    return coarse, (number - coarse) + rest


def sums_of(parts):
    """Return the sum over the classes of each of the two parts: the first is exact, the second all but exact."""
    coarse, fine = parts
    return coarse.sum(axis=0), pairwise_sum(fine)


def pairwise_sum(rows):
    """Return the sum over the first axis, half added to half, so that the rounding grows with the logarithm of C."""
    while len(rows) > 1:
        half = len(rows) // 2
        middle = rows[half : len(rows) - half]  # is left over where the length is odd
        rows = np.concatenate([rows[:half] + rows[len(rows) - half :], middle])
    return rows[0]


def careful_sum(rows):
    """Return the sum over the first axis of numbers from 0 to ∞, rounded but once where it is not near ∞."""
    coarse, fine = sums_of(in_two_parts(rows, largest=rows.max(axis=0)))
    return np.where(np.isnan(coarse), rows.sum(axis=0), coarse + fine)


def two_sum(a, b):
    """Return a + b as a pair (Knuth, The Art of Computer Programming, vol. 2, section 4.2.2)."""
    total = a + b
    a_part = total - b
    return total, (a - a_part) + (b - (total - a_part))


def product(pair, factor):
    """Return a pair times a number as a pair (Dekker 1971, A Floating-Point Technique, Numer. Math. 18)."""
    number, rest = pair
    rounded = number * factor
    (a, b), (c, d) = halves(number), halves(factor)
    return rounded, b * d - (((rounded - a * c) - b * c) - a * d) + rest * factor


def halves(number):
    """Split the 53 digits of a number into two numbers of 26, whose products are not rounded."""
    stretched = (2.0**27 + 1) * number
    high = stretched - (stretched - number)
    return high, number - high


def quotient(pair, divisor):
    """Divide a pair by a pair, with the rounding of two operations."""
    (a, a_rest), (b, b_rest) = pair, divisor
    rough = a / b
    return rough + (a_rest - rough * b_rest) * (1 / b)


def rescale(o, low, high):
    r"""Stretch an output in (0, 1) to the range (``low``, ``high``) of the quantity that is predicted.

    .. math:: \hat y = (1 - o) \cdot \mathrm{low} + o \cdot \mathrm{high}

    Parameters
    ----------
    o : array_like, any shape
        Outputs in [0, 1], of a sigmoid for example.
    low, high : float
        The least and the largest prediction, in the units of ``y``; ``low < high``.

    Returns
    -------
    ndarray, same shape as ``o``
        Predictions between ``low`` and ``high``; exactly these at 0 and 1.

    Raises
    ------
    ValueError
        If a value of ``o`` is NaN or outside [0, 1], or ``low < high`` does not hold for two finite numbers.

    Notes
    -----
    A straight line, so its slope by ``o`` is ``high - low`` everywhere.  Within 2 ulp of the larger end.

    References
    ----------
    Bishop (1995), Neural Networks for Pattern Recognition, section 8.2, Oxford University Press.

    Examples
    --------
    A sigmoid says 0.25; on a thermometer from −10 to 30 degrees that is no degree at all:

    >>> rescale([0, 0.25, 1], low=-10, high=30)
    array([-10.,   0.,  30.])
    """
    low, high = (single(name, finite(name, end)) for name, end in (("low", low), ("high", high)))
    if low >= high:
        raise ValueError(f"low is {low} and high is {high}: low < high is expected.")
    return between_ends(o, low, high)


@pointwise(o=probability, low=finite, high=finite)
def between_ends(o, low, high):
    """Return the point that divides the way from ``low`` to ``high`` as ``o`` divides the way from 0 to 1."""
    return (1 - o) * low + o * high


def one_hot(labels, n_classes):
    r"""Turn class indices into rows with a 1 at the class and 0 elsewhere.

    .. math:: y_{ik} = \begin{cases} 1 & k = \mathrm{label}_i \\ 0 & \text{otherwise} \end{cases}

    Parameters
    ----------
    labels : array_like, shape (N,) or scalar
        Class indices, whole numbers from 0 to ``n_classes - 1``.
    n_classes : int
        The number of classes C.

    Returns
    -------
    ndarray, shape (N, C)
        One row for each label, as float64; shape (C,) for a scalar.

    Raises
    ------
    ValueError
        If a label is not a whole number or is out of range, ``labels`` is empty, or ``n_classes`` is not whole.

    Notes
    -----
    Each row is a distribution that is sure of its class.  The inverse is ``argmax(axis=-1)``.  Exact.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, chapter 4 ("1-of-K" coding), Springer.

    Examples
    --------
    Class 2, then class 0, of three:

    >>> one_hot([2, 0], n_classes=3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    n_classes = whole_number("n_classes", n_classes, least=1)
    labels = class_indices("labels", labels, n_classes)
    return (labels[..., np.newaxis] == np.arange(n_classes)).astype(np.float64)
