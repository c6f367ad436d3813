"""What the explorers share: how their figures open, how lines and markers look, and how numbers are written."""

from itertools import product

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import offset_copy

from lossedu.plots import BLACK, BLUE, VERMILLION, moving_point, new_axes

HUNDREDTHS = np.arange(101) / 100
INK = {VERMILLION: "#B84F00"}  # words need more contrast with white than lines do
PROBABILITIES, LOGIT_RANGE = (-0.03, 1.03), (-10.5, 10.5)  # with room for half a marker at both ends

FIRST = {"color": BLUE, "linestyle": "-"}
SECOND = {"color": VERMILLION, "linestyle": "--", "linewidth": 1.8}
THIN = {"color": BLACK, "linewidth": 1.5}
TIP_DOWN = Path([(0, 0), (-0.6, 1), (0.6, 1), (0, 0)], closed=True)
LEAST = {"marker": TIP_DOWN, "markersize": 28, "color": "white", "markeredgecolor": BLACK}


def one_panel(description, rows=2):
    """Open a figure with one panel, and room for rows of words above it."""
    fig, ax = new_axes()
    height, words = 3.7 + 0.27 * rows, 0.25 + 0.27 * rows
    return opened(fig, description, height, bottom=0.68 / height, top=1 - words / height), ax


def stacked(panels, description, *, sharex=True):
    """Open a figure with panels above each other, and room for words above each."""
    fig, axes = new_axes(nrows=panels, sharex=sharex)
    hspace = {(2, True): 0.28, (2, False): 0.4, (3, True): 0.5}[panels, sharex]
    return opened(fig, description, 5.8, bottom=0.68 / 5.8, top=1 - 0.5 / 5.8, hspace=hspace), axes


def data_and_maps(description):
    """Open a figure with a panel for data above two for maps."""
    fig, ax = new_axes()
    maps = fig.add_gridspec(1, 2, left=0.135, right=0.965, bottom=0.11, top=0.43, wspace=0.4).subplots()
    return opened(fig, description, 6.2, bottom=0.61, top=0.97), ax, maps


def opened(fig, description, height, **margins):
    """Give a figure its alternative text, its height in inches, its margins, and numbers that read from afar."""
    fig.set_label(description)
    fig.set_size_inches(6.4, height)
    fig.subplots_adjust(**margins)
    for ax in fig.axes:
        ax.tick_params(labelsize=12)
    return fig


def circle(ax):
    """Return the marker of cross-entropy, which will move."""
    return moving_point(ax, markersize=15, color=BLUE)


def square(ax):
    """Return the marker of squared error, which will move: smaller, so that it does not hide the circle."""
    return moving_point(ax, marker="s", markersize=9, color=VERMILLION)


def above(ax, row, side="left", color=BLACK):
    """Return an empty line of words above the frame, at its left or right end; row 0 is the lowest."""
    spot = offset_copy(ax.transAxes, ax.figure, y=11 + 19 * row, units="points")
    return ax.text({"left": 0, "right": 1}[side], 1, "", transform=spot, color=INK.get(color, color), ha=side)


def on_grid(function, *grids):
    """Evaluate a function once on all combinations of values; ``on_grid(f, ys, zs)[y, z]`` is ``f(y, z)``."""
    columns = [column.ravel() for column in np.meshgrid(*grids, indexing="ij")]
    return dict(zip(product(*grids), function(*columns), strict=True))


def number(value, form):
    """Write a number as a figure shows it: with a true minus sign, and ∞.

    >>> number(-1.5, ".2f"), number(np.inf, ".3f")
    ('−1.50', '∞')
    """
    return format(value, form).replace("-", "−").replace("inf", "∞")
