"""Losses against the logit z, and softmax of three logits."""

from functools import partial
from itertools import product

import numpy as np

from lossedu.activations import softmax
from lossedu.explorers.panels import (
    FIRST,
    LOGIT_RANGE,
    SECOND,
    above,
    circle,
    number,
    on_grid,
    one_panel,
    square,
    stacked,
)
from lossedu.live import LiveFigure
from lossedu.losses import LOSSES, cross_entropy_with_logits
from lossedu.plots import BLUE, LOGIT, PREDICTION, VERMILLION, Z, house_style, moving_line, moving_point

LOGITS = np.arange(-50, 51) / 5
CLASS_LOGITS, TEMPERATURES = range(-3, 4), [0.25, 0.5, 1, 2, 4]


@house_style()
def explore_logits():
    """Slide the logit: squared error goes flat where the answer is wrong, cross-entropy keeps its slope.

    Returns
    -------
    LiveFigure
        With the sliders ``y``, 0 or 1, and ``z``, from −10 to 10 in fifths.

    Examples
    --------
    >>> explore_logits().sliders["z"].value
    np.float64(-10.0)
    """
    fig, (top, bottom) = stacked(2, "Cross-entropy and squared error against the logit z; below them, their slopes.")
    top.set(ylabel="cost J", ylim=(-0.7, 10.8))
    bottom.set(xlabel=LOGIT, ylabel="slope dJ/dz", xlim=LOGIT_RANGE, ylim=(-1.1, 1.1), xticks=range(-10, 11, 5))
    losses = [LOSSES[f"{name}_with_logits"] for name in ("binary_cross_entropy", "squared_error")]
    presets = {
        "confident and wrong": {"y": 1, "z": -10},
        "wrong": {"y": 1, "z": -2},
        "undecided": {"y": 1, "z": 0},
        "confident and right": {"y": 1, "z": 10},
    }
    moves = of_logit(top, *(loss.value for loss in losses)) | of_logit(bottom, *(loss.gradient for loss in losses))
    return LiveFigure(fig, moves, presets, y=[0, 1], z=LOGITS)


def of_logit(ax, cross_entropy, error):
    """Return what moves in one panel over z: two curves, their points, and their values in words."""
    height, other_height = on_grid(cross_entropy, [0, 1], LOGITS), on_grid(error, [0, 1], LOGITS)
    return {
        moving_line(ax, **FIRST): lambda y: (Z, cross_entropy(y, Z)),
        moving_line(ax, **SECOND): lambda y: (Z, error(y, Z)),
        circle(ax): lambda y, z: (z, height[y, z]),
        square(ax): lambda y, z: (z, other_height[y, z]),
        above(ax, 0, color=BLUE): lambda y, z: f"● cross-entropy {number(height[y, z], 'z.5f')}",
        above(ax, 0, "right", VERMILLION): lambda y, z: f"■ squared error {number(other_height[y, z], 'z.5f')}",
    }


@house_style()
def explore_softmax():
    """Slide three logits and a temperature: softmax makes probabilities of them, and the observed class costs −ln ŷ.

    Returns
    -------
    LiveFigure
        With the sliders ``y``, the observed class, ``temperature``, and ``z_0``, ``z_1``, ``z_2`` from −3 to 3.

    Examples
    --------
    >>> explore_softmax().values
    {'y': 0, 'temperature': 1, 'z_0': 2, 'z_1': 1, 'z_2': 0}
    """
    fig, ax = one_panel("Softmax of three logits as three bars; a triangle marks the class that was observed.", rows=1)
    ax.set(xlabel="class", ylabel=PREDICTION, xlim=(-0.6, 2.6), ylim=(0, 1.25), yticks=np.arange(6) / 5)
    ax.grid(visible=False, axis="x")
    presets = {
        "class 0 ahead": {"y": 0, "temperature": 1, "z_0": 2, "z_1": 1, "z_2": 0},
        "all equal": {"z_0": 0, "z_1": 0, "z_2": 0},
        "cold": {"temperature": 0.25},
        "hot": {"temperature": 4},
        "confident and wrong": {"y": 2, "temperature": 1, "z_0": 3, "z_1": 0, "z_2": -3},
    }
    logits = dict.fromkeys(["z_0", "z_1", "z_2"], CLASS_LOGITS)
    return LiveFigure(fig, bars_of_softmax(ax), presets, y=[0, 1, 2], temperature=TEMPERATURES, **logits)


def bars_of_softmax(ax):
    """Return what moves of softmax: three bars and their numbers, the observed class, and its cost in words."""
    settings = list(product(TEMPERATURES, CLASS_LOGITS, CLASS_LOGITS, CLASS_LOGITS))
    z = np.array([np.divide(logits, temperature) for temperature, *logits in settings])
    y_hat = dict(zip(settings, softmax(z).tolist(), strict=True))
    J = {y: dict(zip(settings, cross_entropy_with_logits(np.full(len(z), y), z), strict=True)) for y in range(3)}

    def heights(temperature, z_0, z_1, z_2):
        return y_hat[temperature, z_0, z_1, z_2]

    def height(k, temperature, z_0, z_1, z_2):
        share = y_hat[temperature, z_0, z_1, z_2][k]
        return k, share + 0.02, f"{share:.3f}"

    def cost(y, temperature, z_0, z_1, z_2):
        return f"J = −ln ŷ{'₀₁₂'[y]} = {J[y][temperature, z_0, z_1, z_2]:.3f}"

    return {
        ax.bar(["0", "1", "2"], 0, width=0.6, color=BLUE): heights,
        moving_point(ax, marker="v", color=VERMILLION): lambda y: (y, 1.18),
        above(ax, 0, color=VERMILLION): lambda y: f"▼ observed: class {y}",
        above(ax, 0, "right"): cost,
    } | {ax.text(0, 0, "", ha="center"): partial(height, k) for k in range(3)}
