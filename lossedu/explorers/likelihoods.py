"""The likelihood of a sample against π, and its product as the sample grows."""

import numpy as np

from lossedu.explorers.panels import FIRST, HUNDREDTHS, PROBABILITIES, THIN, above, circle, number, one_panel, stacked
from lossedu.likelihood import bernoulli_likelihood, bernoulli_log_likelihood, bernoulli_mle
from lossedu.live import LiveFigure
from lossedu.losses import binary_cross_entropy
from lossedu.plots import BLUE, GREY, PARAMETER, PI, VERMILLION, house_style, moving_line, moving_point
from lossedu.samples import coin_tosses

ONES = {"none": 0, "three": 3, "five": 5, "seven": 7, "all ten": 10}
TOSSES = [1, 2, 5, 10, 20, 50, 100, 149, 150, 200, 300, 500, 700, 900, 1074, 1075, 1100, 1200, 1500, 2000]


@house_style()
def explore_likelihood():
    """Slide π under the likelihood of ten tosses, its logarithm and the cost: all three agree on the best π.

    Returns
    -------
    LiveFigure
        With the sliders ``sample``, the number of ones in ten tosses, and ``pi``, from 0 to 1 in hundredths.

    Examples
    --------
    >>> explore_likelihood().sliders["sample"].label
    'seven'
    """
    fig, panels = stacked(3, "Likelihood, log-likelihood and cost of ten tosses against π; a line marks the best π.")
    panels[0].set(ylim=(-0.08, 1.1), yticks=[0, 1], yticklabels=["0", "largest"])
    panels[1].set(ylim=(-50, 4), yticks=[-40, -20, 0])
    panels[2].set(xlabel=PARAMETER, xlim=PROBABILITIES, ylim=(-0.4, 5), yticks=[0, 2, 4])
    presets = {
        "a fair coin?": {"sample": 7, "pi": 0.5},
        "the best π": {"sample": 7, "pi": 0.7},
        "only ones": {"sample": 10, "pi": 1},
        "ruled out": {"sample": 7, "pi": 1},
    }
    moves = (
        of_parameter(panels[0], bernoulli_likelihood, "likelihood ℒ = {}", ".3", "largest", bernoulli_likelihood)
        | of_parameter(panels[1], bernoulli_log_likelihood, "log-likelihood ℓ = ln ℒ = {}", "z.2f", "largest")
        | of_parameter(panels[2], mean_cost, "cost J = −ℓ/10 = {}", "z.3f", "least")
    )
    return LiveFigure(fig, moves, presets, sample=ONES, pi=HUNDREDTHS)


def mean_cost(y, pi):
    """Return the cost of predicting each π for all tosses: their mean loss."""
    return np.mean([binary_cross_entropy(toss, pi) for toss in y], axis=0)


def of_parameter(ax, quantity, words, form, extreme, unit=lambda y, pi: 1):
    """Return what moves in one panel over π: the curve of a sample, its best π, the point at π, and the words."""
    tosses = {ones: coin_tosses(10, ones) for ones in ONES.values()}
    best = {ones: bernoulli_mle(y) for ones, y in tosses.items()}
    units = {ones: unit(y, best[ones]) for ones, y in tosses.items()}
    curves = {ones: quantity(y, PI) / units[ones] for ones, y in tosses.items()}
    value = {ones: dict(zip(HUNDREDTHS, quantity(y, HUNDREDTHS), strict=True)) for ones, y in tosses.items()}
    return {
        moving_line(ax, **FIRST): lambda sample: (PI, curves[sample]),
        moving_line(ax, linestyle=":", **THIN): lambda sample: ([best[sample]] * 2, ax.get_ylim()),
        circle(ax): lambda sample, pi: (pi, value[sample][pi] / units[sample]),
        above(ax, 0): lambda sample, pi: words.format(number(value[sample][pi], form)),
        above(ax, 0, "right"): lambda sample: f"{extreme} at π = {best[sample]:.1f}",
    }


@house_style()
def explore_underflow():
    """Multiply by ½ once for each toss until nothing is left of the product; the sum of the logarithms goes on.

    Returns
    -------
    LiveFigure
        With the slider ``n``, the number of tosses, which stops where float32 and float64 end.

    Examples
    --------
    >>> explore_underflow().values
    {'n': 10}
    """
    fig, ax = one_panel("The logarithm of a product of n halves against n: −∞ as soon as the product is 0.0.", rows=3)
    fig.subplots_adjust(left=0.155)
    ax.set(xlabel="number of tosses n", ylabel="log-likelihood ℓ (nats)", xlim=(-80, 2060), ylim=(-1480, 100))
    ax.plot([0, 2000], [0, 2000 * np.log(0.5)], color=GREY, linestyle="-", linewidth=1)
    presets = {
        "ten tosses": {"n": 10},
        "the last in float32": {"n": 149},
        "the last in float64": {"n": 1074},
        "one toss more": {"n": 1075},
    }
    single, double = {"marker": "^", "color": VERMILLION, "markersize": 27}, {"marker": "s", "color": BLUE}
    moves = product_of_halves(ax, 2, "▲", np.float32, single) | product_of_halves(ax, 1, "■", np.float64, double)
    return LiveFigure(fig, moves | sum_of_logarithms(ax), presets, n=TOSSES)


def product_of_halves(ax, row, sign, dtype, looks):
    """Return what moves of the product of n halves in one kind of number: its logarithm, and its value in words."""
    name, least = np.dtype(dtype).name, float(np.finfo(dtype).smallest_subnormal)
    value = {n: float(np.prod(np.full(n, 0.5, dtype))) for n in TOSSES}
    ax.axhline(np.log(least), linestyle=":", **THIN)
    ax.text(2040, np.log(least) - 30, f"end of {name}", ha="right", va="top")
    return {
        moving_point(ax, **looks): lambda n: (n, np.log(value[n]) if value[n] else -np.inf),
        above(ax, row, color=looks["color"]): lambda n: f"{sign} product in {name} = {number(value[n], '.3')}",
    }


def sum_of_logarithms(ax):
    """Return what moves of the sum of n logarithms of ½: its point, and its value in words."""
    value = {n: np.log(np.full(n, 0.5)).sum() for n in TOSSES}
    return {
        moving_point(ax, markersize=7): lambda n: (n, value[n]),
        above(ax, 0): lambda n: f"● sum of the logarithms = {number(value[n], '.1f')}",
    }
