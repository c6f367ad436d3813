"""Losses against the prediction ŷ."""

import numpy as np

from lossedu.activations import logit
from lossedu.explorers.panels import (
    FIRST,
    HUNDREDTHS,
    LEAST,
    PROBABILITIES,
    SECOND,
    THIN,
    above,
    circle,
    number,
    on_grid,
    one_panel,
    square,
)
from lossedu.live import LiveFigure
from lossedu.losses import binary_cross_entropy, binary_cross_entropy_gradient, smooth_labels, squared_error
from lossedu.plots import BLUE, COST, PREDICTION, VERMILLION, Y_HAT, house_style, moving_line, moving_point

TENTHS, TWENTIETHS = np.arange(11) / 10, np.arange(21) / 20


@house_style()
def explore_binary_cross_entropy():
    """Slide the prediction along binary cross-entropy, from right to confidently wrong, with squared error beside it.

    Returns
    -------
    LiveFigure
        With the sliders ``y``, from 0 to 1 in tenths, and ``y_hat``, from 0 to 1 in hundredths.

    Examples
    --------
    >>> explore_binary_cross_entropy().sliders["y_hat"].value
    np.float64(0.3)
    """
    fig, ax = one_panel("Cross-entropy J and squared error against the prediction ŷ; a tangent shows the slope of J.")
    ax.set(xlabel=PREDICTION, ylabel=COST, xlim=PROBABILITIES, ylim=(-0.1, 5))
    presets = {
        "a small mistake": {"y": 0, "y_hat": 0.3},
        "confident and right": {"y": 1, "y_hat": 0.97},
        "confident and wrong": {"y": 1, "y_hat": 0.03},
        "ruled out": {"y": 1, "y_hat": 0},
        "a soft label": {"y": 0.7, "y_hat": 0.7},
    }
    moves = cost_of_prediction(ax) | error_of_prediction(ax)
    return LiveFigure(fig, moves, presets, y=TENTHS, y_hat=HUNDREDTHS)


def cost_of_prediction(ax):
    """Return what moves of cross-entropy: its curve, tangent, least value and point, and the words for them."""
    J = on_grid(binary_cross_entropy, TENTHS, HUNDREDTHS)
    slope = on_grid(binary_cross_entropy_gradient, TENTHS, HUNDREDTHS)

    def tangent(y, y_hat):
        if np.isinf(J[y, y_hat]):
            return [], []
        run = 0.2 / np.hypot(1, slope[y, y_hat] / 8) * np.array([-1, 1])  # as long on the page at every slope
        return y_hat + run, J[y, y_hat] + slope[y, y_hat] * run

    return {
        moving_line(ax, **FIRST): lambda y: (Y_HAT, binary_cross_entropy(y, Y_HAT)),
        moving_line(ax, linestyle="-", **THIN): tangent,
        moving_point(ax, **LEAST): lambda y: (y, J[y, y]),
        circle(ax): lambda y, y_hat: (y_hat, J[y, y_hat]),
        above(ax, 1, color=BLUE): lambda y, y_hat: f"● cross-entropy J = {number(J[y, y_hat], '.3f')}",
        above(ax, 1, "right"): lambda y, y_hat: f"slope dJ/dŷ = {number(slope[y, y_hat], 'z.2f')}",
        above(ax, 0, "right"): lambda y: f"▽ least J = {J[y, y]:.3f} at ŷ = {y:.1f}",
    }


def error_of_prediction(ax):
    """Return what moves of squared error: its curve, its point, and its value in words."""
    error = on_grid(squared_error, TENTHS, HUNDREDTHS)
    return {
        moving_line(ax, **SECOND): lambda y: (Y_HAT, squared_error(y, Y_HAT)),
        square(ax): lambda y, y_hat: (y_hat, error[y, y_hat]),
        above(ax, 0, color=VERMILLION): lambda y, y_hat: f"■ squared error = {error[y, y_hat]:.3f}",
    }


@house_style()
def explore_label_smoothing():
    """Smooth a label: the least cost leaves the edge, stands where ŷ is the soft label, and is that label's entropy.

    Returns
    -------
    LiveFigure
        With the sliders ``y``, 0 or 1, and ``smoothing``, from 0 to 1 in twentieths.

    Examples
    --------
    >>> explore_label_smoothing().sliders["y"].value
    1
    """
    fig, ax = one_panel(
        "Cross-entropy of a smoothed label against ŷ: its least value slides along the entropy.", rows=3
    )
    ax.set(xlabel=PREDICTION, ylabel=COST, xlim=PROBABILITIES, ylim=(-0.06, 3))
    ax.plot(Y_HAT, binary_cross_entropy(Y_HAT, Y_HAT), linestyle=":", **THIN)
    above(ax, 0).set_text("··· entropy of ŷ")
    presets = {
        "a hard label": {"y": 1, "smoothing": 0},
        "the usual tenth": {"y": 1, "smoothing": 0.1},
        "half": {"y": 1, "smoothing": 0.5},
        "nothing left to learn": {"y": 1, "smoothing": 1},
    }
    return LiveFigure(fig, cost_of_soft_label(ax), presets, y=[0, 1], smoothing=TWENTIETHS)


def cost_of_soft_label(ax):
    """Return what moves as a label is smoothed: the curves of the hard and the soft label, and the least cost."""

    def soft_curve(y, smoothing):
        return Y_HAT, binary_cross_entropy(smooth_labels(y, smoothing), Y_HAT)

    def least(y, smoothing):
        soft = smooth_labels(y, smoothing)
        return soft, binary_cross_entropy(soft, soft)

    def least_in_words(y, smoothing):
        soft, J = least(y, smoothing)
        return f"▽ least J = {J:.3f} at ŷ = {soft:.3f}, z = {number(logit(soft), 'z.2f')}"

    return {
        moving_line(ax, **SECOND): lambda y: (Y_HAT, binary_cross_entropy(y, Y_HAT)),
        moving_line(ax, **FIRST): soft_curve,
        moving_point(ax, **LEAST): least,
        above(ax, 2, color=VERMILLION): lambda y: f"– – hard label y = {y}",
        above(ax, 2, "right", BLUE): lambda y, smoothing: f"— soft label y = {smooth_labels(y, smoothing):.3f}",
        above(ax, 1): least_in_words,
    }
