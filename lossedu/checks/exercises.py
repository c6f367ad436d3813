"""The nine exercises: for each the right function, the inputs that are tried, and the mistakes that are known."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lossedu.activations import logit, sigmoid, softmax
from lossedu.checks.attempts import COLUMN, ONE_AT_A_TIME, ROW, WHOLE_LABELS, Layout
from lossedu.checks.variants import (
    COST,
    LABELS_ALONE,
    NEGATIVE,
    OTHER_BASES,
    PREDICTIONS_ALONE,
    SWAPPED_LABELS,
    TABLE,
    TOO_SMALL,
    Variant,
    another,
    instead,
    of_answer,
    of_inputs,
    softplus,
)
from lossedu.likelihood import bernoulli_log_likelihood, bernoulli_mle
from lossedu.losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_gradient,
    cross_entropy,
    squared_error,
)

OBSERVATIONS = (WHOLE_LABELS, ROW, COLUMN)


@dataclass(frozen=True, eq=False)
class Exercise:
    """One exercise.

    ``gentle`` inputs decide between right and wrong, the first three of one shape; ``ends`` and ``far`` inputs decide
    between right and almost.  ``inside`` says where an attempt is right that fails at the ends, ``near`` where one is
    that fails far out, ``ordinary`` where one is whose answers are held back from infinity.  ``variants`` are listed
    from the inside out: of two mistakes at once, the later is made around the earlier.  ``surprise(p)`` gives inputs
    whose cost is −ln p, to find out what holds a cost back.
    """

    arguments: tuple[str, ...]
    answer: str
    inside: str
    right: Callable
    gentle: tuple
    variants: tuple[Variant, ...]
    ends: tuple = ()
    far: tuple = ()
    near: str = "for moderate logits"
    ordinary: str = "for ordinary predictions"
    extremes: str = "the ends"
    layouts: tuple[Layout, ...] = OBSERVATIONS
    surprise: Callable | None = None
    has_order: bool = True
    is_mean: bool = True
    is_distribution: bool = False


def inputs(*values):
    """Return the values of the arguments, each row of numbers as an array."""
    return tuple(np.array(value, dtype=float) if np.ndim(value) else float(value) for value in values)


TWICE = "The probabilities go through a sigmoid, as if they were logits."
ONE_MINUS = "A “1 −” is missing in one of the two terms."
WRONG_SIGN = "One of the terms has the wrong sign."
BOTH_SIGNS = "One of the two terms has the wrong sign: the minus belongs to both."


# ── sigmoid ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def slope_of_sigmoid(z):
    """Return σ(z)(1 − σ(z))."""
    return sigmoid(z) * sigmoid(-z)


ONE_SIDE = {"title": "Right on one side of zero", "hint": "What does each side of zero need?"}

SIGMOID = Exercise(
    arguments=("z",),
    answer="an array of the shape of z",
    inside="for moderate logits",
    right=sigmoid,
    gentle=(
        inputs([0.5, -1.2, 2.0, -0.3]),
        inputs([-2.5, 0.8, 1.4, -0.9]),
        inputs([3.1, -3.7, -1.6, 2.9]),
        inputs([0.0, 4.2, -4.6, 1.1, -2.2]),
    ),
    ends=(inputs([-40, 40]),),
    far=(inputs([-1000, 1000]), inputs([-800, 800, 0])),
    layouts=(ONE_AT_A_TIME,),
    has_order=False,
    is_mean=False,
    variants=(
        Variant("term-missing", instead(np.exp), "This is 1/exp(−z): a part of the denominator is missing."),
        Variant("missing-minus", instead(lambda z: 1 / (1 - np.exp(-z))), "The sign in the denominator is wrong."),
        another("1 + exp(−z): look at the brackets of 1/(…)", instead(lambda z: 1 + np.exp(-z))),
        another("tanh: it runs from −1 to 1, and the sigmoid from 0 to 1", instead(np.tanh)),
        another("the slope of the sigmoid", instead(slope_of_sigmoid)),
        Variant("other", of_inputs(lambda z: (np.abs(z),)), "This is σ(|z|): right for z ≥ 0 alone.", **ONE_SIDE),
        Variant("other", of_inputs(lambda z: (-np.abs(z),)), "This is σ(−|z|): right for z ≤ 0 alone.", **ONE_SIDE),
        another("the logarithm of the sigmoid", instead(lambda z: -softplus(-z))),
        Variant("activation-twice", of_inputs(lambda z: (sigmoid(z),))),
        Variant(
            "missing-minus", of_inputs(lambda z: (-z,)), "This falls where it should rise: σ(−z) in place of σ(z)."
        ),
        Variant("wrong-log-base", of_inputs(lambda z: (z * np.log(2),)), "The power is to base 2 where e is asked."),
        Variant("wrong-log-base", of_inputs(lambda z: (z * np.log(10),)), "The power is to base 10 where e is asked."),
        Variant("extra-half", of_answer(lambda p, z: p / 2)),
    ),
)


# ── softmax ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def softmax_along(axis):
    """Return a softmax over each column, axis 0, or over the whole table, axis None."""
    return instead(lambda z: np.exp(z) / np.exp(z).sum(axis=axis))


def shifted_by_column(z):
    """Return the rows of exp(z) divided by their sums, after each column lost its own maximum."""
    return softmax(z - z.max(axis=0))


SOFTMAX = Exercise(
    arguments=("z",),
    answer="an array of the shape of z",
    inside="for moderate logits",
    right=softmax,
    gentle=(
        inputs([[1.0, 2.0, 0.5], [0.1, -1.0, 0.3]]),
        inputs([[-0.4, 0.7, 1.6], [2.2, 0.9, -0.8]]),
        inputs([[3.2, -2.3, 0.4], [-1.8, 0.2, 2.7]]),
        inputs([[0.2, -1.5], [1.3, 0.4], [-0.6, 2.1]]),
        inputs([[0.6, 0.1, -0.7, 1.9]]),
    ),
    ends=(inputs([[40, 0, -40], [0, 40, 1]]),),
    far=(inputs([[1000, 1001, 999], [0, 1, 2]]), inputs([[-1000, -1001, -999], [0, 1000, -1000]])),
    layouts=(),
    has_order=False,
    is_mean=False,
    is_distribution=True,
    variants=(
        Variant("wrong-axis", softmax_along(0), "Each column sums to 1, and not each row."),
        Variant("wrong-axis", softmax_along(None), "The whole table sums to 1, and not each row."),
        Variant(
            "wrong-axis", instead(shifted_by_column), "The largest logit is taken of each column, not of each row."
        ),
        Variant("not-normalised", instead(np.exp)),
        Variant("not-normalised", instead(lambda z: np.exp(z - z.max(axis=-1, keepdims=True)))),
        Variant("not-normalised", instead(lambda z: np.exp(z - z.max()))),
        Variant("not-normalised", instead(sigmoid), "This is a sigmoid of each logit: the classes do not compete."),
        Variant("term-missing", instead(lambda z: softmax(z) / (1 - softmax(z))), "Each sum leaves out its own class."),
        Variant(
            "other",
            instead(lambda z: 1.0 * (z >= z.max(axis=-1, keepdims=True))),
            "Everything goes to the largest logit.",
            title="A hard maximum",
        ),
        another("the logarithm of the softmax", instead(lambda z: np.log(softmax(z)))),
        Variant(
            "other",
            instead(lambda z: z / z.sum(axis=-1, keepdims=True)),
            "The logits are divided as they are, and they can be negative.",
            title="The exponential is missing",
        ),
        Variant("activation-twice", of_inputs(lambda z: (softmax(z),))),
        Variant("wrong-log-base", of_inputs(lambda z: (z * np.log(2),)), "The power is to base 2 where e is asked."),
        Variant("wrong-log-base", of_inputs(lambda z: (z * np.log(10),)), "The power is to base 10 where e is asked."),
        Variant("missing-minus", of_inputs(lambda z: (-z,)), "The smallest logit gets the largest share."),
    ),
)


# ── squared error ────────────────────────────────────────────────────────────────────────────────────────────────────

SQUARED_ERROR = Exercise(
    arguments=("y", "y_hat"),
    answer="one number, the cost",
    inside="for ordinary numbers",
    right=lambda y, y_hat: squared_error(y, y_hat).mean(),
    gentle=(
        inputs([3.1, -0.5, 2.2, 7.3], [2.4, 0.3, 2.6, 5.6]),
        inputs([0.7, 1.9, -4.2, 2.5], [1.3, 1.1, -2.1, 2.8]),
        inputs([-6.1, 4.8, 0.9, -2.7], [0.8, 9.5, -3.3, -1.4]),
        inputs([10.3, 12.9], [11.7, 9.2]),
        inputs([0.37, -0.81, 0.53, 1.12, -0.29], [0.11, -0.93, 0.77, 1.31, 0.58]),
        inputs([1, 0, 1], [0.9, 0.3, 0.45]),
        inputs([250.1, -130.7, 81.3], [12.6, 60.2, 75.9]),
    ),
    has_order=False,
    variants=(
        Variant("missing-square", instead(lambda y, y_hat: (y - y_hat).mean())),
        Variant("missing-square", instead(lambda y, y_hat: (y_hat - y).mean())),
        Variant("missing-square", instead(lambda y, y_hat: np.abs((y - y_hat).mean()))),
        Variant("absolute-for-square", instead(lambda y, y_hat: np.abs(y - y_hat).mean())),
        Variant(
            "other",
            instead(lambda y, y_hat: (y - y_hat).mean() ** 2),
            "The differences are averaged first, and then their mean is squared.",
            title="The square comes after the mean",
            hint="What keeps an error above and an error below from cancelling?",
        ),
        Variant("missing-minus", of_inputs(lambda y, y_hat: (y, -y_hat)), "y + ŷ is squared in place of y − ŷ."),
        TABLE,
        LABELS_ALONE,
        PREDICTIONS_ALONE,
        *COST,
        another("the root of the mean squared error", of_answer(lambda J, y: np.sqrt(J))),
    ),
)


# ── binary cross-entropy, from probabilities ─────────────────────────────────────────────────────────────────────────


def bce(y, y_hat):
    """Return the cost."""
    return binary_cross_entropy(y, y_hat).mean()


def ones_loss(y, y_hat):
    """Return −y ln ŷ, for 0 < ŷ < 1."""
    return -y * np.log(y_hat)


def zeros_loss(y, y_hat):
    """Return −(1 − y) ln(1 − ŷ), for 0 < ŷ < 1."""
    return ones_loss(1 - y, 1 - y_hat)


def mean_loss(loss):
    """Put the mean of another loss in the place of the cost."""
    return instead(lambda y, y_hat: loss(y, y_hat).mean())


BINARY_CROSS_ENTROPY = Exercise(
    arguments=("y", "y_hat"),
    answer="one number, the cost",
    inside="wherever 0 < ŷ < 1",
    right=bce,
    gentle=(
        inputs([1, 0, 1, 1], [0.9, 0.2, 0.6, 0.35]),
        inputs([0, 1, 0, 1], [0.3, 0.75, 0.55, 0.15]),
        inputs([1, 1, 0, 0], [0.08, 0.66, 0.94, 0.41]),
        inputs([1, 0], [0.45, 0.07]),
        inputs([0, 0, 1, 0, 1], [0.12, 0.81, 0.64, 0.26, 0.93]),
        inputs([1, 0, 1], [0.52, 0.38, 0.71]),
    ),
    ends=(
        inputs([1, 0, 1], [1, 0, 0.8]),
        inputs([1, 0], [0, 0.3]),
        inputs([0, 1], [1, 0.6]),
        inputs([1, 0], [1e-6, 1 - 1e-6]),
    ),
    surprise=lambda p: inputs([1, 1], [p, p]),
    variants=(
        Variant("term-missing", instead(lambda y, y_hat: -np.log(y_hat).mean()), ONE_MINUS),
        Variant("term-missing", instead(lambda y, y_hat: -np.log(1 - y_hat).mean()), ONE_MINUS),
        Variant("term-missing", instead(lambda y, y_hat: -(y * np.log(y_hat * (1 - y_hat))).mean()), ONE_MINUS),
        Variant(
            "term-missing", instead(lambda y, y_hat: -np.log(y_hat * (1 - y_hat)).mean()), "The labels have no say."
        ),
        another("the squared error", instead(lambda y, y_hat: ((y - y_hat) ** 2).mean())),
        another("the absolute error", instead(lambda y, y_hat: np.abs(y - y_hat).mean())),
        Variant("term-missing", mean_loss(ones_loss), "Observations with label 0 cost nothing."),
        Variant("term-missing", mean_loss(zeros_loss), "Observations with label 1 cost nothing."),
        Variant("missing-minus", mean_loss(lambda y, p: ones_loss(y, p) - zeros_loss(y, p)), BOTH_SIGNS),
        Variant("missing-minus", mean_loss(lambda y, p: zeros_loss(y, p) - ones_loss(y, p)), BOTH_SIGNS),
        Variant("activation-twice", of_inputs(lambda y, y_hat: (y, sigmoid(y_hat))), TWICE),
        SWAPPED_LABELS,
        TABLE,
        LABELS_ALONE,
        PREDICTIONS_ALONE,
        *OTHER_BASES,
        *COST,
    ),
)


# ── binary cross-entropy, with soft labels ───────────────────────────────────────────────────────────────────────────


def with_labels(harden):
    """Change the labels before they meet their predictions."""
    return of_inputs(lambda y, y_hat: (harden(y).astype(float), y_hat))


def is_hard(y):
    """Tell which labels are 0 or 1."""
    return (y == 0) | (y == 1)


def one_term_each(is_one):
    """Give each observation one of the two terms, by its label."""
    return mean_loss(lambda y, y_hat: np.where(is_one(y), ones_loss(y, y_hat), zeros_loss(y, y_hat)))


def right_where_hard(y, y_hat):
    """Return the cost, and nan where there is a soft label, so that no more is compared than the hard ones."""
    return bce(y, y_hat) if is_hard(y).all() else np.nan


BOTH_TERMS = {
    "title": "The labels are taken as 0 or 1",
    "hint": "A label of 0.8 takes part in both terms of the formula: how much in each?",
}
ONE_TERM = "An observation gets one of the two terms, where a soft label needs both."

SOFT_LABELS = (
    Variant("ignores-input", with_labels(lambda y: y == 1), "A label between 0 and 1 is treated as 0.", **BOTH_TERMS),
    Variant("ignores-input", with_labels(lambda y: y > 0), "A label between 0 and 1 is treated as 1.", **BOTH_TERMS),
    Variant("ignores-input", with_labels(np.round), "A label between 0 and 1 is rounded to 0 or 1.", **BOTH_TERMS),
    Variant("term-missing", one_term_each(lambda y: y == 1), ONE_TERM, **BOTH_TERMS),
    Variant("term-missing", one_term_each(lambda y: y > 0), ONE_TERM, **BOTH_TERMS),
    Variant("term-missing", one_term_each(np.round), ONE_TERM, **BOTH_TERMS),
    Variant(
        "term-missing",
        mean_loss(lambda y, y_hat: np.where(is_hard(y), binary_cross_entropy(y, y_hat), 0)),
        "Observations with a label between 0 and 1 cost nothing.",
        **BOTH_TERMS,
    ),
    Variant(
        "other",
        mean_loss(lambda y, y_hat: -np.log(y * y_hat + (1 - y) * (1 - y_hat))),
        "The labels weigh the probabilities, where they should weigh the logarithms.",
        title="The logarithm comes too late",
    ),
    Variant(
        "other",
        instead(right_where_hard),
        "The cost is right for the labels 0 and 1, and not for labels between them.",
        title="Wrong for soft labels",
        hint=BOTH_TERMS["hint"],
    ),
)

SOFT_BINARY_CROSS_ENTROPY = replace(
    BINARY_CROSS_ENTROPY,
    gentle=(
        *BINARY_CROSS_ENTROPY.gentle,
        inputs([0.8, 0.3, 1, 0.1], [0.6, 0.45, 0.9, 0.25]),
        inputs([0.35, 0, 0.95], [0.7, 0.15, 0.85]),
        inputs([0.6, 0.2], [0.3, 0.55]),
    ),
    ends=(*BINARY_CROSS_ENTROPY.ends, inputs([0.4, 0.7], [0, 1]), inputs([1, 0, 0.75], [1, 0, 0.6])),
    extremes="soft labels and the ends",
    layouts=(ROW, COLUMN),
    variants=(*SOFT_LABELS, *BINARY_CROSS_ENTROPY.variants),
)


# ── binary cross-entropy, from logits ────────────────────────────────────────────────────────────────────────────────


def bce_from_logits(y, z):
    """Return the cost."""
    return binary_cross_entropy_with_logits(y, z).mean()


def bce_taking_logits_for_probabilities(y, z):
    """Put logits into the formula for probabilities; nan where they are not between 0 and 1."""
    return -(y * np.log(z) + (1 - y) * np.log(1 - z)).mean()


def without_zeros_by_logit(y, z):
    """Make the logits perfect where the label is 0."""
    return y, np.where(y == 1, z, -np.inf)


def without_ones_by_logit(y, z):
    """Make the logits perfect where the label is 1."""
    return y, np.where(y == 0, z, np.inf)


def minus_on_one_term_by_logit(right):
    """Return the difference of the two terms of a cost, where their sum is asked."""
    return lambda y, z: right(*without_zeros_by_logit(y, z)) - right(*without_ones_by_logit(y, z))


def minus_on_the_other_term_by_logit(right):
    """Return the same difference with both signs changed."""
    return lambda y, z: right(*without_ones_by_logit(y, z)) - right(*without_zeros_by_logit(y, z))


def finite_logit(p):
    """Return a finite logit whose sigmoid is as near to p as float64 allows."""
    return np.clip(logit(p), -1000, 1000)


# In the first two the logits lie between 0 and 1, where a logit taken for a probability gives a number.
LABELS_AND_LOGITS = (
    inputs([1, 0, 1, 1], [0.9, 0.2, 0.4, 0.75]),
    inputs([0, 1, 0, 1], [0.3, 0.85, 0.65, 0.15]),
    inputs([1, 1, 0, 0], [-1.7, 2.6, 3.4, -0.9]),
    inputs([1, 0], [-1.3, 2.1]),
    inputs([0, 0, 1, 0, 1], [-0.7, 1.6, 3.2, -2.4, -0.35]),
    inputs([1, 0, 1], [2.7, 0.6, -3.1]),
)
SATURATED = (inputs([1, 0], [40, -40]), inputs([1, 0], [-40, 40]))
FAR_OUT = (inputs([1, 0], [1000, -1000]), inputs([1, 0], [-1000, 1000]))


def safe_form(formula):
    """Put the mean of another formula in the place of max(z, 0) − yz + ln(1 + exp(−|z|))."""
    return instead(lambda y, z: formula(y, z, np.abs(z), np.maximum(z, 0)).mean())


SLIPS_IN_THE_SAFE_FORM = (
    Variant("term-missing", safe_form(lambda y, z, size, top: top - y * z), "The logarithm is missing."),
    Variant(
        "term-missing", safe_form(lambda y, z, size, top: softplus(-size) - y * z), "The term max(z, 0) is missing."
    ),
    Variant(
        "term-missing", safe_form(lambda y, z, size, top: top - y * z - size), "The “1 +” in ln(1 + …) is missing."
    ),
    Variant(
        "term-missing", safe_form(lambda y, z, size, top: top - y * z + np.exp(-size)), "The logarithm is missing."
    ),
    Variant("term-missing", safe_form(lambda y, z, size, top: softplus(z) - y), "The label stands without its logit."),
    Variant("missing-minus", safe_form(lambda y, z, size, top: top - y * z - softplus(-size)), WRONG_SIGN),
    Variant(
        "missing-minus", safe_form(lambda y, z, size, top: top - y * z + softplus(size)), "The power grows with |z|."
    ),
    Variant(
        "other",
        safe_form(lambda y, z, size, top: softplus(size) - y * z),
        "This is right for z ≥ 0 alone: where does the formula take z, and where its size?",
        title=ONE_SIDE["title"],
    ),
    Variant(
        "other",
        instead(lambda y, z: (z.max() - y * z + softplus(-np.abs(z))).mean()),
        "The largest logit of all is taken for each, as by `np.max` in place of `np.maximum`.",
        title="One maximum for all",
    ),
)

BINARY_CROSS_ENTROPY_WITH_LOGITS = Exercise(
    arguments=("y", "z"),
    answer="one number, the cost",
    inside="for moderate logits",
    right=bce_from_logits,
    gentle=LABELS_AND_LOGITS,
    ends=SATURATED,
    far=FAR_OUT,
    ordinary="for moderate logits",
    surprise=lambda p: inputs([1, 1], [finite_logit(p)] * 2),
    variants=(
        Variant("logit-as-probability", instead(bce_taking_logits_for_probabilities)),
        Variant("term-missing", instead(lambda y, z: softplus(z).mean()), "The term with the label is missing."),
        Variant("term-missing", instead(lambda y, z: softplus(-z).mean()), "The term with the label is missing."),
        Variant("term-missing", instead(lambda y, z: (-y * z).mean()), "The term with the logarithm is missing."),
        *SLIPS_IN_THE_SAFE_FORM,
        Variant("labels-against-themselves", instead(lambda y, z: (softplus(z) - z * z).mean())),
        Variant("missing-minus", instead(lambda y, z: (softplus(z) + y * z).mean()), "One term has the wrong sign."),
        another("the squared error of σ(z)", instead(lambda y, z: ((sigmoid(z) - y) ** 2).mean())),
        Variant("term-missing", of_inputs(without_zeros_by_logit), "Observations with label 0 cost nothing."),
        Variant("term-missing", of_inputs(without_ones_by_logit), "Observations with label 1 cost nothing."),
        Variant("missing-minus", minus_on_one_term_by_logit, BOTH_SIGNS),
        Variant("missing-minus", minus_on_the_other_term_by_logit, BOTH_SIGNS),
        Variant("activation-twice", of_inputs(lambda y, z: (y, sigmoid(z))), "The logits go through two sigmoids."),
        SWAPPED_LABELS._replace(says="The labels 0 and 1 have changed places, or the sign of the logit is wrong."),
        TABLE,
        LABELS_ALONE,
        *OTHER_BASES,
        *COST,
    ),
)


# ── gradient by the logit ────────────────────────────────────────────────────────────────────────────────────────────


def gradient_by_logit(y, z):
    """Return the slope of the mean cost by each logit."""
    return binary_cross_entropy_with_logits_gradient(y, z) / len(y)


def mean_slope(slope):
    """Put another slope of one loss in the place of the right one, and divide it by N as is asked."""
    return instead(lambda y, z: slope(y, z) / len(y))


CHAIN = "This is the slope by ŷ: on the way to z a factor of the chain rule is missing."
NOT_THE_SLOPE = {
    "title": "The cost in place of its slope",
    "hint": "By how much does the cost change when one logit grows by a little?",
}
DIVISION = "The cost is a mean of N losses: what does its division do to each slope?"
SATURATING = "The slope of the sigmoid is multiplied in once more: here it has cancelled already."

OF_SLOPES = {  # where each observation has an answer of its own, nothing is added
    "sum-for-mean": {
        "says": "These are the slopes of the sum of the losses, and not of their mean.",
        "hint": DIVISION,
    },
    "half-for-mean": {"says": "Each slope is divided by 2, however many observations there are.", "hint": DIVISION},
}

GRADIENT_BY_LOGIT = Exercise(
    arguments=("y", "z"),
    answer="an array of the shape of z",
    inside="for moderate logits",
    right=gradient_by_logit,
    gentle=LABELS_AND_LOGITS,
    ends=SATURATED,
    far=FAR_OUT,
    variants=(
        Variant("logit-as-probability", mean_slope(lambda y, z: z - y)),
        Variant(
            "wrong-type",
            instead(bce_from_logits),
            "This is the cost, one number, and not its slope by each logit.",
            **NOT_THE_SLOPE,
        ),
        Variant(
            "other",
            instead(binary_cross_entropy_with_logits),
            "These are the losses, and not their slopes.",
            **NOT_THE_SLOPE,
        ),
        Variant("activation-twice", mean_slope(lambda y, z: sigmoid(sigmoid(z)) - y)),
        Variant(
            "missing-minus",
            mean_slope(lambda y, z: sigmoid(-z) - y),
            "The sign inside the sigmoid is wrong: σ(−z) in place of σ(z).",
            hint="A large logit should give a probability near 1: what does your sigmoid give?",
        ),
        Variant("activation-twice", mean_slope(lambda y, z: (sigmoid(z) - y) * slope_of_sigmoid(z)), SATURATING),
        Variant("term-missing", mean_slope(lambda y, z: (sigmoid(z) - y) / slope_of_sigmoid(z)), CHAIN),
        Variant("term-missing", mean_slope(lambda y, z: sigmoid(z)), "The label is missing."),
        Variant("term-missing", mean_slope(lambda y, z: -y), "The prediction is missing."),
        Variant(
            "term-missing", mean_slope(lambda y, z: (1 - y) * sigmoid(z)), "Observations with label 1 have no slope."
        ),
        Variant("term-missing", mean_slope(lambda y, z: -y * sigmoid(-z)), "Observations with label 0 have no slope."),
        Variant("shape-table", mean_slope(lambda y, z: sigmoid(z) - y.mean())),
        Variant("shape-table", mean_slope(lambda y, z: sigmoid(z).mean() - y)),
        Variant("missing-minus", mean_slope(lambda y, z: sigmoid(z) + y), "One of the two terms has the wrong sign."),
        another(
            "the slope of the squared error of σ(z)",
            mean_slope(lambda y, z: 2 * (sigmoid(z) - y) * slope_of_sigmoid(z)),
        ),
        SWAPPED_LABELS,
        LABELS_ALONE,
        *(variant._replace(**OF_SLOPES.get(variant.mistake, {})) for variant in COST),
    ),
)


# ── cross-entropy ────────────────────────────────────────────────────────────────────────────────────────────────────


def ce(y, y_hat):
    """Return the cost."""
    return cross_entropy(y, y_hat).mean()


def ce_of_anything(y, y_hat):
    """Return the cost by its formula, for rows that need not be probabilities."""
    return -(y * np.log(y_hat)).sum(axis=-1).mean()


def divided_by_classes(right):
    """Divide the sum by the number of classes in place of the number of observations."""
    return lambda y, y_hat: right(y, y_hat) * y.shape[0] / y.shape[1]


def averaged_over_classes(right):
    """Average over the classes, where their sum is asked."""
    return lambda y, y_hat: right(y, y_hat) / y.shape[1]


def binary_for_each_class(y, y_hat):
    """Return the mean over observations of a binary cross-entropy for each class."""
    return binary_cross_entropy(y, y_hat).sum(axis=-1).mean()


def one_hot_rows(*rows):
    """Return one-hot rows, each written as digits."""
    return [[int(digit) for digit in row] for row in rows]


CROSS_ENTROPY = Exercise(
    arguments=("y", "y_hat"),
    answer="one number, the cost",
    inside="wherever 0 < ŷ < 1",
    right=ce,
    gentle=(
        inputs(one_hot_rows("100", "001"), [[0.7, 0.2, 0.1], [0.15, 0.5, 0.35]]),
        inputs(one_hot_rows("010", "100"), [[0.3, 0.25, 0.45], [0.55, 0.05, 0.4]]),
        inputs(one_hot_rows("001", "010"), [[0.12, 0.08, 0.8], [0.75, 0.05, 0.2]]),
        inputs(
            one_hot_rows("001", "010", "010", "100"),
            [[0.2, 0.2, 0.6], [0.6, 0.3, 0.1], [0.05, 0.9, 0.05], [0.45, 0.25, 0.3]],
        ),
        inputs(
            one_hot_rows("0010", "1000", "0001"),
            [[0.1, 0.4, 0.3, 0.2], [0.65, 0.15, 0.1, 0.1], [0.25, 0.3, 0.33, 0.12]],
        ),
    ),
    ends=(
        inputs(one_hot_rows("100", "001"), [[1, 0, 0], [0, 0, 1]]),
        inputs(one_hot_rows("100", "001"), [[0.8, 0.2, 0], [0.4, 0, 0.6]]),
        inputs(one_hot_rows("100", "001"), [[0, 0.3, 0.7], [0.2, 0.3, 0.5]]),
        inputs(one_hot_rows("100", "001"), [[1e-6, 1 - 1e-6, 0], [0.2, 0.3, 0.5]]),
    ),
    layouts=(WHOLE_LABELS,),
    surprise=lambda p: inputs(one_hot_rows("100", "100"), [[p, (1 - p) / 2, (1 - p) / 2]] * 2),
    variants=(
        Variant(
            "term-missing", instead(lambda y, y_hat: -np.log(y_hat).sum(axis=-1).mean()), "The targets have no say."
        ),
        Variant(
            "wrong-axis",
            instead(lambda y, y_hat: -np.log((y * y_hat).sum())),
            "The sum runs over the whole table, and there is one logarithm for all observations.",
        ),
        Variant(
            "mean-for-sum",
            instead(lambda y, y_hat: -np.log((y * y_hat).mean(axis=-1)).mean()),
            "In each row the probabilities are averaged, where they should be added.",
        ),
        Variant("labels-swapped", instead(lambda y, y_hat: ce_of_anything(1 - y, y_hat))),
        Variant("labels-swapped", instead(lambda y, y_hat: ce_of_anything(y, 1 - y_hat))),
        Variant(
            "other",
            instead(binary_for_each_class),
            "The term (1 − y) ln(1 − ŷ) is for two classes, where one number stands for both.",
            title="A term too many",
        ),
        another("the squared error", instead(lambda y, y_hat: ((y - y_hat) ** 2).sum(axis=-1).mean())),
        another("the squared error", instead(lambda y, y_hat: ((y - y_hat) ** 2).mean())),
        Variant(
            "activation-twice",
            of_inputs(lambda y, y_hat: (y, softmax(y_hat))),
            "The probabilities go through a softmax, as if they were logits.",
        ),
        TABLE,
        LABELS_ALONE,
        PREDICTIONS_ALONE,
        Variant(
            "wrong-axis", divided_by_classes, "The sum is divided by the number of classes, and not of observations."
        ),
        Variant("mean-for-sum", averaged_over_classes, "The classes are averaged, where they should be added."),
        *OTHER_BASES,
        *COST,
    ),
)


# ── Bernoulli: log-likelihood and maximum-likelihood estimate ────────────────────────────────────────────────────────


def ones_term(y, pi):
    """Return k ln π."""
    return y.sum() * np.log(pi)


def zeros_term(y, pi):
    """Return (n − k) ln(1 − π)."""
    return (1 - y).sum() * np.log(1 - pi)


TOSSES = np.repeat([1.0, 0.0], [1050, 450])

BERNOULLI_LOG_LIKELIHOOD = Exercise(
    arguments=("y", "pi"),
    answer="one number, the log-likelihood of the whole sample",
    inside="wherever 0 < π < 1",
    near="for small samples",
    ordinary="for ordinary values of π",
    right=bernoulli_log_likelihood,
    gentle=(
        inputs([1, 0, 1, 1], 0.6),
        inputs([0, 1, 0, 0], 0.27),
        inputs([1, 1, 0, 1], 0.92),
        inputs([1, 0], 0.83),
        inputs([0, 1, 1, 0, 1, 1, 1], 0.44),
        inputs([1, 1, 1], 0.9),
    ),
    ends=(inputs([1, 1, 1], 1), inputs([0, 0], 0), inputs([1, 0, 1], 1), inputs([1, 0, 1], 0), inputs([1, 0], 1e-6)),
    far=((TOSSES, 0.7),),
    surprise=lambda p: inputs([1], p),
    is_mean=False,
    variants=(
        Variant("term-missing", instead(ones_term), "The outcomes 0 have no say."),
        Variant("term-missing", instead(zeros_term), "The outcomes 1 have no say."),
        Variant("term-missing", instead(lambda y, pi: len(y) * np.log(pi)), ONE_MINUS),
        Variant("term-missing", instead(lambda y, pi: ones_term(y, pi * (1 - pi))), ONE_MINUS),
        Variant("term-missing", instead(lambda y, pi: len(y) * np.log(pi * (1 - pi))), "The outcomes have no say."),
        Variant(
            "missing-minus", instead(lambda y, pi: ones_term(y, pi) - zeros_term(y, pi)), "One term has the wrong sign."
        ),
        Variant(
            "missing-minus", instead(lambda y, pi: zeros_term(y, pi) - ones_term(y, pi)), "One term has the wrong sign."
        ),
        Variant("activation-twice", of_inputs(lambda y, pi: (y, sigmoid(pi))), TWICE),
        SWAPPED_LABELS,
        *OTHER_BASES,
        Variant("missing-minus", NEGATIVE.change, "This is minus the log-likelihood: a likely sample should get more."),
        *TOO_SMALL,
        another("the likelihood: its logarithm is asked", of_answer(lambda total, y: np.exp(total))),
    ),
)

BERNOULLI_MLE = Exercise(
    arguments=("y",),
    answer="one number, the estimate",
    inside="for samples with both outcomes",
    near="for small samples",
    right=bernoulli_mle,
    gentle=(
        inputs([1, 0, 1, 1, 0, 1, 1]),
        inputs([0, 0, 0, 1, 0, 0, 0]),
        inputs([0, 1, 1, 1, 0, 1, 1]),
        inputs([0, 1, 1]),
        inputs([1, 0, 0, 0, 0, 0]),
        inputs([1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1]),
    ),
    ends=(inputs([1, 1, 1]), inputs([0, 0, 0, 0])),
    far=((TOSSES,),),
    has_order=False,
    variants=(
        Variant(
            "other",
            instead(lambda y: (y.sum() + 1) / (len(y) + 2)),
            "One of each outcome is added to the sample.",
            title="Outcomes that nobody saw",
        ),
        Variant("labels-swapped", of_answer(lambda pi, y: 1 - pi), "This is the share of the zeros."),
        Variant(
            "missing-minus", of_answer(lambda pi, y: np.where(pi > 0.5, 0.0, 1.0)), "The least likely value is found."
        ),
        Variant(
            "missing-minus", of_answer(lambda pi, y: np.where(pi > 0.5, 0.01, 0.99)), "The least likely value is found."
        ),
        Variant(
            "missing-minus",
            of_answer(lambda pi, y: np.where(pi > 0.5, 0.001, 0.999)),
            "The least likely value is found.",
        ),
        *COST,
        another("the odds, ones to zeros", of_answer(lambda pi, y: pi / (1 - pi))),
        Variant(
            "other",
            of_answer(lambda pi, y: 1 / pi),
            "A probability cannot be larger than 1.",
            title="The fraction is upside down",
        ),
    ),
)
