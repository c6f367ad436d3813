"""How likely a sample is under a distribution, and which parameter makes it most likely.

A sample is ``y``; a parameter may be one number or a grid of them, and the likelihood has the parameter's shape.
"""

import numpy as np

from lossedu.validation import (
    class_indices,
    class_probabilities,
    finite,
    in_blocks,
    outcome,
    paired,
    pointwise,
    positive,
    probability,
    whole_number,
)

__all__ = [
    "bernoulli_likelihood",
    "bernoulli_log_likelihood",
    "bernoulli_mle",
    "bernoulli_pmf",
    "categorical_likelihood",
    "categorical_log_likelihood",
    "categorical_mle",
    "categorical_pmf",
    "gaussian_likelihood",
    "gaussian_log_likelihood",
    "gaussian_mle",
    "gaussian_pdf",
]


@pointwise(y=outcome, pi=probability)
def bernoulli_pmf(y, pi):
    r"""Probability of the outcome ``y`` of one yes-or-no trial.

    .. math:: p(y \mid \pi) = \pi^{y} (1 - \pi)^{1 - y}

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Outcomes, 0 or 1.
    pi : array_like, same shape as ``y``, or scalar
        Probability of outcome 1, in [0, 1].

    Returns
    -------
    ndarray, shape (N,)
        Probability of each outcome.

    Raises
    ------
    ValueError
        If an outcome is not 0 or 1, ``pi`` is NaN or outside [0, 1], or the shapes differ.

    Notes
    -----
    The exponents pick one of the two factors.  Within 1 ulp of the true value.

    References
    ----------
    Bernoulli (1713), Ars conjectandi, part 1.

    Examples
    --------
    A coin that shows heads with probability 0.7:

    >>> bernoulli_pmf([1, 0], 0.7)
    array([0.7, 0.3])
    """
    return np.where(y == 1, pi, 1 - pi)


def bernoulli_likelihood(y, pi):
    r"""Likelihood of ``pi`` after a sample of yes-or-no trials: the product of their probabilities.

    .. math:: \mathcal L(\pi) = \prod_i \pi^{y_i} (1 - \pi)^{1 - y_i} = \pi^k (1 - \pi)^{n - k}

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        The sample: outcomes, 0 or 1; k of the n are 1.
    pi : array_like, any shape
        The parameter, in [0, 1], or a grid of candidates.

    Returns
    -------
    ndarray, same shape as ``pi``
        Likelihood of each candidate, for the whole sample.

    Raises
    ------
    ValueError
        If an outcome is not 0 or 1, or ``pi`` is NaN or outside [0, 1].

    Notes
    -----
    Largest at π = k/n.  Of about a thousand trials it is too small for float64 and becomes 0: use the logarithm.
    Within n + 2 ulp of the true value, because the rounding of 1 − π counts in every factor.

    References
    ----------
    Fisher (1922), On the Mathematical Foundations of Theoretical Statistics, Phil. Trans. R. Soc. A 222.

    Examples
    --------
    Two heads and a tail make 2/3 a better guess than 1/2:

    >>> bernoulli_likelihood([1, 1, 0], [1 / 2, 2 / 3])
    array([0.125     , 0.14814815])
    """
    ones, zeros = count_outcomes(y)
    return in_blocks(lambda pi: pi**ones * (1 - pi) ** zeros, [probability("pi", pi)])


def bernoulli_log_likelihood(y, pi):
    r"""Logarithm of the likelihood of ``pi`` after a sample of yes-or-no trials: a sum in place of a product.

    .. math:: \ell(\pi) = \sum_i \left[y_i \ln \pi + (1 - y_i) \ln(1 - \pi)\right] = k \ln \pi + (n - k) \ln(1 - \pi)

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        The sample: outcomes, 0 or 1; k of the n are 1.
    pi : array_like, any shape
        The parameter, in [0, 1], or a grid of candidates.

    Returns
    -------
    ndarray, same shape as ``pi``
        Log-likelihood of each candidate, in nats, at most 0; −∞ where ``pi`` rules the sample out.

    Raises
    ------
    ValueError
        If an outcome is not 0 or 1, or ``pi`` is NaN or outside [0, 1].

    Notes
    -----
    Minus n times the mean binary cross-entropy, with 0 ln 0 = 0.  Largest at π = k/n.  Within 2.5 ulp of the true
    value.

    References
    ----------
    Fisher (1922), On the Mathematical Foundations of Theoretical Statistics, Phil. Trans. R. Soc. A 222.

    Examples
    --------
    Of 1500 trials both likelihoods are 0.0, but 0.7 is still the better guess:

    >>> bernoulli_log_likelihood([1] * 1050 + [0] * 450, [0.5, 0.7])
    array([-1039.72077084,  -916.29645308])
    """
    ones, zeros = count_outcomes(y)

    def log_likelihood(pi):
        return np.fmin(ones * np.log(pi) + zeros * np.log1p(-pi), 0.0)  # 0 ln 0 = 0: nan only where both are 0

    return in_blocks(log_likelihood, [probability("pi", pi)])


def bernoulli_mle(y):
    r"""Maximum-likelihood estimate of ``pi``: the share of ones in the sample.

    .. math:: \hat\pi = \frac{k}{n} = \frac{1}{n} \sum_i y_i

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        The sample: outcomes, 0 or 1; k of the n are 1.

    Returns
    -------
    float64
        The estimate, in [0, 1].

    Raises
    ------
    ValueError
        If an outcome is not 0 or 1, or the sample is empty.

    Notes
    -----
    Unbiased.  Within 1 ulp of the true value.

    References
    ----------
    Fisher (1922), On the Mathematical Foundations of Theoretical Statistics, Phil. Trans. R. Soc. A 222.

    Examples
    --------
    Seven heads in ten tosses:

    >>> bernoulli_mle([1, 1, 1, 0, 1, 0, 1, 1, 0, 1]).item()
    0.7
    """
    return outcome("y", y).mean()


def count_outcomes(y):
    """Return how many outcomes are 1, and how many are 0."""
    y = outcome("y", y)
    return y.sum(), y.size - y.sum()


def categorical_pmf(y, pi):
    r"""Probability of the class ``y`` of one observation.

    .. math:: p(y \mid \pi) = \prod_k \pi_k^{[y = k]} = \pi_y

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Class indices from 0 to C − 1.
    pi : array_like, shape (C,)
        Probabilities of the C classes, which sum to 1.

    Returns
    -------
    ndarray, shape (N,)
        Probability of each observation.

    Raises
    ------
    ValueError
        If an index is out of range or not whole, or ``pi`` is not one row of probabilities that sum to 1.

    Notes
    -----
    The exponents pick one of the C factors.  Two classes give the Bernoulli distribution.  Exact.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 2.2, Springer.

    Examples
    --------
    A bag with five red, three green and two blue balls; a blue one, then a red one:

    >>> categorical_pmf([2, 0], [0.5, 0.3, 0.2])
    array([0.2, 0.5])
    """
    pi = one_distribution(pi)
    return pi[class_indices("y", y, pi.size)]


@np.errstate(all="ignore")
def categorical_likelihood(y, pi):
    r"""Likelihood of ``pi`` after a sample of classes: the product of their probabilities.

    .. math:: \mathcal L(\pi) = \prod_i \pi_{y_i} = \prod_k \pi_k^{n_k}

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        The sample: class indices from 0 to C − 1; n_k of them are k.
    pi : array_like, shape (C,)
        Probabilities of the C classes, which sum to 1.

    Returns
    -------
    float64
        Likelihood, for the whole sample.

    Raises
    ------
    ValueError
        If an index is out of range or not whole, or ``pi`` is not one row of probabilities that sum to 1.

    Notes
    -----
    Largest where π_k = n_k/n.  Too small for float64 in a large sample: use the logarithm.  Within 2 C ulp of the true
    value.

    References
    ----------
    Fisher (1922), On the Mathematical Foundations of Theoretical Statistics, Phil. Trans. R. Soc. A 222.

    Examples
    --------
    Red, red, blue, out of the bag above:

    >>> categorical_likelihood([0, 0, 2], [0.5, 0.3, 0.2]).item()
    0.05
    """
    pi, counts = counted(y, pi)
    return np.prod(pi**counts)


@np.errstate(all="ignore")
def categorical_log_likelihood(y, pi):
    r"""Logarithm of the likelihood of ``pi`` after a sample of classes: a sum in place of a product.

    .. math:: \ell(\pi) = \sum_i \ln \pi_{y_i} = \sum_k n_k \ln \pi_k

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        The sample: class indices from 0 to C − 1; n_k of them are k.
    pi : array_like, shape (C,)
        Probabilities of the C classes, which sum to 1.

    Returns
    -------
    float64
        Log-likelihood of the whole sample, in nats, at most 0; −∞ where ``pi`` rules the sample out.

    Raises
    ------
    ValueError
        If an index is out of range or not whole, or ``pi`` is not one row of probabilities that sum to 1.

    Notes
    -----
    Minus n times the mean cross-entropy, with 0 ln 0 = 0.  Largest where π_k = n_k/n.  Within 2.5 ulp of the true
    value.

    References
    ----------
    Fisher (1922), On the Mathematical Foundations of Theoretical Statistics, Phil. Trans. R. Soc. A 222.

    Examples
    --------
    Red, red, blue, out of the bag above, is ln 0.05:

    >>> categorical_log_likelihood([0, 0, 2], [0.5, 0.3, 0.2]).round(6).item()
    -2.995732
    """
    pi, counts = counted(y, pi)
    return np.fmin(counts * np.log(pi), 0.0).sum()  # 0 ln 0 = 0: nan only where both are 0


def categorical_mle(y, n_classes):
    r"""Maximum-likelihood estimate of ``pi``: the share of each class in the sample.

    .. math:: \hat\pi_k = \frac{n_k}{n}

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        The sample: class indices from 0 to C − 1; n_k of them are k.
    n_classes : int
        The number of classes C, of which some may be missing from the sample.

    Returns
    -------
    ndarray, shape (C,)
        The estimate, which sums to 1.

    Raises
    ------
    ValueError
        If an index is out of range or not whole, or the sample is empty.

    Notes
    -----
    A class that was not seen gets 0, and so an infinite loss when it comes at last.  Within 1 ulp of the true value.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 2.2, Springer.

    Examples
    --------
    Two of class 0, none of class 1, two of class 2:

    >>> categorical_mle([0, 2, 2, 0], n_classes=3)
    array([0.5, 0. , 0.5])
    """
    n_classes = whole_number("n_classes", n_classes, least=1)
    indices = class_indices("y", y, n_classes).ravel()
    return np.bincount(indices, minlength=n_classes) / indices.size


def one_distribution(pi):
    """Return ``pi`` as the one row of class probabilities that it must be."""
    pi = class_probabilities("pi", pi)
    if pi.ndim != 1:
        raise ValueError(f"pi has shape {pi.shape}: one row of C probabilities is expected.")
    return pi


def counted(y, pi):
    """Return the class probabilities, and how often each class was seen."""
    pi = one_distribution(pi)
    return pi, np.bincount(class_indices("y", y, pi.size).ravel(), minlength=pi.size)


@pointwise(y=finite, mu=finite, sigma=positive)
def gaussian_pdf(y, mu, sigma=1):
    r"""Probability density at ``y`` of a number with Gaussian noise.

    .. math:: p(y \mid \mu, \sigma) = \frac{1}{\sigma \sqrt{2 \pi}} \exp\left[-\frac{(y - \mu)^2}{2 \sigma^2}\right]

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        Observed numbers.
    mu : array_like, same shape as ``y``, or scalar
        Mean, in the units of ``y``.
    sigma : array_like, same shape as ``y``, or scalar, default 1
        Standard deviation, in the units of ``y``, above 0.

    Returns
    -------
    ndarray, shape (N,)
        Density of each observation, per unit of ``y``; it may be above 1.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, ``sigma`` is not above 0, or the shapes differ.

    Notes
    -----
    Largest at ``y = mu``.  Within 4 + 4 t² ulp of the true value, t = (y − μ)/σ, as long as neither exp(−t²/2) nor
    σ√(2π) leaves the range of float64.

    References
    ----------
    Gauss (1809), Theoria motus corporum coelestium, book 2, section 3.

    Examples
    --------
    At the mean, and one standard deviation away from it:

    >>> gaussian_pdf([0, 1], mu=0)
    array([0.39894228, 0.24197072])
    """
    return np.exp(-(standardised(y, mu, sigma) ** 2) / 2) / (sigma * ROOT_OF_TWO_PI)


ROOT_OF_TWO_PI = np.sqrt(2 * np.pi)
LOG_ROOT_OF_TWO_PI = np.log(2 * np.pi) / 2


def standardised(y, mu, sigma):
    """Return t = (y − μ)/σ; if y − μ is too large for float64, half of it is not."""
    distance = y - mu
    return np.where(np.isfinite(distance), distance / sigma, (y / 2 - mu / 2) / sigma * 2)


def gaussian_likelihood(y, mu, sigma=1):
    r"""Likelihood of ``mu`` and ``sigma`` after a sample of numbers: the product of their densities.

    .. math:: \mathcal L(\mu, \sigma) = \prod_i p(y_i \mid \mu, \sigma)

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        The sample: observed numbers.
    mu : array_like, any shape
        Mean, in the units of ``y``, or a grid of candidates.
    sigma : array_like, same shape as ``mu``, or scalar, default 1
        Standard deviation, in the units of ``y``, above 0.

    Returns
    -------
    ndarray, same shape as ``mu``
        Likelihood of each candidate, for the whole sample.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, ``sigma`` is not above 0, or the shapes of ``mu`` and ``sigma`` differ.

    Notes
    -----
    Largest at the mean of the sample.  Too small or too large for float64 in a large sample: use the logarithm.

    References
    ----------
    Fisher (1922), On the Mathematical Foundations of Theoretical Statistics, Phil. Trans. R. Soc. A 222.

    Examples
    --------
    The mean of 1 and 3 is a better guess than 1:

    >>> gaussian_likelihood([1, 3], mu=[1, 2])
    array([0.02153928, 0.05854983])
    """

    def likelihood(y, mu, sigma):
        product = np.prod(gaussian_pdf.__wrapped__(y, mu, sigma), axis=-1)
        return np.where(np.isnan(product), np.exp(sum_of_log_densities(y, mu, sigma)), product)[()]  # nan: 0 · ∞

    return over_sample(likelihood, y, mu, sigma)


def gaussian_log_likelihood(y, mu, sigma=1):
    r"""Logarithm of the likelihood of ``mu`` and ``sigma`` after a sample of numbers: squared errors appear.

    .. math:: \ell(\mu, \sigma) = -n \ln\left(\sigma \sqrt{2 \pi}\right) - \frac{1}{2 \sigma^2} \sum_i (y_i - \mu)^2

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        The sample: observed numbers.
    mu : array_like, any shape
        Mean, in the units of ``y``, or a grid of candidates.
    sigma : array_like, same shape as ``mu``, or scalar, default 1
        Standard deviation, in the units of ``y``, above 0.

    Returns
    -------
    ndarray, same shape as ``mu``
        Log-likelihood of each candidate, in nats; above 0 if the densities are.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, ``sigma`` is not above 0, or the shapes of ``mu`` and ``sigma`` differ.

    Notes
    -----
    With σ = 1 it is minus half the sum of squared errors, less a constant.  Largest at the mean of the sample.  Within
    4 ulp of the largest of its three terms.

    References
    ----------
    Fisher (1922), On the Mathematical Foundations of Theoretical Statistics, Phil. Trans. R. Soc. A 222.

    Examples
    --------
    The mean of 1 and 3 is a better guess than 1:

    >>> gaussian_log_likelihood([1, 3], mu=[1, 2])
    array([-3.83787707, -2.83787707])
    """
    return over_sample(sum_of_log_densities, y, mu, sigma)


def sum_of_log_densities(y, mu, sigma):
    """Return the log-likelihood of each candidate; the sample lies on the last axis."""
    t = standardised(y, mu, sigma)
    return -y.size * (np.log(sigma[..., 0]) + LOG_ROOT_OF_TWO_PI) - (t * (t / 2)).sum(axis=-1)


def over_sample(formula, y, mu, sigma):
    """Evaluate ``formula`` with the sample on a last axis of its own, behind the axes of the parameters."""
    sample = finite("y", y).ravel()
    mu, sigma = paired(mu=finite("mu", mu), sigma=positive("sigma", sigma))
    with np.errstate(all="ignore"):
        return formula(sample, mu[..., np.newaxis], sigma[..., np.newaxis])


def gaussian_mle(y):
    r"""Maximum-likelihood estimates of ``mu`` and ``sigma``: the mean, and the root mean squared distance from it.

    .. math:: \hat\mu = \frac{1}{n} \sum_i y_i \qquad \hat\sigma = \sqrt{\frac{1}{n} \sum_i (y_i - \hat\mu)^2}

    Parameters
    ----------
    y : array_like, shape (N,) or scalar
        The sample: observed numbers.

    Returns
    -------
    mu, sigma : float64
        The estimates, in the units of ``y``.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, or the sample is empty.

    Notes
    -----
    The mean is where the cost of squared error is least, and ``sigma`` squared is that least cost.  It is biased: the
    usual estimate divides by n − 1.

    References
    ----------
    Fisher (1922), On the Mathematical Foundations of Theoretical Statistics, Phil. Trans. R. Soc. A 222.

    Examples
    --------
    Three thermometers in one room:

    >>> mu, sigma = gaussian_mle([19, 21, 23])
    >>> mu.item(), sigma.round(3).item()
    (21.0, 1.633)
    """
    y = finite("y", y)
    _, exponent = np.frexp(np.abs(y).max())
    scaled = np.ldexp(y, -exponent)  # at most 1, so that no sum and no square leaves float64
    return np.ldexp(scaled.mean(), exponent), np.ldexp(scaled.std(), exponent)
