"""What may come in: each kind of argument is described once, and refused in words that a learner can act on.

A kind is a function ``kind(name, value)`` that returns the value as a float64 array, or raises ``ValueError`` with what
came, where, and what was expected.  ``pointwise`` gives a formula its kinds, and evaluates it.
"""

import functools
import inspect
import warnings
from math import prod

import numpy as np

MOST_AXES = 32  # NumPy's own limit is 64, and some formulas add axes
MOST = 1_000_000  # classes, tosses, steps
BLOCK = 8192  # numbers worked on at a time: 64 kB, so that the steps between stay in the processor's cache


def pointwise(**kinds):
    """Make a formula for one observation a checked function of arrays: ``@pointwise(y=label, y_hat=prediction)``.

    The shapes must agree, scalars aside.  On its way to a limit the formula may pass infinity without a warning.
    """

    def decorate(formula):
        signature = inspect.signature(formula)

        @functools.wraps(formula)
        def checked(*args, **kwargs):
            given = signature.bind(*args, **kwargs)
            given.apply_defaults()
            arrays = {name: kind(name, given.arguments[name]) for name, kind in kinds.items()}
            return in_blocks(formula, paired(**arrays))

        return checked

    return decorate


def in_blocks(formula, arrays):
    """Evaluate a pointwise formula block by block; a scalar goes into every block."""
    shape = max((array.shape for array in arrays), key=len)
    flat = [array.reshape(-1) if array.ndim else array for array in arrays]
    return block_by_block(formula, flat, prod(shape), BLOCK).reshape(shape)[()]


def in_blocks_of_rows(formula, rows, *others):
    """Evaluate a formula of rows block by block; each of the ``others`` holds rows too, or one number for each row."""
    *shape, n_classes = rows.shape
    flat = [rows.reshape(-1, n_classes)]
    for array in others:
        flat.append(array.reshape(-1, n_classes) if array.ndim == rows.ndim else array.reshape(array.size))
    result = block_by_block(formula, flat, prod(shape), max(1, BLOCK // n_classes))
    return result.reshape((*shape, *result.shape[1:]))[()]


@np.errstate(all="ignore")
def block_by_block(formula, arrays, size, step):
    """Evaluate a formula of ``size`` observations, ``step`` at a time; it gets rows with the classes as first axis."""
    if size <= step:
        return formula(*map(classes_first, arrays)).T
    result = None
    for start in range(0, size, step):
        block = slice(start, start + step)
        part = formula(*(classes_first(array[block]) if array.ndim else array for array in arrays)).T
        if result is None:
            result = np.empty((size, *part.shape[1:]))
        result[block] = part
    return result


def classes_first(array):
    """Return rows as columns, so that NumPy works on many of them side by side; numbers stay as they are."""
    return np.ascontiguousarray(array.T) if array.ndim > 1 else array


def paired(**arrays):
    """Return the arrays if all that are not scalars have one shape."""
    shapes = {name: array.shape for name, array in arrays.items() if array.ndim}
    if len(set(shapes.values())) > 1:
        came = ", ".join(f"{name} has shape {shape}" for name, shape in shapes.items())
        raise ValueError(f"{came}: {_why_shapes_differ(*shapes.values())}")
    return tuple(arrays.values())


def _why_shapes_differ(*shapes):
    try:
        table = np.broadcast_shapes(*shapes)
    except ValueError:
        return "each observation needs one partner, so the shapes must be equal."
    return f"NumPy would quietly stretch them to shape {table}. Make the shapes equal, for example with ravel()."


def real_array(name, value):
    """Return ``value`` as a float64 array that holds something; its numbers are not looked at yet."""
    array = value if type(value) is np.ndarray else as_array(name, value)
    if array.dtype.kind not in "buif":
        raise ValueError(f"{name} has dtype {array.dtype}: real numbers are expected.")
    if array.size == 0:
        raise ValueError(f"{name} is empty, of shape {array.shape}: at least one observation is expected.")
    if array.ndim > MOST_AXES:
        raise ValueError(f"{name} has {array.ndim} axes: at most {MOST_AXES} are expected.")
    if type(value) is not np.ndarray and has_mask(value):
        raise ValueError(f"{name} is a masked array, and its mask would be ignored: pass {name}.compressed() instead.")
    return array if array.dtype == np.float64 else as_float64(array)


def as_array(name, value):
    """Return what is not yet an array as one; whatever goes wrong on the way is a ``ValueError``."""
    try:
        with warnings.catch_warnings(action="ignore"):  # a masked entry becomes NaN, which is refused later
            return np.asarray(value)
    except Exception as error:  # a tensor that requires a gradient, for one, raises RuntimeError
        why = "its rows differ in length." if "inhomogeneous" in str(error) else error
        raise ValueError(f"{name} is not an array of numbers: {why}") from error


def has_mask(value):
    """Tell whether an array, or one of a list of arrays, has a masked entry."""
    rows = value if isinstance(value, list | tuple) else [value]
    return any(np.ma.is_masked(row) for row in rows if isinstance(row, np.ma.MaskedArray))


@np.errstate(over="ignore", invalid="ignore")
def as_float64(array):
    """Return a copy in float64; a wider type may hold numbers that become infinite, or a NaN that signals."""
    return array.astype(np.float64)


def between(low, high, rule):
    """Make the kind of all numbers from ``low`` to ``high``; NaN lies nowhere."""

    def kind(name, value):
        array = real_array(name, value)
        if not (low <= array.min() and array.max() <= high):
            refuse_first(name, array, ~((low <= array) & (array <= high)), rule)
        return array

    return kind


def refuse_first(name, array, wrong, rule):
    """Raise ``ValueError`` that shows the first entry of ``array`` where ``wrong`` is true."""
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = f"{name}[{', '.join(map(str, index))}]" if index else name
    expected = "not a number; look at the step that made it." if np.isnan(array[index]) else rule
    raise ValueError(f"{place} is {array[index]}: {expected}")


LARGEST = np.finfo(np.float64).max
IN_UNIT_INTERVAL = "a probability lies in [0, 1]."

extended_real = between(-np.inf, np.inf, "a number is expected.")
finite = between(-LARGEST, LARGEST, "a finite number is expected.")
positive = between(np.nextafter(0, 1), LARGEST, "a finite number above 0 is expected.")
probability = between(0, 1, IN_UNIT_INTERVAL)
prediction = between(0, 1, f"{IN_UNIT_INTERVAL} Is it a logit? Use binary_cross_entropy_with_logits.")
label = between(0, 1, "a label is 0 or 1, or lies between them if it is soft.")


def outcome(name, value):
    """Outcomes of yes-or-no trials: every one is 0 or 1."""
    array = label(name, value)
    wrong = (array != 0) & (array != 1)
    if wrong.any():
        refuse_first(name, array, wrong, "an outcome is 0 or 1.")
    return array


def with_classes(kind):
    """Make the kind of rows, shape (..., C), whose entries are of ``kind``: the classes lie on the last axis."""

    def kind_of_rows(name, value):
        array = kind(name, value)
        if array.ndim == 0:
            raise ValueError(f"{name} is the single number {array}: one number for each class is expected.")
        return array

    return kind_of_rows


def summing_to_one(kind):
    """Make the kind of rows of probabilities that sum to 1, up to the rounding of float32."""
    rows = with_classes(kind)

    def distributions(name, value):
        array = rows(name, value)
        sums = in_blocks_of_rows(lambda classes: classes.sum(axis=0), array)
        wrong = np.abs(sums - 1) > 1e-6
        if wrong.any():
            refuse_first(f"the sum of {name}", sums, wrong, "the probabilities of all classes add up to 1.")
        return array

    return distributions


class_logits = with_classes(finite)
class_predictions = summing_to_one(between(0, 1, f"{IN_UNIT_INTERVAL} Is it a logit? Use cross_entropy_with_logits."))
class_labels = summing_to_one(label)
class_probabilities = summing_to_one(probability)


def class_indices(name, value, n_classes):
    """Class indices, whole numbers from 0 to ``n_classes - 1``; floats that are whole are taken."""
    array = real_array(name, value)
    wrong = ~((array >= 0) & (array < n_classes) & (array == np.rint(array)))
    if wrong.any():
        refuse_first(name, array, wrong, f"a class index is a whole number from 0 to {n_classes - 1}.")
    return array.astype(np.intp)


def whole_number(name, value, least):
    """One whole number, ``least`` or more, and not so large that it must be a slip."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool | np.timedelta64):
        raise ValueError(f"{name} is {value!r}: a whole number, {least} or more, is expected.")
    if abs(int(value)) > MOST:
        raise ValueError(f"{name} is out of range: a whole number from {least} to {MOST:,} is expected.")
    if value < least:
        raise ValueError(f"{name} is {value!r}: a whole number, {least} or more, is expected.")
    return int(value)


def single(name, array):
    """Return the array if it holds one number."""
    if array.ndim:
        raise ValueError(f"{name} has shape {array.shape}: a single number is expected.")
    return array
