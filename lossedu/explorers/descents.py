"""Downhill, by hand and by gradient descent."""

from functools import partial

import numpy as np
from ipywidgets import Play

from lossedu.activations import sigmoid
from lossedu.descent import LogisticModel, gradient_descent
from lossedu.explorers.panels import (
    FIRST,
    LOGIT_RANGE,
    SECOND,
    THIN,
    above,
    circle,
    data_and_maps,
    on_grid,
    square,
    stacked,
)
from lossedu.live import LiveFigure
from lossedu.losses import LOSSES
from lossedu.plots import (
    BLACK,
    PREDICTION,
    house_style,
    moving_line,
    moving_point,
    plot_cost_surface,
    plot_data,
    plot_loss_against_logit,
)
from lossedu.samples import hours_studied

SLOPES, INTERCEPTS = np.arange(-5, 16) / 5, np.arange(-16, 5) / 2
STARTS = [-10, -5, -2]


@house_style()
def explore_sigmoid_fit():
    """Fit a sigmoid by hand: slide its slope and intercept, and see where that is on both cost surfaces.

    Returns
    -------
    LiveFigure
        With the sliders ``w``, from −1 to 3 in fifths, and ``b``, from −8 to 2 in halves.

    Examples
    --------
    >>> explore_sigmoid_fit().sliders["w"].value
    np.float64(0.0)
    """
    (hours, passed), inputs = hours_studied(), np.linspace(0, 6.5, 53)
    fig, ax, maps = data_and_maps(
        "Hours of study and passes, with a sigmoid through them; below, maps of its two costs."
    )
    plot_data(hours, passed, xlabel="hours of study x", ax=ax).get_legend().remove()  # the axis says which is which
    ax.set(xlim=(0, 6.5), yticks=[0, 0.5, 1])
    presets = {
        "knows nothing": {"w": 0, "b": 0},
        "a good fit": {"w": 1.2, "b": -4},
        "too sure": {"w": 3, "b": -8},
        "the wrong way round": {"w": -1, "b": 2},
    }
    moves = {moving_line(ax, color=BLACK, linestyle="-"): lambda w, b: (inputs, sigmoid(w * inputs + b))}
    for loss, panel in zip(["binary_cross_entropy", "squared_error"], maps, strict=True):
        moves |= on_surface(panel, LogisticModel(hours, passed, loss=loss))
    return LiveFigure(fig, moves, presets, w=SLOPES, b=INTERCEPTS)


def on_surface(ax, model):
    """Return what moves on the map of a model's cost: the place of w and b, and the cost there in words."""
    plot_cost_surface(model, np.linspace(-1.4, 3.4, 41), np.linspace(-9, 3, 41), ax=ax).set(
        xticks=range(-1, 4), yticks=[-8, -4, 0]
    )
    J = on_grid(lambda w, b: model.cost(np.stack([w, b], axis=-1)), SLOPES, INTERCEPTS)
    title = LOSSES[model.loss].title.removeprefix("binary ")
    return {
        moving_point(ax): lambda w, b: (w, b),
        above(ax, 0): lambda w, b: f"{title} {J[w, b]:.3f}",
    }


@house_style()
def explore_descent():
    """Race downhill from the same wrong start at the same rate: cross-entropy runs, squared error hardly moves.

    Returns
    -------
    LiveFigure
        With the sliders ``start``, the first logit, and ``step``, from 0 to 100, which has a play button.

    Examples
    --------
    >>> explore_descent().values
    {'start': -10, 'step': 0}
    """
    description = "Two losses of y = 1 against the logit z; below, the prediction ŷ after each step of descent."
    fig, (top, bottom) = stacked(2, description, sharex=False)
    plot_loss_against_logit(y=1, ax=top).get_legend().remove()  # the words below say which is which
    top.set(xlim=LOGIT_RANGE, ylim=(-0.7, 10.8), xticks=range(-10, 11, 5), yticks=[0, 5, 10])
    bottom.set(xlabel="step", ylabel=PREDICTION, xlim=(-2, 102), ylim=(-0.06, 1.06), yticks=[0, 0.5, 1])
    bottom.axhline(0.5, linestyle=":", **THIN)
    presets = {
        "confident and wrong": {"start": -10, "step": 0},
        "wrong": {"start": -5, "step": 0},
        "a little wrong": {"start": -2, "step": 0},
    }
    moves = runner("binary_cross_entropy", top, bottom, circle, FIRST, "left", "● cross-entropy")
    moves |= runner("squared_error", top, bottom, square, SECOND, "right", "■ squared error")
    return LiveFigure(fig, moves, presets, start=STARTS, step=Play(max=100, interval=80))


def runner(name, top, bottom, marker, looks, side, title):
    """Return what moves of one descent at rate 1: its place on the loss, its predictions so far, and the words."""
    loss = LOSSES[f"{name}_with_logits"]
    z = {start: gradient_descent(partial(loss.gradient, 1), start, rate=1, steps=100) for start in STARTS}
    J, y_hat = {start: loss.value(1, z[start]) for start in STARTS}, {start: sigmoid(z[start]) for start in STARTS}
    return {
        marker(top): lambda start, step: (z[start][step], J[start][step]),
        moving_line(bottom, **looks): lambda start, step: (np.arange(step + 1), y_hat[start][: step + 1]),
        marker(bottom): lambda start, step: (step, y_hat[start][step]),
        above(top, 0, side, looks["color"]): lambda start, step: f"{title} ŷ = {y_hat[start][step]:.3f}",
    }
