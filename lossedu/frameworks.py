"""The same question put to lossedu, scikit-learn, PyTorch, Keras and optax: a table of where the answers are not right.

``ask`` and ``ask_slope`` put a question to all of them, observation first.  ``DIFFERENCES`` is the table: lesson 09
and docs/differences.md show it, and the tests put each of its questions again.  Nothing else in lossedu imports this
module: it needs the extra ``frameworks``, and says so where that is missing.
"""

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lossedu.losses import LOSSES

os.environ |= {"KERAS_BACKEND": "torch", "JAX_PLATFORMS": "cpu"}


class FrameworksMissingError(ImportError):
    """Says what to install; a notebook shows that sentence and no traceback."""

    def _render_traceback_(self):
        return str(self).splitlines()


try:
    import jax
    import keras
    import optax
    import torch
    from sklearn.metrics import log_loss, mean_squared_error
except ModuleNotFoundError as error:
    raise FrameworksMissingError(
        f"This lesson compares four libraries, and {error.name.split('.')[0]} is not installed here.\n"
        "In a terminal, in the folder of the course, one of these brings scikit-learn, PyTorch, Keras and optax:\n"
        "    make lab-frameworks            (an environment of its own, opened in JupyterLab)\n"
        '    pip install ".[frameworks]"    (into the environment that you use now)\n'
        "On Linux, the second may bring gigabytes for graphics cards; the first never does.\n"
        "The other lessons run without them."
    ) from None

torch.set_num_threads(1)  # quicker for small arrays, and the sums come out the same whatever the number of processors

__all__ = ["DIFFERENCES", "Answers", "Difference", "Differences", "FrameworksMissingError", "ask", "ask_slope"]


def in_torch(cost):
    """Make a PyTorch loss take its arguments observation first; PyTorch wants tensors, and the prediction first."""
    return lambda y, given: cost(torch.as_tensor(given), torch.as_tensor(y))


def in_optax(loss):
    """Make a cost of an optax loss: it wants JAX's arrays, the prediction first, and leaves the mean to the reader."""
    return lambda y, given: loss(jax.numpy.asarray(given), jax.numpy.asarray(y)).mean()


def either(rows, indices):
    """Choose between two costs: one takes rows of class probabilities as ``y``, the other class indices."""
    return lambda y, given: (rows if y.ndim == given.ndim else indices)(y, given)


losses, functional = keras.losses, torch.nn.functional
COSTS = {
    "scikit-learn": {
        "squared_error": mean_squared_error,
        "binary_cross_entropy": lambda y, y_hat: log_loss(y, y_hat, labels=[0, 1]),
        "cross_entropy": lambda y, y_hat: log_loss(y, y_hat, labels=range(y_hat.shape[-1]) if y.ndim == 1 else None),
    },
    "PyTorch": {
        "squared_error": in_torch(functional.mse_loss),
        "binary_cross_entropy": in_torch(functional.binary_cross_entropy),
        "binary_cross_entropy_with_logits": in_torch(functional.binary_cross_entropy_with_logits),
        "cross_entropy_with_logits": in_torch(functional.cross_entropy),
    },
    "Keras": {
        "squared_error": losses.MeanSquaredError(),
        "binary_cross_entropy": losses.BinaryCrossentropy(),
        "binary_cross_entropy_with_logits": losses.BinaryCrossentropy(from_logits=True),
        "cross_entropy": either(losses.CategoricalCrossentropy(), losses.SparseCategoricalCrossentropy()),
        "cross_entropy_with_logits": either(
            losses.CategoricalCrossentropy(from_logits=True), losses.SparseCategoricalCrossentropy(from_logits=True)
        ),
    },
    "optax": {
        "squared_error": in_optax(optax.losses.squared_error),
        "binary_cross_entropy_with_logits": in_optax(optax.losses.sigmoid_binary_cross_entropy),
        "cross_entropy_with_logits": either(
            in_optax(optax.losses.softmax_cross_entropy),
            in_optax(optax.losses.softmax_cross_entropy_with_integer_labels),
        ),
    },
}
EVERYONE = ("lossedu", *COSTS)


def ask(loss, y, given):
    """Ask lossedu and each framework for the cost J of the same data.

    Parameters
    ----------
    loss : str
        A key of ``LOSSES``.
    y : array_like
        Observations, as that loss of lossedu takes them.
    given : array_like
        What the model gave: predictions or logits, as that loss takes them.

    Returns
    -------
    Answers, a dict of str to float or str
        The name of each one that has this loss, and its answer: a number, or "refuses" where it raised an error, or
        "warns" where a warning came with the number.

    Notes
    -----
    PyTorch gets float64; Keras and optax compute in float32, as they do where nothing is said.

    Examples
    --------
    One prediction ruled out what happened; only one answer is infinite:

    >>> ask("binary_cross_entropy", y=[1], given=[0])
    lossedu: ∞ · scikit-learn: 36.04 · PyTorch: 100 · Keras: 16.12
    """
    numbers = as_numbers(y, given)
    costs = {"lossedu": lambda y, given: LOSSES[loss].value(y, given).mean()}
    costs |= {name: known[loss] for name, known in COSTS.items() if loss in known}
    return Answers((name, answer(cost, *numbers)) for name, cost in costs.items())


def ask_slope(loss, y, given):
    """Ask lossedu, and the frameworks that differentiate, for the slope of the cost J by what the model gave.

    Parameters
    ----------
    loss : str
        A key of ``LOSSES``.
    y : array_like
        Observations, as that loss of lossedu takes them.
    given : array_like
        What the model gave: predictions or logits, as that loss takes them.

    Returns
    -------
    dict of str to ndarray
        The name of each one that has this loss, and its slopes, in the shape of ``given``.

    Notes
    -----
    lossedu has a formula; PyTorch, Keras on PyTorch, and optax on JAX walk back through the steps of the computation.

    Examples
    --------
    The mean of two losses is half as steep as each of them:

    >>> ask_slope("binary_cross_entropy", y=[1, 0], given=[0.5, 0.5])["PyTorch"]
    array([-1.,  1.])
    """
    y, given = as_numbers(y, given)
    value, gradient = LOSSES[loss].value(y, given), LOSSES[loss].gradient(y, given)
    slopes = {name: slope for name, slope in SLOPES.items() if loss in COSTS[name]}
    theirs = {name: slope(COSTS[name][loss], y, given) for name, slope in slopes.items()}
    return {"lossedu": gradient / value.size} | theirs


def slope_by_torch(cost, y, given):
    """Return what PyTorch's automatic differentiation finds."""
    place = torch.tensor(given, requires_grad=True)
    cost(y, place).backward()
    return place.grad.numpy()


def slope_by_jax(cost, y, given):
    """Return what JAX's automatic differentiation finds."""
    return np.asarray(jax.grad(cost, argnums=1)(y, given))


SLOPES = {"PyTorch": slope_by_torch, "Keras": slope_by_torch, "optax": slope_by_jax}


def as_numbers(y, given):
    """Return both as arrays of float64; class indices stay whole."""
    y, given = np.asarray(y), np.asarray(given, dtype=float)
    are_indices = y.ndim < given.ndim and y.dtype.kind == "i"
    return y if are_indices else y.astype(float), given


def answer(cost, y, given):
    """Return the number that came, or say in a word that none did."""
    try:
        with warnings.catch_warnings(action="error", category=UserWarning):
            return float(cost(y, given))
    except UserWarning:
        return "warns"
    except (ValueError, TypeError, RuntimeError, IndexError):
        return "refuses"


class Answers(dict):
    """Who answered what; it shows four digits of each number and holds all of them."""

    def __repr__(self):
        return " · ".join(f"{name}: {in_words(value)}" for name, value in self.items())


def in_words(value):
    """Return a word as it is, and a number with four digits."""
    return value if isinstance(value, str) else f"{value:.4g}".replace("inf", "∞").replace("-", "−")


@dataclass(frozen=True)
class Difference:
    """One question that not all answer rightly.

    Attributes
    ----------
    question : str
        The question in words and symbols.
    loss, y, given
        The question as ``ask`` takes it.
    known : dict of str to float or str
        The answers when this table was written; lossedu's is right.
    reason : str
        What became of the wrong answers.
    put : callable
        Whether the cost is asked for, by ``ask``, or its slope, by ``ask_slope``.
    """

    question: str
    loss: str
    y: list
    given: list
    known: dict
    reason: str
    put: Callable = ask

    def ask(self):
        """Put the question again: the answers of today."""
        today = self.put(self.loss, self.y, self.given)
        return {name: value if isinstance(value, str) else float(np.squeeze(value)) for name, value in today.items()}

    def still_holds(self):
        """Whether all answer as they did."""
        today = self.ask()
        return today.keys() == self.known.keys() and all(same(today[name], self.known[name]) for name in today)

    def row(self):
        """Return the question, the answers as the columns of the table stand, and the reason."""
        return [self.question, *map(self.shown, EVERYONE), self.reason]

    def shown(self, name):
        """Return an answer as the table shows it: a wrong number in bold, a dash for a loss that is not offered."""
        value = self.known.get(name, "–")
        right = isinstance(value, str) or same(value, self.known["lossedu"])
        return in_words(value) if right else f"**{in_words(value)}**"


def same(one, other):
    """Whether two answers are the same word, or the same number to the precision of float32."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return bool(np.isclose(one, other, rtol=1e-6, atol=0, equal_nan=True))


class Differences(tuple):
    """Differences that a notebook shows as one table."""

    def _repr_markdown_(self):
        head = ["question", *EVERYONE, "what became of it"]
        rows = [head, ["---"] * len(head), *(difference.row() for difference in self)]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    __repr__ = _repr_markdown_


def difference(question, loss, y, given, answers, reason, put=ask):
    """Return a ``Difference`` from its answers in the order of the columns; None for a loss that is not offered."""
    known = {name: value for name, value in zip(EVERYONE, answers, strict=True) if value is not None}
    return Difference(question, loss, y, given, known, reason, put)


BCE, BCE_LOGITS = "binary_cross_entropy", "binary_cross_entropy_with_logits"
CE, CE_LOGITS = "cross_entropy", "cross_entropy_with_logits"
inf, nan, refuses, warns = np.inf, np.nan, "refuses", "warns"

DIFFERENCES = Differences(
    difference(*line)
    for line in [
        ("y = 1, ŷ = 0", BCE, [1], [0], [inf, 36.04365339, 100, 16.1180954, None], "clipped or clamped"),
        ("y = 0, ŷ = 1", BCE, [0], [1], [inf, 36.04365339, 100, 15.9423847, None], "clipped or clamped"),
        ("y = 1, ŷ = 1e−50", BCE, [1], [1e-50], [115.1292546, 36.04365339, 100, 16.1180954, None],
         "clipped or clamped"),
        ("y = 1, ŷ = 1", BCE, [1], [1], [0, 2.220446e-16, 0, 1.1920929e-7, None], "clipped: a perfect answer costs"),
        ("slope, y = 1, ŷ = 1e−50", BCE, [1], [1e-50], [-1e50, None, -1e12, 0, None], "clamped; clipped away",
         ask_slope),
        ("y = 1, ŷ = 5 (a logit)", BCE, [1], [5], [refuses, refuses, refuses, 1.1920929e-7, None],
         "taken for perfect"),
        ("no observation", BCE, [], [], [refuses, refuses, nan, nan, None], "nan, without a word"),
        ("y = 1, z is nan", BCE_LOGITS, [1], [nan], [refuses, None, nan, nan, nan], "nan, without a word"),
        ("y = 1, z = ∞", BCE_LOGITS, [1], [inf], [0, None, nan, nan, nan], "nan, from 0 · ∞"),
        ("y = 0, z = −40", BCE_LOGITS, [0], [-40], [4.248354255e-18, None, 0, 0, 4.248354255e-18], "rounded to 0"),
        ("y = 2, z = 5", BCE_LOGITS, [2], [5], [refuses, None, *[-4.99328465] * 3], "a loss below 0"),
        ("squared error, y = 10⁸ + 1, ŷ = 10⁸", "squared_error", [1e8 + 1], [1e8], [1, 1, 1, 0, 0],
         "float32 has seven digits"),
        ("squared error, shapes (2, 1) and (2, 3)", "squared_error", [[1], [2]], [[1, 2, 3], [1, 2, 3]],
         [refuses, refuses, warns, 1.16666667, refuses], "silently broadcast"),
        ("labels (2, 1), logits (2, 3)", BCE_LOGITS, [[1], [0]], [[1, 2, 3], [1, 2, 3]],
         [refuses, None, refuses, refuses, 1.16292577], "silently broadcast"),
        ("class 0, ŷ = (0.2, 0.2, 0.2)", CE, [0], [[0.2] * 3], [refuses, warns, None, 1.09861229, None],
         "divided by its sum"),
        ("class 0.7, z = (1, 2, 3)", CE_LOGITS, [0.7], [[1, 2, 3]], [refuses, None, refuses, 2.40760596, refuses],
         "cut to class 0"),
        ("class −1, z = (1, 2, 3)", CE_LOGITS, [-1], [[1, 2, 3]], [refuses, None, refuses, refuses, 0.40760596],
         "taken for the last class"),
        ("class 7, z = (1, 2, 3)", CE_LOGITS, [7], [[1, 2, 3]], [refuses, None, refuses, refuses, nan],
         "nan, without a word"),
        ("class −100, z = (1, 2, 3)", CE_LOGITS, [-100], [[1, 2, 3]], [refuses, None, nan, 0, nan],
         "left out: 0 / 0; a sum of nothing; not found"),
        ("target (1, 1, 0), z = (1, 2, 3)", CE_LOGITS, [[1, 1, 0]], [[1, 2, 3]], [refuses, None, *[3.81521183] * 3],
         "two classes pay"),
        ("class 0, z = (100, 0, 0)", CE_LOGITS, [0], [[100, 0, 0]], [7.440152e-44, None, 0, 0, 0], "rounded to 0"),
    ]
)  # fmt: skip
