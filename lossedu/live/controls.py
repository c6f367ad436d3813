"""The controls of a live figure: named options in, an ipywidgets slider or row of buttons out."""

import unicodedata
from collections.abc import Mapping

import numpy as np
from ipywidgets import HBox, Layout, Play, SelectionSlider, ToggleButtons, jslink

from lossedu.live.artists import numbers

BUTTONS = 5  # up to this many options are a row of buttons, more are a slider


class Control:
    """One named control: its symbol, the values it can take, their labels, and the widget that chooses."""

    def __init__(self, name, options):
        self.name = name
        self.symbol = symbol(name)
        player = options if isinstance(options, Play) else None
        self.labels, self.values = labelled(name, steps(name, player) if player else options)
        self.start = 0 if player or len(self.values) <= BUTTONS else len(self.values) // 2
        self.widget = self._chooser(is_slider=player is not None)
        self.box = self._with_player(player) if player else self.widget

    def index(self, value):
        """Return the position of ``value`` among the options, allowing for rounding; ValueError if it is not one."""
        for position, option in enumerate(self.values):
            if same(option, value):
                return position
        raise ValueError(f"{self.name} = {value!r} is not on its slider: {self.labels[0]} … {self.labels[-1]}")

    @property
    def label(self):
        """The label of the option chosen now."""
        return self.labels[self.widget.index]

    def sent(self):
        """Return what the browser needs to read the control out."""
        return {"name": self.name, "symbol": self.symbol, "labels": self.labels}

    def _chooser(self, is_slider):
        chooser = SelectionSlider if is_slider or len(self.values) > BUTTONS else ToggleButtons
        widget = chooser(
            options=list(zip(self.labels, self.values, strict=True)),
            index=self.start,
            description=self.symbol,
            equals=same,
            layout=Layout(width="auto"),
        )
        return widget.add_class("live-control")

    def _with_player(self, player):
        jslink((player, "value"), (self.widget, "index"))
        self.widget.layout.flex = "1 1 auto"
        return HBox([player, self.widget]).add_class("live-player")


def symbol(name):
    """Write an identifier as its symbol.

    >>> [symbol(name) for name in ("y_hat", "pi", "z_1", "rate")]
    ['ŷ', 'π', 'z₁', 'rate']
    """
    stem, _, suffix = name.partition("_")
    stem = greek(stem)
    if suffix == "hat":
        return unicodedata.normalize("NFC", stem + "\N{COMBINING CIRCUMFLEX ACCENT}")
    if suffix.isdecimal():
        return stem + suffix.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
    return " ".join(filter(None, [stem, suffix.replace("_", " ")]))


def greek(word):
    """Return the Greek letter of that name, or the word itself."""
    try:
        return unicodedata.lookup(f"GREEK SMALL LETTER {word}")
    except KeyError:
        return word


def steps(name, player):
    """Return the numbers that a Play counts through; the slider beside it shares its positions."""
    if (player.min, player.step) != (0, 1):
        raise ValueError(f"the Play of {name} counts from {player.min} by {player.step}: it must count from 0 by 1")
    return range(player.max + 1)


def labelled(name, options):
    """Split options (a mapping from label to value, or values alone) into labels and values."""
    try:
        values = list(options.values() if isinstance(options, Mapping) else options)
        labels = written(options if isinstance(options, Mapping) else values) if values else []
    except Exception as error:
        message = f"the slider {name} needs numbers, words, or a dict from label to value, and got {options!r}"
        raise ValueError(message) from error
    if not values:
        raise ValueError(f"the slider {name} has no values")
    return labels, values


def written(options):
    """Return labels and words as they are, and write numbers as numerals."""
    is_named = isinstance(options, Mapping) or any(isinstance(option, str) for option in options)
    return [str(option) for option in options] if is_named else numerals(options)


@np.errstate(all="ignore")  # numbers may lie as far apart as float64 goes
def numerals(values):
    """Write numbers with the same number of decimals, as few as tell them apart.

    >>> numerals([0, 0.5, 1]), numerals([-2, 3])
    (['0.0', '0.5', '1.0'], ['−2', '3'])
    """
    row = numbers(values)
    exact = (d for d in range(6) if np.allclose(row.round(d), row, rtol=1e-9, atol=np.ptp(1e-13 * row)))
    decimals = next(exact, None)
    form = "{:z.3g}" if decimals is None else f"{{:z.{decimals}f}}"
    return [form.format(number).replace("-", "−") for number in row]


def same(option, value):
    """Tell whether a value names an option, allowing for the rounding of ``np.linspace``."""
    if isinstance(option, str) or isinstance(value, str):
        return isinstance(option, str) and isinstance(value, str) and option == value
    try:
        with np.errstate(all="ignore"):
            return bool(np.isclose(numbers(option), numbers(value), rtol=1e-9, atol=1e-12))
    except Exception:  # no number equals what is no number
        return option is value
