"""The data sets of the lessons: small, written out where that is shorter, and the same on every machine."""

import numpy as np

from lossedu.validation import whole_number

__all__ = [
    "coin_tosses",
    "fingerprint_matches",
    "hours_studied",
    "separable_hours",
    "spring_lengths",
    "three_plants",
    "two_minima",
]


def coin_tosses(n_tosses=10, n_heads=7):
    """Tosses of a coin that lies: more heads than tails.

    Parameters
    ----------
    n_tosses : int
        How often the coin is tossed, 1 or more.
    n_heads : int
        How often it shows heads, from 0 to ``n_tosses``.

    Returns
    -------
    y : ndarray, shape (n_tosses,)
        1 for heads, 0 for tails, in the order of the tosses.

    Raises
    ------
    ValueError
        If a number is not whole, or there are more heads than tosses.

    Notes
    -----
    The order is shuffled with a fixed seed. It looks like chance and is the same each time.

    Examples
    --------
    Ten tosses, seven of them heads:

    >>> coin_tosses(10, 7)
    array([1, 1, 1, 0, 1, 1, 0, 1, 1, 0])
    """
    n_tosses = whole_number("n_tosses", n_tosses, least=1)
    n_heads = whole_number("n_heads", n_heads, least=0)
    if n_heads > n_tosses:
        raise ValueError(f"n_heads is {n_heads}: at most n_tosses, {n_tosses}, is expected.")
    order = np.argsort(np.random.PCG64(0).random_raw(n_tosses))  # raw bits: NumPy keeps them the same in all versions
    return (order < n_heads).astype(int)


def fingerprint_matches():
    """Sixteen fingers on a fingerprint reader: ridge details that match, and whose finger it was.

    Returns
    -------
    x : ndarray, shape (16,)
        Ridge details that match the stored print, a count out of 40.
    y : ndarray, shape (16,)
        1 if the finger was the owner's, 0 if not.

    Notes
    -----
    The owner's dry finger matches poorly and a stranger's finger matches well, so no threshold is right for all.

    Examples
    --------
    Half of the fingers were the owner's:

    >>> x, y = fingerprint_matches()
    >>> y.mean()
    np.float64(0.5)
    """
    x = np.array([3, 6, 8, 9, 11, 12, 15, 22, 14, 19, 21, 24, 27, 30, 33, 37])
    y = np.repeat([0, 1], 8)
    return x, y


def hours_studied():
    """Twelve students: the hours they studied, and whether they passed.

    Returns
    -------
    x : ndarray, shape (12,)
        Hours of study.
    y : ndarray, shape (12,)
        1 if the student passed, 0 if not.

    Notes
    -----
    Not separable: one student passed after 2 hours and one failed after 4.5. Logistic regression has a finite best fit.

    Examples
    --------
    More study, more passes:

    >>> x, y = hours_studied()
    >>> y
    array([0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1])
    """
    x = np.arange(1, 13) / 2
    y = np.array([0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1])
    return x, y


def separable_hours():
    """Twelve students again, and now every one who studied more than 3 hours passed, and no other.

    Returns
    -------
    x : ndarray, shape (12,)
        Hours of study.
    y : ndarray, shape (12,)
        1 if the student passed, 0 if not.

    Notes
    -----
    Separable: a steeper sigmoid is always better. The cost has no minimum, and the slope grows without end.

    Examples
    --------
    A threshold between 3 and 3.5 hours tells all of them apart:

    >>> x, y = separable_hours()
    >>> x[y == 0].max(), x[y == 1].min()
    (np.float64(3.0), np.float64(3.5))
    """
    x = np.arange(1, 13) / 2
    return x, (x > 3).astype(int)


def two_minima():
    """Four points on which squared error has two valleys, and binary cross-entropy one.

    Returns
    -------
    x : ndarray, shape (4,)
        One input, without a unit.
    y : ndarray, shape (4,)
        Labels, 0 or 1.

    Notes
    -----
    For ŷ = σ(w x), with one weight and no bias. Squared error has minima near w = −0.055 and w = 1.563, binary
    cross-entropy one near w = −0.081.

    Examples
    --------
    The point far to the right does it:

    >>> x, y = two_minima()
    >>> x
    array([ 0.2,  1. ,  2. , 40. ])
    """
    return np.array([0.2, 1, 2, 40]), np.array([0, 1, 1, 0])


def spring_lengths():
    """Twelve loads on a spring, and its length, measured with a shaking hand.

    Returns
    -------
    x : ndarray, shape (12,)
        Load, in newtons.
    y : ndarray, shape (12,)
        Length, in centimetres.

    Notes
    -----
    The true length is 10 cm and 0.8 cm more for each newton. The noise is Gaussian; its standard deviation is 0.8 cm.

    Examples
    --------
    With no load, the true length is 10 cm and the ruler said a little more:

    >>> x, y = spring_lengths()
    >>> y[0]
    np.float64(10.6)
    """
    x = np.arange(12.0)
    y = np.array([10.6, 10.2, 12.2, 11.6, 13.6, 12.6, 16.0, 15.8, 15.6, 17.8, 18.6, 18.2])
    return x, y


def three_plants():
    """Leaves of three kinds of plant: twelve of each, measured in two directions.

    Returns
    -------
    x : ndarray, shape (36, 2)
        Length and width of each leaf, in centimetres.
    y : ndarray, shape (36,)
        Kind of the plant: 0, 1 or 2.

    Notes
    -----
    Kind 0 has small leaves and stands apart; kinds 1 and 2 overlap.

    Examples
    --------
    The mean leaf of each kind:

    >>> x, y = three_plants()
    >>> [x[y == kind].mean(axis=0).round(1).tolist() for kind in range(3)]
    [[2.0, 1.0], [4.5, 1.5], [5.5, 2.3]]
    """
    lengths = [
        [1.5, 1.7, 1.8, 1.9, 1.9, 2.0, 2.0, 2.1, 2.2, 2.2, 2.3, 2.5],
        [3.4, 3.9, 4.0, 4.2, 4.4, 4.5, 4.5, 4.6, 4.8, 5.0, 5.2, 5.6],
        [4.5, 4.8, 5.1, 5.2, 5.4, 5.5, 5.6, 5.7, 5.7, 6.0, 6.2, 6.6],
    ]
    widths = [
        [0.9, 0.8, 1.1, 0.7, 1.2, 1.0, 0.9, 1.3, 0.9, 1.1, 1.0, 1.2],
        [1.2, 1.1, 1.6, 1.3, 1.4, 1.8, 1.4, 1.5, 1.3, 1.9, 1.7, 1.9],
        [1.9, 2.5, 1.8, 2.3, 2.0, 2.6, 2.3, 2.1, 2.5, 2.4, 2.8, 2.6],
    ]
    return np.column_stack([np.ravel(lengths), np.ravel(widths)]), np.repeat([0, 1, 2], 12)
