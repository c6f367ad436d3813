"""The pictures of the lessons: computed values on one Axes, all in one look.

Each ``plot_…`` function draws on the Axes it is given, or on a new figure, and returns the Axes.  ``drawing`` sees to
what all of them share: the look, the new figure, and the sentence that says in words what the picture shows.
"""

from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from lossedu.activations import sigmoid, softmax
from lossedu.likelihood import bernoulli_likelihood, bernoulli_log_likelihood, bernoulli_pmf
from lossedu.losses import LOSSES, binary_cross_entropy
from lossedu.validation import (
    between,
    class_indices,
    label,
    outcome,
    paired,
    positive,
    probability,
    real_array,
    single,
    whole_number,
)

__all__ = [
    "BLACK",
    "BLUE",
    "CLASSES",
    "COST",
    "GREEN",
    "GREY",
    "LOGIT",
    "PARAMETER",
    "PI",
    "PREDICTION",
    "PURPLE",
    "VERMILLION",
    "Y_HAT",
    "DescribedFigure",
    "Z",
    "drawing",
    "house_style",
    "moving_line",
    "moving_point",
    "new_axes",
    "plot_activation",
    "plot_bernoulli_pmf",
    "plot_binary_cross_entropy",
    "plot_calibration",
    "plot_classes",
    "plot_cost_surface",
    "plot_costs",
    "plot_curves",
    "plot_data",
    "plot_entropy",
    "plot_learning_curves",
    "plot_likelihood",
    "plot_loss_against_logit",
    "plot_path",
    "plot_residuals",
    "plot_sigmoid_fit",
    "plot_softmax",
    "plot_staircase",
    "plot_underflow",
    "readout",
]

LOOK = matplotlib.rc_params_from_file(Path(__file__).with_name("lossedu.mplstyle"), use_default_template=False)
BLUE, VERMILLION, BLACK, GREEN, PURPLE = LOOK["axes.prop_cycle"].by_key()["color"]
CLASSES = [  # a colour and a shape for each
    {"color": color, "marker": marker, "linestyle": "none"}
    for color, marker in zip((BLUE, VERMILLION, GREEN), "os^", strict=True)
]
GREY = "0.45"

Y_HAT = np.linspace(0, 1, 501)
PI = Y_HAT
Z = np.linspace(-10, 10, 401)
PREDICTION, LOGIT, COST, PARAMETER = "prediction ŷ", "logit z", "cost J (nats)", "probability of a 1, π"

ACTIVATIONS = {  # name: the function and its slope
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * sigmoid(-z)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "ReLU": (lambda z: np.maximum(z, 0), lambda z: np.heaviside(z, np.nan)),
}
AGAINST_LOGIT = {  # name: the title and the loss of ŷ = σ(z)
    name: (LOSSES[name].title, LOSSES[f"{name}_with_logits"]) for name in ("binary_cross_entropy", "squared_error")
}


# What may come in

MOST_DRAWN = 1e300  # Matplotlib adds a margin, and float64 ends at 1.8e308
drawable = between(-MOST_DRAWN, MOST_DRAWN, "a finite number, small enough to be drawn, is expected.")
inside_unit_interval = between(np.nextafter(0, 1), np.nextafter(1, 0), "a probability above 0 and below 1 is expected.")


def row(name, value, kind=drawable):
    """Return ``value`` as a row of numbers of that kind, shape (n,)."""
    array = kind(name, value)
    if array.ndim != 1:
        raise ValueError(f"{name} has shape {array.shape}: a row of numbers is expected.")
    return array


def pairs(name, value):
    """Return ``value`` as a table of numbers, shape (n, 2)."""
    array = drawable(name, value)
    if array.shape[1:] != (2,):
        raise ValueError(f"{name} has shape {array.shape}: two numbers in each row are expected.")
    return array


def expect_curves(name, table):
    """Refuse what is not a dict with something in it."""
    if not isinstance(table, Mapping) or not table:
        raise ValueError(f"{name} is {table!r}: a dict from name to curve is expected.")


def rows(curves):
    """Return named curves as rows, in which a number too large to be drawn is infinite; NaN makes a gap."""
    expect_curves("curves", curves)
    found = {name: row(f"curves[{name!r}]", values, real_array) for name, values in curves.items()}
    return {name: np.where(np.abs(y) > MOST_DRAWN, np.copysign(np.inf, y), y) for name, y in found.items()}


def chosen(name, value, table):
    """Return the entry of ``table`` that is called ``value``."""
    if not isinstance(value, str) or value not in table:
        raise ValueError(f"{name} is {value!r}: one of {', '.join(table)} is expected.")
    return table[value]


# Opening a figure and drawing on it


class DescribedFigure(Figure):
    """A figure whose label is its alternative text wherever Jupyter shows it."""

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Say what the picture shows; the picture itself is added by the notebook's backend."""
        return {"text/plain": self.get_label() or repr(self)}, {"image/png": {"alt": self.get_label()}}


def house_style():
    """Let Matplotlib draw in the look of the course, whatever the reader's settings.

    Returns
    -------
    context manager
        The reader's settings are back when it ends.

    Examples
    --------
    >>> with house_style():
    ...     matplotlib.rcParams["lines.linewidth"]
    2.5
    """
    plt.draw_if_interactive()  # loads the notebook's backend first, or its settings would be undone with the style's
    return plt.style.context(LOOK, after_reset=True)


def new_axes(nrows=1, ncols=1, **options):
    """Open a figure in the look of the course; every panel has the same margins.

    Parameters
    ----------
    nrows, ncols : int
        Rows and columns of panels.
    **options
        Passed on to ``matplotlib.pyplot.subplots``, such as ``sharex``.

    Returns
    -------
    figure : Figure
        6.4 by 4 inches for one panel, and half as wide again for each further one beside it.
    axes : Axes or ndarray of Axes
        As from ``matplotlib.pyplot.subplots``.

    Examples
    --------
    >>> figure, (left, right) = new_axes(ncols=2)
    >>> figure.get_size_inches()
    array([9.6, 4. ])
    """
    with house_style(), plt.rc_context({"figure.max_open_warning": 0}):  # a lesson may show many figures
        width, height = plt.rcParams["figure.figsize"]
        size = width * (ncols + 1) / 2, height * nrows
        figure, axes = plt.subplots(nrows, ncols, figsize=size, FigureClass=DescribedFigure, **options)
        one = figure.subplotpars
        left, right, wspace = spread(one.left, one.right, ncols, times=(ncols + 1) / 2)
        bottom, top, hspace = spread(one.bottom, one.top, nrows, times=nrows)
        figure.subplots_adjust(left, bottom, right, top, wspace, hspace)
        for ax in figure.axes:
            ax.tick_params(labelsize=plt.rcParams["xtick.labelsize"])  # or the reader's size would set how many fit
    return figure, axes


def spread(first, last, n_panels, times):
    """Return both ends of a row of panels, and the gap between two, in a figure ``times`` as long as for one."""
    before, after = first / times, (1 - last) / times
    return before, 1 - after, (before + after) / (1 / n_panels - before - after)


@contextmanager
def drawing(ax, description):
    """Draw in the look of the course on ``ax``, or on a new figure, and say in words what there is to see.

    Parameters
    ----------
    ax : Axes or None
        Where to draw; None opens a new figure.
    description : str
        One sentence, which joins the figure's alternative text.

    Yields
    ------
    Axes
        Where to draw.

    Examples
    --------
    >>> with drawing(None, "A straight line from 0 to 1.") as ax:
    ...     line = ax.plot([0, 1])
    >>> ax.figure.get_label()
    'A straight line from 0 to 1.'
    """
    with house_style():
        ax = new_axes()[1] if ax is None else ax
        yield ax
    ax.figure.set_label(f"{ax.figure.get_label()} {description}".strip())


# What moves in an explorer


def moving_point(ax, **looks):
    """Return an empty marker that stands out on any curve; the explorer moves it.

    Parameters
    ----------
    ax : Axes
        Where it will move.
    **looks
        Matplotlib line properties that shall differ, such as ``marker`` or ``color``.

    Returns
    -------
    Line2D

    Examples
    --------
    >>> figure, ax = new_axes()
    >>> len(moving_point(ax).get_xdata())
    0
    """
    with house_style():
        looks = {"marker": "o", "markersize": 13, "color": BLACK, "markeredgecolor": "white"} | looks
        (point,) = ax.plot([], [], linestyle="none", zorder=5, **looks)
    return point


def moving_line(ax, **looks):
    """Return an empty line in the next colour and dashes of the house; the explorer moves it.

    Parameters
    ----------
    ax : Axes
        Where it will move.
    **looks
        Matplotlib line properties that shall differ, such as ``label`` or ``linestyle``.

    Returns
    -------
    Line2D

    Examples
    --------
    >>> figure, ax = new_axes()
    >>> moving_line(ax).get_linewidth()
    2.5
    """
    with house_style():
        (line,) = ax.plot([], [], **looks)
    return line


def readout(ax):
    """Return an empty line of text above the frame, where no curve passes; the explorer fills it.

    Parameters
    ----------
    ax : Axes
        Above which it stands.

    Returns
    -------
    Text

    Examples
    --------
    >>> figure, ax = new_axes()
    >>> readout(ax).get_text()
    ''
    """
    with house_style():
        return ax.text(0.5, 1.02, "", transform=ax.transAxes, ha="center", va="bottom")


# Any curves


def plot_curves(x, curves, *, xlabel, ylabel, xlim=None, ylim=None, legend="best", description=None, ax=None):
    """Draw named curves over one x; where one is infinite, it leaves the frame.

    Parameters
    ----------
    x : array_like, shape (n,)
        Places on the horizontal axis.
    curves : dict of str to array_like, shape (n,)
        The name and the values of each curve.
    xlabel, ylabel : str
        Word and symbol for each axis.
    xlim, ylim : tuple of float, optional
        Ends of each axis; without them, the ends of ``x`` and of the finite values.
    legend : str or None
        Where the names stand, as Matplotlib calls the places; None for nowhere.
    description : str, optional
        Alternative text, one sentence; without it, the names and the labels of the axes.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``x`` is not a row of finite numbers, or a curve does not have a number for each.

    Examples
    --------
    >>> plot_curves([0, 1, 2], {"y = x²": [0, 1, 4]}, xlabel="x", ylabel="y")
    <Axes: xlabel='x', ylabel='y'>
    """
    x, curves = row("x", x), rows(curves)
    paired(x=x, **{f"curves[{name!r}]": values for name, values in curves.items()})
    ends = (x.min(), x.max()) if np.ptp(x) else None
    with drawing(ax, description or f"{' and '.join(curves)}: {ylabel} against {xlabel}.") as ax:
        for name, values in curves.items():
            ax.plot(x, far_outside(values, ylim), label=name)
        ax.set(xlabel=xlabel, ylabel=ylabel, xlim=xlim or ends, ylim=ylim)
        ax.locator_params(axis="x", nbins=6, steps=[1, 2, 5, 10])
        if legend:
            ax.legend(loc=legend)
    return ax


def far_outside(values, ylim):
    """Put infinite values so far outside the frame that their curve leaves it upright."""
    if ylim is None:
        return values
    low, high = ylim
    return np.nan_to_num(values, nan=np.nan, posinf=high + 99 * (high - low), neginf=low - 99 * (high - low))


def plot_learning_curves(curves, *, ylabel=COST, ylim=None, ax=None):
    """Draw a number that was noted after each step of a descent, for one descent or several.

    Parameters
    ----------
    curves : dict of str to array_like, shape (steps + 1,)
        The name of each descent, and its numbers, the start included.
    ylabel : str
        What the number is.
    ylim : tuple of float, optional
        Ends of the vertical axis.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a curve is not a row of numbers, or one is longer than another.

    Examples
    --------
    >>> plot_learning_curves({"rate 1": [0.69, 0.45, 0.36], "rate 0.1": [0.69, 0.66, 0.63]})
    <Axes: xlabel='step', ylabel='cost J (nats)'>
    """
    steps = np.arange(max(map(len, rows(curves).values())))
    description = f"Learning curves of {' and '.join(curves)}: {ylabel} after each step."
    return plot_curves(steps, curves, xlabel="step", ylabel=ylabel, ylim=ylim, description=description, ax=ax)


# Losses against the prediction


def plot_binary_cross_entropy(y=(0, 1), *, ax=None):
    """Draw J against the prediction, one curve for each label.

    Parameters
    ----------
    y : float or sequence of float
        Labels in [0, 1], hard or soft.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With J from 0 to 5 nats.

    Raises
    ------
    ValueError
        If a label is NaN or outside [0, 1].

    Examples
    --------
    >>> plot_binary_cross_entropy()
    <Axes: xlabel='prediction ŷ', ylabel='cost J (nats)'>
    """
    curves = {f"y = {each:g}": binary_cross_entropy(each, Y_HAT) for each in label("y", y).ravel()}
    description = f"Binary cross-entropy against the prediction for {' and '.join(curves)}: least where ŷ equals y."
    return draw_against_prediction(curves, description, ax)


def plot_costs(costs, *, y=1, ax=None):
    """Draw J against the prediction for several cost functions, right or wrong ones, at one observation.

    Parameters
    ----------
    costs : dict of str to callable
        The name of each function and the function, which takes ``(y, y_hat)`` as arrays of shape (1,).
    y : float
        The label.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With J from 0 to 5; from −5 where a function goes below 0, as a wrong one may.

    Raises
    ------
    ValueError
        If the label is NaN or outside [0, 1], or a function answers with anything but numbers.

    Examples
    --------
    >>> plot_costs({"exact": binary_cross_entropy, "minus forgotten": lambda y, y_hat: np.log(y_hat)}, y=1)
    <Axes: xlabel='prediction ŷ', ylabel='cost J (nats)'>
    """
    y = single("y", label("y", y))
    expect_curves("costs", costs)
    with np.errstate(all="ignore"):
        curves = {name: cost_of_each_prediction(name, cost, y) for name, cost in costs.items()}
    description = f"Cost against the prediction at y = {y:g}: {' and '.join(costs)}."
    return draw_against_prediction(curves, description, ax)


def cost_of_each_prediction(name, cost, y):
    """Return what a cost function answers for one observation and each ŷ."""
    return [real_array(f"costs[{name!r}]", cost(np.full(1, y), np.full(1, y_hat))).mean() for y_hat in Y_HAT]


def draw_against_prediction(curves, description, ax):
    """Draw curves over ŷ with J from 0 to 5, so that all such pictures can be compared."""
    lowest = -5 if any(np.less(values, 0).any() for values in curves.values()) else 0
    options = {"xlabel": PREDICTION, "ylabel": COST, "ylim": (lowest, 5), "legend": "upper center"}
    return plot_curves(Y_HAT, curves, description=description, ax=ax, **options)


def plot_entropy(y=0.3, *, ax=None):
    """Draw cross-entropy, entropy and KL divergence in one picture: the first is the sum of the others.

    Parameters
    ----------
    y : float
        Probability of a 1, which the prediction should meet.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With J from 0 to 3 nats.

    Raises
    ------
    ValueError
        If ``y`` is not one probability.

    Examples
    --------
    >>> plot_entropy(0.3)
    <Axes: xlabel='prediction ŷ', ylabel='nats'>
    """
    y, ylim = single("y", label("y", y)), (0, 3)
    cross_entropy, entropy = far_outside(binary_cross_entropy(y, Y_HAT), ylim), binary_cross_entropy(y, y)
    with drawing(ax, f"For y = {y:g}, cross-entropy is the entropy plus the KL divergence, which is 0 at ŷ = y.") as ax:
        ax.plot(Y_HAT, cross_entropy, label="cross-entropy of y and ŷ")
        ax.plot(Y_HAT, np.full_like(Y_HAT, entropy), label="entropy of y")
        shade = {"facecolor": "0.93", "edgecolor": "0.6", "hatch": "//", "linewidth": 0}
        ax.fill_between(Y_HAT, entropy, cross_entropy, label="KL divergence", **shade)
        ax.set(xlabel=PREDICTION, ylabel="nats", xlim=(0, 1), ylim=ylim)
        ax.legend(loc="upper center")
    return ax


# Losses against the logit


def plot_activation(name, *, ax=None):
    """Draw an activation function and its slope.

    Parameters
    ----------
    name : {"sigmoid", "tanh", "ReLU"}
        Which function.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With z from −6 to 6 and values from −1.2 to 2.2.

    Raises
    ------
    ValueError
        If no function is called so.

    Examples
    --------
    >>> plot_activation("tanh")
    <Axes: xlabel='logit z', ylabel='activation and slope'>
    """
    function, slope = chosen("name", name, ACTIVATIONS)
    z = np.linspace(-6, 6, 241)
    curves = {f"{name}(z)": function(z), "its slope": slope(z)}
    options = {"xlabel": LOGIT, "ylabel": "activation and slope", "ylim": (-1.2, 2.2), "legend": "upper left"}
    return plot_curves(z, curves, description=f"The {name} function and its slope against z.", ax=ax, **options)


def plot_loss_against_logit(y=1, *, losses=("binary_cross_entropy", "squared_error"), gradient=False, ax=None):
    """Draw losses, or their slopes, against the logit.

    Parameters
    ----------
    y : float
        The label, in [0, 1].
    losses : sequence of {"binary_cross_entropy", "squared_error"}
        Which losses of ŷ = σ(z).
    gradient : bool
        Whether to draw dJ/dz instead of J.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With z from −10 to 10, J from 0 to 10 and dJ/dz from −1.1 to 1.1.

    Raises
    ------
    ValueError
        If ``y`` is not one label in [0, 1], or no loss is called so.

    Examples
    --------
    >>> plot_loss_against_logit(y=1, gradient=True)
    <Axes: xlabel='logit z', ylabel='slope dJ/dz'>
    """
    part, ylabel, ylim = ("gradient", "slope dJ/dz", (-1.1, 1.1)) if gradient else ("value", "cost J", (-0.2, 10))
    y, wanted = single("y", label("y", y)), [chosen("losses", name, AGAINST_LOGIT) for name in losses]
    curves = {title: getattr(loss, part)(y, Z) for title, loss in wanted}
    description = f"The {ylabel} against the logit at y = {y:g}: {' and '.join(curves)}."
    return plot_curves(Z, curves, xlabel=LOGIT, ylabel=ylabel, ylim=ylim, description=description, ax=ax)


# Likelihood


def plot_bernoulli_pmf(pi, *, ax=None):
    """Draw the probability of each outcome of one toss.

    Parameters
    ----------
    pi : float
        Probability of a 1, in [0, 1].
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With two bars and probabilities from 0 to 1.

    Raises
    ------
    ValueError
        If ``pi`` is not one probability.

    Examples
    --------
    >>> plot_bernoulli_pmf(0.7)
    <Axes: xlabel='outcome y', ylabel='probability p(y)'>
    """
    heights = bernoulli_pmf([0, 1], single("pi", probability("pi", pi)))
    description = f"Two bars: outcome 0 has probability {heights[0]:g}, outcome 1 has probability {heights[1]:g}."
    return draw_bars(["0", "1"], heights, "outcome y", "probability p(y)", description, ax)


def plot_likelihood(y, *, quantity="likelihood", ax=None):
    """Draw how well each π explains a sample of tosses.

    Parameters
    ----------
    y : array_like, shape (N,)
        The sample, of 0 and 1.
    quantity : {"likelihood", "log-likelihood", "cost"}
        ℒ, ln ℒ = ℓ, or J = −ℓ/N.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With ℓ from −3N to 0 and J from 0 to 3 nats; ℒ from 0 to a little more than its greatest value.

    Raises
    ------
    ValueError
        If an outcome is not 0 or 1, the sample is empty, or no quantity is called so.

    Examples
    --------
    >>> plot_likelihood([1, 1, 0], quantity="cost")
    <Axes: xlabel='probability of a 1, π', ylabel='cost J (nats)'>
    """
    y = outcome("y", y)
    n_tosses, likelihood, log_likelihood = y.size, bernoulli_likelihood(y, PI), bernoulli_log_likelihood(y, PI)
    quantities = {
        "likelihood": (likelihood, "likelihood ℒ", (0, 1.1 * likelihood.max() or 1)),
        "log-likelihood": (log_likelihood, "log-likelihood ℓ (nats)", (-3 * n_tosses, 0)),
        "cost": (-log_likelihood / n_tosses, COST, (0, 3)),
    }
    values, ylabel, ylim = chosen("quantity", quantity, quantities)
    description = f"The {quantity} of {n_tosses} tosses with {np.sum(y):g} heads against π."
    options = {"xlabel": PARAMETER, "ylabel": ylabel, "ylim": ylim, "legend": None}
    ax = plot_curves(PI, {quantity: values}, description=description, ax=ax, **options)
    ax.ticklabel_format(axis="y", scilimits=(-2, 4))
    return ax


def plot_underflow(p=0.5, n_tosses=1500, *, ax=None):
    """Draw the logarithm of a product of n probabilities beside the sum of their n logarithms.

    Parameters
    ----------
    p : float
        Probability of each toss, the same for all.
    n_tosses : int
        Largest n.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        The product drops where it becomes 0.0, whose logarithm is −∞; the sum goes on.

    Raises
    ------
    ValueError
        If ``p`` is not one number between 0 and 1, or ``n_tosses`` is not whole.

    Examples
    --------
    >>> plot_underflow(0.5)
    <Axes: xlabel='number of tosses n', ylabel='log-likelihood ℓ (nats)'>
    """
    n = np.arange(whole_number("n_tosses", n_tosses, least=1) + 1)
    p = single("p", inside_unit_interval("p", p))
    product = np.power(p, n)
    with np.errstate(divide="ignore"):
        curves = {"sum of n logarithms": n * np.log(p), "logarithm of the product": np.log(product)}
    options = {"xlabel": "number of tosses n", "ylabel": "log-likelihood ℓ (nats)", "legend": "upper right"}
    description = f"The product of n times {p:g} is 0.0 {first_zero(product)}; the sum of logarithms goes on falling."
    return plot_curves(n, curves, ylim=(n_tosses * np.log(p), 0), description=description, ax=ax, **options)


def first_zero(product):
    """Say from which place on the product is 0.0."""
    return f"from n = {np.argmin(product)}" if product[-1] == 0 else "nowhere yet"


# Data and fits


def plot_data(x, y, *, xlabel="input x", ax=None):
    """Draw labelled observations of one feature; each label has its colour and its shape.

    Parameters
    ----------
    x : array_like, shape (N,)
        The feature.
    y : array_like, shape (N,)
        Labels, 0 or 1.
    xlabel : str
        Word, symbol and unit of the feature.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With y from −0.1 to 1.1.

    Raises
    ------
    ValueError
        If ``x`` is not a row of finite numbers, or ``y`` does not have a 0 or 1 for each.

    Examples
    --------
    >>> plot_data([1, 2, 3], [0, 1, 1], xlabel="hours of study x")
    <Axes: xlabel='hours of study x', ylabel='label y, prediction ŷ'>
    """
    x, y = paired(x=row("x", x), y=row("y", y, outcome))
    with drawing(ax, f"{x.size} observations, {np.sum(y == 1)} of them with label 1, against {xlabel}.") as ax:
        for outcome_seen, look in enumerate(CLASSES[:2]):
            is_it = y == outcome_seen
            ax.plot(x[is_it], y[is_it], label=f"y = {outcome_seen}", **look)
        ax.set(xlabel=xlabel, ylabel="label y, prediction ŷ", ylim=(-0.1, 1.1))
        ax.legend(loc="center right")
    return ax


def plot_sigmoid_fit(x, y, w, b, *, xlabel="input x", ax=None):
    """Draw labelled observations and the sigmoid that predicts them.

    Parameters
    ----------
    x : array_like, shape (N,)
        The feature.
    y : array_like, shape (N,)
        Labels, 0 or 1.
    w, b : float
        Slope and intercept: ŷ = σ(w x + b).
    xlabel : str
        Word, symbol and unit of the feature.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With y from −0.1 to 1.1.

    Raises
    ------
    ValueError
        If ``x`` is not a row of finite numbers, ``y`` does not have a 0 or 1 for each, or ``w`` or ``b`` is no number.

    Examples
    --------
    >>> plot_sigmoid_fit([1, 2, 3], [0, 1, 1], w=2, b=-3)
    <Axes: xlabel='input x', ylabel='label y, prediction ŷ'>
    """
    w, b = (single(name, drawable(name, value)) for name, value in (("w", w), ("b", b)))
    ax = plot_data(x, y, xlabel=xlabel, ax=ax)
    with drawing(ax, f"The sigmoid with slope {w:g} and intercept {b:g} predicts them.") as ax:
        inputs = np.linspace(*ax.get_xlim(), 301)
        with np.errstate(over="ignore"):
            z = w * inputs + b
        ax.plot(inputs, sigmoid(z), color=BLACK, linestyle="-", zorder=1.5)
        ax.set_xlim(inputs[0], inputs[-1])
    return ax


def plot_residuals(x, y, y_hat, *, xlabel="input x", ylabel="observation y", ax=None):
    """Draw observed numbers, their predictions, and what lies between.

    Parameters
    ----------
    x : array_like, shape (N,)
        Inputs, in increasing order.
    y, y_hat : array_like, shape (N,)
        Observations and predictions.
    xlabel, ylabel : str
        Word, symbol and unit of each axis.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If one of the three is not a row of finite numbers, or they differ in length.

    Examples
    --------
    >>> plot_residuals([1, 2, 3], [2.1, 2.9, 4.2], [2, 3, 4])
    <Axes: xlabel='input x', ylabel='observation y'>
    """
    x, y, y_hat = paired(x=row("x", x), y=row("y", y), y_hat=row("y_hat", y_hat))
    with drawing(ax, f"{x.size} observations, the line of predictions, and the distance of each to it.") as ax:
        ax.vlines(x, y, y_hat, color=GREY, linewidth=1.5, label="residual y − ŷ")
        ax.plot(x, y_hat, color=BLACK, linestyle="-", label="prediction ŷ")
        ax.plot(x, y, markersize=7, **CLASSES[0], label="observation y")
        ax.set(xlabel=xlabel, ylabel=ylabel)
        ax.legend(loc="upper left")
    return ax


def plot_classes(x, y, *, xlabel="first feature x₁", ylabel="second feature x₂", ax=None):
    """Draw observations of two features; each class has its colour and its shape.

    Parameters
    ----------
    x : array_like, shape (N, 2)
        The features.
    y : array_like, shape (N,)
        Classes: 0, 1 or 2.
    xlabel, ylabel : str
        Word, symbol and unit of each feature.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``x`` is not a table of finite numbers with two columns, or ``y`` does not have a class for each row.

    Examples
    --------
    >>> plot_classes([[1, 1], [2, 3], [4, 1]], [0, 1, 2])
    <Axes: xlabel='first feature x₁', ylabel='second feature x₂'>
    """
    x, y = pairs("x", x), class_indices("y", y, n_classes=len(CLASSES))
    if len(x) != y.size or y.ndim != 1:
        raise ValueError(f"y has shape {y.shape}: one class for each of the {len(x)} rows of x is expected.")
    with drawing(ax, f"{len(x)} observations of {len(np.unique(y))} classes: {ylabel} against {xlabel}.") as ax:
        for k in np.unique(y):
            ax.plot(*x[y == k].T, label=f"class {k}", **CLASSES[k])
        ax.set(xlabel=xlabel, ylabel=ylabel)
        ax.legend(loc="upper left")
    return ax


def plot_softmax(z, *, temperature=1, ax=None):
    """Draw the probabilities that softmax makes of a row of logits.

    Parameters
    ----------
    z : array_like, shape (C,)
        Logits, one for each class.
    temperature : float
        Greater than 0: the logits are divided by it.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With one bar for each class and probabilities from 0 to 1.

    Raises
    ------
    ValueError
        If ``z`` is not a row of finite numbers, or ``temperature`` is not above 0, or too small for them.

    Examples
    --------
    >>> plot_softmax([2, 1, 0])
    <Axes: xlabel='class', ylabel='prediction ŷ'>
    """
    z, temperature = row("z", z), single("temperature", positive("temperature", temperature))
    with np.errstate(over="ignore"):
        y_hat = softmax(z / temperature)
    description = f"Softmax at temperature {temperature:g}: probabilities {', '.join(f'{p:.3f}' for p in y_hat)}."
    return draw_bars([str(k) for k in range(y_hat.size)], y_hat, "class", PREDICTION, description, ax)


def draw_bars(names, heights, xlabel, ylabel, description, ax):
    """Draw one bar for each probability, with the scale from 0 to 1."""
    with drawing(ax, description) as ax:
        ax.bar(names, heights, width=0.6, color=BLUE)
        ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(0, 1))
        ax.grid(visible=False, axis="x")
    return ax


# Descent


def plot_staircase(parameter, accuracy, cost, *, xlabel="weight w", ax=None):
    """Draw accuracy, which has steps, beside J, which has a slope everywhere.

    Parameters
    ----------
    parameter : array_like, shape (n,)
        Values of one parameter.
    accuracy : array_like, shape (n,)
        Fraction of right answers at each value.
    cost : array_like, shape (n,)
        J at each value, in nats.
    xlabel : str
        Word and symbol of the parameter.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With both from 0 to 1.5.

    Raises
    ------
    ValueError
        If one of the three is not a row of numbers, or they differ in length.

    Examples
    --------
    >>> plot_staircase([-1, 0, 1], [0, 0.5, 1], [1.3, 0.7, 0.3])
    <Axes: xlabel='weight w', ylabel='accuracy, cost J (nats)'>
    """
    parameter, curves = row("parameter", parameter), {"accuracy": accuracy, "cost J": cost}
    description = f"Accuracy is a staircase, level almost everywhere; J is smooth. Both against {xlabel}."
    options = {"xlabel": xlabel, "ylabel": "accuracy, cost J (nats)", "ylim": (0, 1.5)}
    return plot_curves(parameter, curves, description=description, ax=ax, **options)


def plot_cost_surface(model, slopes, intercepts, *, ax=None):
    """Draw J over slope and intercept as a map with lines of equal cost.

    Parameters
    ----------
    model : LogisticModel
        With one feature and a bias.
    slopes, intercepts : array_like, shape (m,) and (n,)
        Places at which J is computed, in increasing order.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        Dark where J is small.

    Raises
    ------
    ValueError
        If the places are not two rows of finite numbers, or the costs there are infinite or all the same.

    Examples
    --------
    >>> from lossedu.descent import LogisticModel
    >>> model = LogisticModel([1, 2, 3], [0, 1, 0])
    >>> plot_cost_surface(model, np.linspace(-2, 2, 41), np.linspace(-4, 4, 41))
    <Axes: xlabel='slope w', ylabel='intercept b'>
    """
    slopes, intercepts = row("slopes", slopes), row("intercepts", intercepts)
    cost = model.cost(np.stack(np.meshgrid(slopes, intercepts), axis=-1))
    levels = levels_of(cost)
    title = LOSSES[model.loss].title
    with drawing(ax, f"Map of the {title} over slope and intercept, from {cost.min():.3g} to {cost.max():.3g}.") as ax:
        ax.contourf(slopes, intercepts, cost, levels, colors=matplotlib.colormaps["Blues"](np.linspace(0.6, 0, 12)))
        lines = ax.contour(slopes, intercepts, cost, levels[2:9:3], colors=GREY, linewidths=1)
        ax.clabel(lines, fmt="%.2g", colors=BLACK, fontsize=12)
        ax.set(xlabel="slope w", ylabel="intercept b")
        ax.grid(visible=False)
    return ax


def levels_of(cost):
    """Return the costs at which lines of a map lie, closer together in the valley."""
    with np.errstate(all="ignore"):
        levels = cost.min() + np.ptp(cost) * np.linspace(0, 1, 13) ** 2
        if min(cost.shape) < 2 or not (np.diff(levels) > 0).all():
            raise ValueError("slopes and intercepts need two places each, with costs that are finite and differ.")
    return levels


def plot_path(path, *, label=None, ax=None):
    """Draw the path of a descent over slope and intercept, with a ring where it starts and a cross where it ends.

    Parameters
    ----------
    path : array_like, shape (steps + 1, 2)
        Slope and intercept after each step.
    label : str, optional
        Name of the path in the legend.
    ax : Axes, optional
        Where to draw; a map from ``plot_cost_surface``, as a rule.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``path`` is not a table of finite numbers with two columns.

    Examples
    --------
    >>> plot_path([[0, 0], [1, -1], [1.5, -2]])
    <Axes: xlabel='slope w', ylabel='intercept b'>
    """
    slopes, intercepts = pairs("path", path).T
    with drawing(ax, f"A descent of {len(slopes) - 1} steps over slope and intercept.") as ax:
        ax.plot(slopes, intercepts, color=VERMILLION, linestyle="-", label=label)
        ax.plot(slopes[0], intercepts[0], "o", color=VERMILLION, markerfacecolor="white")
        ax.plot(slopes[-1], intercepts[-1], "X", color=VERMILLION, markeredgecolor="white", markersize=13)
        ax.set(xlabel="slope w", ylabel="intercept b")
    return ax


# Judging predictions


def plot_calibration(y, y_hat, *, n_bins=10, ax=None):
    """Draw how often the label was 1 among predictions of about the same ŷ.

    Parameters
    ----------
    y : array_like, shape (N,)
        Labels, 0 or 1.
    y_hat : array_like, shape (N,)
        Predictions, in [0, 1].
    n_bins : int
        Into how many bins of equal width the predictions go.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes
        With one point for each bin that holds a prediction; on the diagonal, ŷ = 0.7 comes true 7 times in 10.

    Raises
    ------
    ValueError
        If an outcome is not 0 or 1, a prediction is no probability, they are not paired, or ``n_bins`` is not whole.

    Examples
    --------
    >>> plot_calibration([0, 1, 1, 1], [0.1, 0.3, 0.8, 0.9])
    <Axes: xlabel='mean prediction ŷ', ylabel='fraction with y = 1'>
    """
    y, y_hat = paired(y=row("y", y, outcome), y_hat=row("y_hat", y_hat, probability))
    predicted, happened = bin_means(y, y_hat, whole_number("n_bins", n_bins, least=1))
    with drawing(
        ax, f"Calibration of {np.size(y)} predictions in {len(predicted)} bins; the diagonal is perfect."
    ) as ax:
        ax.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1.5, label="perfect")
        ax.plot(predicted, happened, color=BLUE, marker="o", label="bins of predictions")
        ax.set(xlabel="mean prediction ŷ", ylabel="fraction with y = 1", xlim=(-0.03, 1.03), ylim=(-0.05, 1.05))
        ax.legend(loc="upper left")
    return ax


def bin_means(y, y_hat, n_bins):
    """Return the mean prediction and the mean label in each bin of equal width that is not empty."""
    bins = np.minimum((y_hat * n_bins).astype(int), n_bins - 1)
    filled = np.unique(bins)
    return [y_hat[bins == k].mean() for k in filled], [y[bins == k].mean() for k in filled]
