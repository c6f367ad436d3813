r"""Checks: each runs your function on chosen inputs, and answers in words which mistake it makes, if it makes one.

A check never reads your code.  It compares what your function answers with the right answer and with the known wrong
ones, within one part in a million: every right way to write it is right.  An answer that is right everywhere but at the
ends or far out is "almost", and the check says what that costs.

Your function is called by position, observation first, with NumPy arrays: ``y``, ``y_hat`` and ``z`` of shape (N,), or
(N, C) for classes.  One that stops on these is tried with integer labels and with arrays of shape (1, N) and (N, 1),
and a sigmoid with one number at a time.  Each call may take two seconds.

Read the modules in this order:

* ``mistakes``: the table of mistakes, in the order in which to mend them
* ``verdict``: the answer of a check, and how it is shown
* ``patience``: stopping a function that never ends
* ``attempts``: calling a function, and reading its answer; the tolerances
* ``variants``: mistakes as changes of a right function
* ``exercises``: the nine exercises, and one of them with soft labels, with their inputs and their known mistakes
* ``experiments``: what is tried to find out which mistake it is
* ``diagnosis``: from a function to its verdict
"""

from lossedu.checks import exercises
from lossedu.checks.diagnosis import judge
from lossedu.checks.mistakes import MISTAKES, Mistake
from lossedu.checks.verdict import Case, Verdict

__all__ = [
    "MISTAKES",
    "Case",
    "Mistake",
    "Verdict",
    "check_bernoulli_log_likelihood",
    "check_bernoulli_mle",
    "check_binary_cross_entropy",
    "check_binary_cross_entropy_with_logits",
    "check_cross_entropy",
    "check_gradient_by_logit",
    "check_sigmoid",
    "check_softmax",
    "check_squared_error",
]


def check_sigmoid(attempt):
    r"""Check a sigmoid: ``attempt(z)`` answers with a probability for each logit.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}}

    Parameters
    ----------
    attempt : callable
        Your function; it takes ``z`` of shape (N,), or one number, and returns the same shape.

    Returns
    -------
    Verdict
        What your function does.

    Examples
    --------
    A minus sign is missing:

    >>> import numpy as np
    >>> check_sigmoid(lambda z: 1 / (1 + np.exp(z))).mistake
    'missing-minus'
    """
    return judge(exercises.SIGMOID, attempt)


def check_softmax(attempt):
    r"""Check a softmax: ``attempt(z)`` answers with a row of probabilities for each row of logits.

    .. math:: \operatorname{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}

    Parameters
    ----------
    attempt : callable
        Your function; it takes ``z`` of shape (N, C), the classes on the last axis, and returns the same shape.

    Returns
    -------
    Verdict
        What your function does.

    Examples
    --------
    This one is right for small logits, but the exponential of 1000 is too large for a computer:

    >>> import numpy as np
    >>> check_softmax(lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)).status
    'almost'
    """
    return judge(exercises.SOFTMAX, attempt)


def check_squared_error(attempt):
    r"""Check the mean squared error: ``attempt(y, y_hat)`` answers with one number, the cost.

    .. math:: J = \frac{1}{N} \sum_i (y_i - \hat y_i)^2

    Parameters
    ----------
    attempt : callable
        Your function; it takes ``y`` and ``y_hat``, real numbers of shape (N,), and returns one number.

    Returns
    -------
    Verdict
        What your function does.

    Examples
    --------
    Another way to write it is as right as the first:

    >>> check_squared_error(lambda y, y_hat: sum((a - b) ** 2 for a, b in zip(y, y_hat)) / len(y))
    ✓ right
    7 inputs were tried, and each answer is right to one part in a million.
    """
    return judge(exercises.SQUARED_ERROR, attempt)


def check_binary_cross_entropy(attempt, *, soft_labels=False):
    r"""Check the binary cross-entropy of probabilities: ``attempt(y, y_hat)`` answers with one number, the cost.

    .. math:: J = -\frac{1}{N} \sum_i \left[y_i \ln \hat y_i + (1 - y_i) \ln(1 - \hat y_i)\right]

    Parameters
    ----------
    attempt : callable
        Your function; it takes ``y``, labels 0 or 1, and ``y_hat``, probabilities, both (N,), and returns one number.
    soft_labels : bool
        Whether labels between 0 and 1 are tried too.

    Returns
    -------
    Verdict
        What your function does.

    Notes
    -----
    At the ends 0 ln 0 counts as 0, and the cost is infinite where a prediction ruled out what happened.

    Examples
    --------
    A common remedy for ln 0 has a price:

    >>> import textwrap
    >>> import numpy as np
    >>> def attempt(y, y_hat):
    ...     return -np.mean(y * np.log(y_hat + 1e-7) + (1 - y) * np.log(1 - y_hat + 1e-7))
    >>> print(textwrap.fill(check_binary_cross_entropy(attempt).message, width=100))
    Right for ordinary predictions. A perfect prediction gets -1e-07 in place of 0, and however wrong
    the prediction, the answer never goes beyond 16.118. What should the answer be for a perfect
    prediction, and for one that ruled out what happened?
    """
    exercise = exercises.SOFT_BINARY_CROSS_ENTROPY if soft_labels else exercises.BINARY_CROSS_ENTROPY
    return judge(exercise, attempt)


def check_binary_cross_entropy_with_logits(attempt):
    r"""Check the binary cross-entropy of logits: ``attempt(y, z)`` answers with one number, the cost.

    .. math:: J = \frac{1}{N} \sum_i \left[\ln(1 + e^{z_i}) - y_i z_i\right]

    Parameters
    ----------
    attempt : callable
        Your function; it takes ``y``, labels 0 or 1, and ``z``, any real numbers, both (N,), and returns one number.

    Returns
    -------
    Verdict
        What your function does.

    Notes
    -----
    The logits that are tried reach from −1000 to 1000.

    Examples
    --------
    The sum grows with the number of observations:

    >>> import numpy as np
    >>> check_binary_cross_entropy_with_logits(lambda y, z: np.sum(np.logaddexp(0, z) - y * z)).mistake
    'sum-for-mean'
    """
    return judge(exercises.BINARY_CROSS_ENTROPY_WITH_LOGITS, attempt)


def check_cross_entropy(attempt):
    r"""Check the cross-entropy of class probabilities: ``attempt(y, y_hat)`` answers with one number, the cost.

    .. math:: J = -\frac{1}{N} \sum_i \sum_k y_{ik} \ln \hat y_{ik}

    Parameters
    ----------
    attempt : callable
        Your function; it takes ``y``, one-hot rows, and ``y_hat``, rows of probabilities, both (N, C), and returns one
        number.

    Returns
    -------
    Verdict
        What your function does.

    Notes
    -----
    At the ends 0 ln 0 counts as 0, and the cost is infinite where a prediction ruled out what happened.

    Examples
    --------
    A mean over the whole table divides by the number of classes too:

    >>> import numpy as np
    >>> check_cross_entropy(lambda y, y_hat: -np.mean(y * np.log(y_hat))).mistake
    'mean-for-sum'
    """
    return judge(exercises.CROSS_ENTROPY, attempt)


def check_bernoulli_log_likelihood(attempt):
    r"""Check the log-likelihood of a Bernoulli sample: ``attempt(y, pi)`` answers with one number, the sum.

    .. math:: \ell(\pi) = \sum_i \left[y_i \ln \pi + (1 - y_i) \ln(1 - \pi)\right]

    Parameters
    ----------
    attempt : callable
        Your function; it takes ``y``, outcomes 0 or 1 of shape (N,), and ``pi``, one number, and returns one number.

    Returns
    -------
    Verdict
        What your function does.

    Notes
    -----
    The samples that are tried have up to 1500 outcomes, where a product of probabilities is 0 on a computer.

    Examples
    --------
    The product comes first and the logarithm too late:

    >>> import numpy as np
    >>> check_bernoulli_log_likelihood(lambda y, pi: np.log(np.prod(np.where(y == 1, pi, 1 - pi)))).mistake
    'overflow'
    """
    return judge(exercises.BERNOULLI_LOG_LIKELIHOOD, attempt)


def check_bernoulli_mle(attempt):
    r"""Check a maximum-likelihood estimate: ``attempt(y)`` answers with the π that makes the sample most likely.

    .. math:: \hat\pi = \arg\max_\pi \sum_i \left[y_i \ln \pi + (1 - y_i) \ln(1 - \pi)\right]

    Parameters
    ----------
    attempt : callable
        Your function; it takes ``y``, outcomes 0 or 1 of shape (N,), and returns one number.

    Returns
    -------
    Verdict
        What your function does.

    Examples
    --------
    A search over a grid finds the nearest point of the grid:

    >>> import numpy as np
    >>> pi = np.linspace(0.01, 0.99, 99)
    >>> check_bernoulli_mle(lambda y: pi[np.argmax(y.mean() * np.log(pi) + (1 - y.mean()) * np.log(1 - pi))]).mistake
    'rounded'
    """
    return judge(exercises.BERNOULLI_MLE, attempt)


def check_gradient_by_logit(attempt):
    r"""Check the gradient of the mean binary cross-entropy: ``attempt(y, z)`` answers with a slope for each logit.

    .. math:: \frac{\partial J}{\partial z_i} = \frac{\partial}{\partial z_i} \frac{1}{N} \sum_j \left[\ln(1 + e^{z_j})
        - y_j z_j\right]

    Parameters
    ----------
    attempt : callable
        Your function; it takes ``y``, labels 0 or 1, and ``z``, any real numbers, both (N,), and returns shape (N,).

    Returns
    -------
    Verdict
        What your function does.

    Examples
    --------
    The slope by the prediction is on the way to the slope by the logit, but it is not yet there:

    >>> import numpy as np
    >>> def attempt(y, z):
    ...     y_hat = 1 / (1 + np.exp(-z))
    ...     return ((1 - y) / (1 - y_hat) - y / y_hat) / len(y)
    >>> check_gradient_by_logit(attempt).mistake
    'term-missing'
    """
    return judge(exercises.GRADIENT_BY_LOGIT, attempt)
