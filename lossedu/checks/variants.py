"""Wrong variants of a right function: each mistake as a small change, so that two mistakes are two changes."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Variant(NamedTuple):
    """A known mistake: which one, the change that makes it out of a right function, and words of its own if needed.

    Its answer may be of another shape than the right one; where it is nan, nothing is compared.
    """

    mistake: str
    change: Callable
    says: str = ""
    title: str = ""
    hint: str = ""


def of_inputs(change):
    """Make a mistake in what goes in: ``right(*change(*inputs))``."""
    return lambda right: lambda *inputs: right(*change(*inputs))


def of_answer(change):
    """Make a mistake in what comes out: ``change(right(y, …), y)``."""
    return lambda right: lambda *inputs: change(right(*inputs), inputs[0])


def instead(formula):
    """Put another formula in the place of the right one."""
    return lambda right: formula


def another(quantity, change):
    """Compute another quantity than the one that is asked."""
    return Variant("other", change, f"This is {quantity}.", title="Another quantity")


def each_with_each(y, other):
    """Pair every label with every prediction, as (N,) with (N, 1) does."""
    return np.repeat(y, len(other), axis=0), np.concatenate([other] * len(y))


def softplus(z):
    """Return ln(1 + eᶻ)."""
    return np.logaddexp(0, z)


NEGATIVE = Variant("missing-minus", of_answer(lambda J, y: -J))
SWAPPED_LABELS = Variant("labels-swapped", of_inputs(lambda y, other: (1 - y, other)))
TABLE = Variant("shape-table", of_inputs(each_with_each))
LABELS_ALONE = Variant("labels-against-themselves", of_inputs(lambda y, other: (y, y)))
PREDICTIONS_ALONE = Variant("labels-against-themselves", of_inputs(lambda y, other: (other, other)))

TOO_SMALL = (
    Variant("extra-half", of_answer(lambda J, y: J / 2)),
    Variant("mean-for-sum", of_answer(lambda J, y: J / len(y))),
)
TOO_LARGE = (
    Variant("sum-for-mean", of_answer(lambda J, y: J * len(y))),
    Variant("half-for-mean", of_answer(lambda J, y: J * len(y) / 2)),
)
OTHER_BASES = (
    Variant("wrong-log-base", of_answer(lambda J, y: J / np.log(2)), "The logarithm is to base 2 where ln is asked."),
    Variant("wrong-log-base", of_answer(lambda J, y: J / np.log(10)), "The logarithm is to base 10 where ln is asked."),
)
DIVIDED_BY_ONE_LESS = Variant(
    "other",
    of_answer(lambda J, y: J * len(y) / (len(y) - 1)),
    "The sum is divided by N − 1 in place of N.",
    title="Divided by one too few",
)
COST = (NEGATIVE, *TOO_LARGE, *TOO_SMALL, DIVIDED_BY_ONE_LESS)
