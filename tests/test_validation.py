"""What is not legal is refused, by every function, with what came, where, and what was expected."""

import inspect

import numpy as np
import pytest

from lossedu import activations, likelihood, losses, validation

FUNCTIONS = [getattr(module, name) for module in (activations, losses, likelihood) for name in module.__all__]
FUNCTIONS = [function for function in FUNCTIONS if inspect.isfunction(function)]
LEGAL = {  # one legal value for each name of an array argument; classes have their own
    "z": [-1, 0, 2],
    "p": [0, 0.5, 1],
    "o": [0, 0.5, 1],
    "low": 0,
    "high": 2,
    "labels": [0, 1, 2],
    "n_classes": 3,
    "smoothing": 0.1,
    "y": [0, 1, 1],
    "y_hat": [0.2, 0.5, 0.9],
    "pi": [0.2, 0.5, 0.9],
    "mu": [0, 1, 2],
    "sigma": [1, 1, 2],
}
LEGAL_ROWS = {"y": [0, 1, 2], "z": np.eye(3), "y_hat": np.eye(3), "pi": [0.2, 0.3, 0.5], "n_classes": 3}
ILLEGAL = {
    "NaN": [0, np.nan, 1],
    "empty": [],
    "complex": [0, 1, 1j],
    "strings": ["0", "1", "1"],
    "objects": np.array([0, 1, 1], dtype=object),
    "None": None,
    "dates": np.array(["2024-01-01"] * 3, dtype="datetime64[D]"),
    "ragged": [[0], [0, 1], [1]],
    "masked": np.ma.masked_array([0, 1, 1], mask=[False, True, False]),
}
CASES = [
    (function, name)
    for function in FUNCTIONS
    for name in inspect.signature(function).parameters
    if name not in ("n_classes", "smoothing", "low", "high")
]


def arguments(function):
    names = inspect.signature(function).parameters
    about_classes = function.__name__.startswith(("cross_entropy", "softmax", "log_softmax", "categorical"))
    return {name: (LEGAL_ROWS if about_classes else LEGAL)[name] for name in names}


def name_of(value):
    return getattr(value, "__name__", None)


@pytest.mark.parametrize("function", FUNCTIONS, ids=name_of)
def test_the_legal_arguments_of_these_tests_are_legal(function):
    function(**arguments(function))


@pytest.mark.parametrize("kind", ILLEGAL)
@pytest.mark.parametrize(("function", "name"), CASES, ids=name_of)
def test_every_illegal_kind_is_refused_by_name(function, name, kind):
    with pytest.raises(ValueError, match=rf"^{name}(\[| is | has )"):
        function(**{**arguments(function), name: ILLEGAL[kind]})


PAIRS = [f for f in FUNCTIONS if {"y", "y_hat"} <= set(arguments(f)) or {"y", "z"} <= set(arguments(f))]


@pytest.mark.parametrize("function", PAIRS, ids=name_of)
@pytest.mark.parametrize("shape", [(3, 1), (1, 3), (1,), (2,), (4,), (1, 1), (3, 3, 1)])
def test_shapes_that_differ_are_refused(function, shape):
    observations = np.zeros(shape)
    with pytest.raises(ValueError, match=r"^y has shape .* (y_hat|z) has shape"):
        function(**{**arguments(function), "y": observations})


@pytest.mark.parametrize("module", [activations, losses, likelihood])
def test_masked_arrays_without_a_masked_entry_are_welcome(module):
    for name in set(module.__all__) & {"sigmoid", "squared_error", "bernoulli_pmf"}:
        function = getattr(module, name)
        plain = {key: np.asarray(value, dtype=float) for key, value in arguments(function).items()}
        masked = {key: np.ma.masked_array(value) for key, value in plain.items()}
        np.testing.assert_array_equal(function(**masked), function(**plain))


class NeedsGradient:
    """A tensor of PyTorch that requires a gradient, as NumPy sees it."""

    def __array__(self, *_, **__):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")


SIGNALLING_NAN = np.array([0x7FA00000], dtype=np.uint32).view(np.float32)
MESSAGES = {
    "a tensor that requires a gradient": (
        lambda: losses.squared_error(0, NeedsGradient()),
        "y_hat is not an array of numbers: "
        "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    ),
    "a NaN that signals": (
        lambda: losses.squared_error(0, SIGNALLING_NAN),
        "y_hat[0] is nan: not a number; look at the step that made it.",
    ),
    "a list with a masked entry": (
        lambda: losses.squared_error([0, 1], [0, np.ma.masked]),
        "y_hat is a masked array, and its mask would be ignored: pass y_hat.compressed() instead.",
    ),
    "a masked entry deep in a list": (
        lambda: losses.squared_error([[0, 1]], [[0, np.ma.masked]]),
        "y_hat[0, 1] is nan: not a number; look at the step that made it.",
    ),
    "a list of masked arrays": (
        lambda: losses.squared_error([[0, 1, 1]], [ILLEGAL["masked"]]),
        "y_hat is a masked array, and its mask would be ignored: pass y_hat.compressed() instead.",
    ),
    "a table of records with a mask": (
        lambda: activations.sigmoid(np.ma.array([(1, 2)], dtype="i4,i4", mask=[(1, 0)])),
        "z has dtype [('f0', '<i4'), ('f1', '<i4')]: real numbers are expected.",
    ),
    "more axes than NumPy has": (
        lambda: activations.one_hot(np.zeros((1,) * 64), 2),
        "labels has 64 axes: at most 32 are expected.",
    ),
    "a list nested too deep": (
        lambda: activations.sigmoid(nested_list(70)),
        "z is not an array of numbers: setting an array element with a sequence. "
        "The requested array would exceed the maximum number of dimension of 64.",
    ),
    "a number of classes beyond any memory": (
        lambda: activations.one_hot([0], 10**12),
        "n_classes is out of range: a whole number from 1 to 1,000,000 is expected.",
    ),
    "a whole number that cannot be written": (
        lambda: losses.smooth_labels(0, 0.1, -(10**5000)),
        "n_classes is out of range: a whole number from 2 to 1,000,000 is expected.",
    ),
    "a span of time as a number of classes": (
        lambda: activations.one_hot([0], np.timedelta64(3, "s")),
        "n_classes is np.timedelta64(3,'s'): a whole number, 1 or more, is expected.",
    ),
    "a logit as prediction": (
        lambda: losses.binary_cross_entropy([0, 1, 1, 0], [0.1, 0.2, 0.3, 1.7]),
        "y_hat[3] is 1.7: a probability lies in [0, 1]. Is it a logit? Use binary_cross_entropy_with_logits.",
    ),
    "logits as rows": (
        lambda: losses.cross_entropy([0], [[-2.5, 0.2, 0.3]]),
        "y_hat[0, 0] is -2.5: a probability lies in [0, 1]. Is it a logit? Use cross_entropy_with_logits.",
    ),
    "labels of plus and minus one": (
        lambda: losses.binary_cross_entropy_with_logits([1, -1], [0, 0]),
        "y[1] is -1.0: a label is 0 or 1, or lies between them if it is soft.",
    ),
    "a scalar": (
        lambda: losses.binary_cross_entropy(2, 0.5),
        "y is 2.0: a label is 0 or 1, or lies between them if it is soft.",
    ),
    "NaN": (
        lambda: losses.binary_cross_entropy([0, 1], [0.5, np.nan]),
        "y_hat[1] is nan: not a number; look at the step that made it.",
    ),
    "a column beside a row": (
        lambda: losses.squared_error([0, 1, 2, 3], [[0], [1], [2], [3]]),
        "y has shape (4,), y_hat has shape (4, 1): NumPy would quietly stretch them to shape (4, 4). "
        "Make the shapes equal, for example with ravel().",
    ),
    "lengths that do not fit": (
        lambda: losses.squared_error([0, 1], [0, 1, 2]),
        "y has shape (2,), y_hat has shape (3,): each observation needs one partner, so the shapes must be equal.",
    ),
    "a row that does not sum to 1": (
        lambda: losses.cross_entropy([0, 1], [[0.5, 0.5], [0.5, 0.75]]),
        "the sum of y_hat[1] is 1.25: the probabilities of all classes add up to 1.",
    ),
    "a target row that does not sum to 1": (
        lambda: losses.cross_entropy_with_logits([[0, 1], [1, 1]], [[0, 0], [0, 0]]),
        "the sum of y[1] is 2.0: the probabilities of all classes add up to 1.",
    ),
    "a class index out of range": (
        lambda: losses.cross_entropy_with_logits([0, 3], np.zeros((2, 3))),
        "y[1] is 3.0: a class index is a whole number from 0 to 2.",
    ),
    "a negative class index": (
        lambda: losses.cross_entropy_with_logits([0, -1], np.zeros((2, 3))),
        "y[1] is -1.0: a class index is a whole number from 0 to 2.",
    ),
    "a class index between": (
        lambda: losses.cross_entropy([0.7], np.array([[0.5, 0.5]])),
        "y[0] is 0.7: a class index is a whole number from 0 to 1.",
    ),
    "a column of class indices": (
        lambda: losses.cross_entropy_with_logits([[0], [1]], np.zeros((2, 3))),
        "y has shape (2, 1) and z has shape (2, 3): "
        "rows of shape (2, 3), or class indices of shape (2,), are expected.",
    ),
    "infinite logits of classes": (
        lambda: losses.cross_entropy_with_logits([0], [[0, np.inf]]),
        "z[0, 1] is inf: a finite number is expected.",
    ),
    "infinite numbers": (
        lambda: losses.squared_error([np.inf], [0]),
        "y[0] is inf: a finite number is expected.",
    ),
    "empty": (
        lambda: losses.binary_cross_entropy([], []),
        "y is empty, of shape (0,): at least one observation is expected.",
    ),
    "strings": (
        lambda: losses.binary_cross_entropy(["0"], [0.5]),
        "y has dtype <U1: real numbers are expected.",
    ),
    "a mask": (
        lambda: losses.binary_cross_entropy(ILLEGAL["masked"], [0.5, 0.5, 0.5]),
        "y is a masked array, and its mask would be ignored: pass y.compressed() instead.",
    ),
    "rows of different lengths": (
        lambda: losses.cross_entropy([0, 1], [[1], [0.5, 0.5]]),
        "y_hat is not an array of numbers: its rows differ in length.",
    ),
}


def nested_list(depth):
    return [nested_list(depth - 1)] if depth else 0


@pytest.mark.parametrize("kind", MESSAGES)
def test_the_message_says_what_came_where_and_what_was_expected(kind):
    call, message = MESSAGES[kind]
    with pytest.raises(ValueError, match=r".") as refusal:
        call()
    assert str(refusal.value) == message


def test_the_sum_of_a_row_may_be_off_by_the_rounding_of_float32():
    rows = np.random.default_rng().dirichlet(np.ones(1000), 100).astype(np.float32)
    losses.cross_entropy(np.zeros(100), rows)


def test_blocks_do_not_show_in_the_result():
    y_hat = np.linspace(0, 1, 2 * validation.BLOCK + 3)
    whole = losses.squared_error(0.25, y_hat)
    np.testing.assert_array_equal(whole, (0.25 - y_hat) ** 2)
    np.testing.assert_array_equal(losses.squared_error(0.25, y_hat[::-2]), whole[::-2])
    square = y_hat[: 2 * validation.BLOCK].reshape(2, -1)
    np.testing.assert_array_equal(losses.squared_error(0.25, square.T), whole[: 2 * validation.BLOCK].reshape(2, -1).T)


def test_the_most_that_is_admitted_is_admitted():
    assert activations.sigmoid(np.zeros((1,) * 32)).ndim == 32
    assert losses.smooth_labels(1, 1, n_classes=1_000_000) == 1e-6
