"""LiveFigure: Matplotlib draws the figure once, a table says where its artists go, the browser moves them."""

import inspect
import io
import json
import sys
import zlib
from base64 import b64encode
from itertools import product
from math import prod
from pathlib import Path

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from ipywidgets import Layout, VBox, jslink
from matplotlib.container import BarContainer

from lossedu.live.artists import Page, Words, kind_of
from lossedu.live.controls import Control

MOST_STATES = 20_000  # of one artist
BROWSER_SCALE = 1.1  # the widest a figure grows on a page, in its own widths
SETTINGS = {"svg.fonttype": "path", "svg.hashsalt": "lossedu", "savefig.bbox": None, "savefig.format": "png"}


class Picture(anywidget.AnyWidget):
    """The figure in the browser: what it shows in every state, packed, and an index for each slider."""

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")
    packed = traitlets.Bytes().tag(sync=True)


class LiveFigure:
    """A Matplotlib figure whose artists follow sliders in the browser, with or without a kernel.

    Every function is called once for each combination of the values of the sliders it names, before the figure is
    shown.  The browser then looks the answer up and moves the artist.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure, drawn.  Its axes keep their limits from here on.
    moves : dict of artist to function
        What moves, and how.  A function names in its arguments the sliders it follows, and returns ``(x, y)`` for a
        line or markers, a length for a bar, lengths for a BarContainer, and a string or ``(x, y, string)`` for a text.
        An infinite coordinate is drawn as an arrow at the edge; NaN is left out.  A text that is rotated turns about
        the point at which it stands (Matplotlib's rotation mode ``"anchor"``).
    presets : dict of str to dict, optional
        Settings a button brings back, such as ``{"confident and wrong": {"y": 0, "y_hat": 0.99}}``.  The sliders start
        at the first one, and Reset returns there.
    **sliders : sequence, dict or ipywidgets.Play
        The values each slider takes: up to five become a row of buttons, more become a slider, a dict gives labels to
        values, and a Play becomes a slider with a play button.

    Attributes
    ----------
    sliders : dict of str to ipywidgets widget
        The controls, by name.  Their ``.value`` can be read, set and observed.
    values : dict
        The value of each slider now.

    Raises
    ------
    ValueError
        If there are too many states, an artist is not in the figure or cannot move, a slider moves nothing, a function
        asks for a slider that is not there, or a function raises; the message says at which values.

    Notes
    -----
    Shown in a notebook it gives the live widget, a still picture for pages that cannot run it, and one line of text
    with the values and the moving words, the same on every machine.

    Examples
    --------
    >>> import numpy as np
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot(xlim=(0, 1), ylim=(0, 1))
    >>> point, = ax.plot([], [], "o")
    >>> words = ax.text(0.5, 0.9, "")
    >>> moves = {point: lambda x: (x, x**2), words: lambda x: f"x² = {x**2:.2f}"}
    >>> LiveFigure(ax.figure, moves, x=np.linspace(0, 1, 11))
    LiveFigure: x = 0.5 · x² = 0.25
    """

    def __init__(self, fig, moves, presets=None, **sliders):
        self._fig = stand_still(fig)
        self._controls = {name: Control(name, options) for name, options in sliders.items()}
        self._parts = [part for artist, function in moves.items() for part in self._followers(artist, function)]
        self._check_that_each_slider_moves_something()
        self._presets = {title: self._indices(values) for title, values in (presets or {}).items()}
        self._start(next(iter(self._presets.values()), {}))
        self._widget = self._box(self._picture())

    @property
    def sliders(self):
        """The controls by name: ipywidgets, whose ``.value`` can be read, set and observed."""
        return {name: control.widget for name, control in self._controls.items()}

    @property
    def values(self):
        """The value of each slider now."""
        return {name: control.widget.value for name, control in self._controls.items()}

    def at(self, **values):
        """Return the Matplotlib figure as it is with these values, and with the sliders' own for the rest.

        It is the same figure each time: draw or save it before asking for another state.

        Raises
        ------
        ValueError
            If a name is not a slider's or a value is not on its slider.
        """
        indices = self._now() | self._indices(values)
        for part in self._parts:
            part.place(self._state(part, indices))
        return self._fig

    def __repr__(self):
        settings = ", ".join(f"{control.symbol} = {control.label}" for control in self._controls.values())
        words = (part.frames[self._state(part, self._now())] for part in self._parts if isinstance(part, Words))
        return f"LiveFigure: {' · '.join([settings, *(one_line(word) for word in words if word)])}"

    def _repr_mimebundle_(self, **_):
        widget_view = self._widget._repr_mimebundle_()
        bundle = widget_view | {"text/plain": repr(self), "image/png": still(self.at())}
        return bundle, {"image/png": {"alt": name_of(self._fig)}}

    def _now(self):
        return {name: control.widget.index for name, control in self._controls.items()}

    def _indices(self, values):
        unknown = values.keys() - self._controls.keys()
        if unknown:
            raise ValueError(f"no slider is called {', '.join(sorted(unknown))}: there are {', '.join(self._controls)}")
        return {name: self._controls[name].index(value) for name, value in values.items()}

    @staticmethod
    def _state(part, indices):
        state = 0
        for control in part.sliders:
            state = state * len(control.values) + indices[control.name]
        return state

    def _followers(self, artist, function):
        kind, controls = kind_of(artist), self._followed(artist, function)
        if not holds(self._fig, artist):
            raise ValueError(f"{describe(artist)} is not in this figure")
        states = prod(len(control.values) for control in controls)
        if states > MOST_STATES:
            raise ValueError(f"{describe(artist)} would have {states:,} states: the limit is {MOST_STATES:,}")
        names = [control.name for control in controls]
        settings = [dict(zip(names, values, strict=True)) for values in product(*(c.values for c in controls))]
        parts = kind.parts(artist, [frame(kind, artist, function, setting) for setting in settings], controls)
        return [each for part in parts for each in (part, *part.arrows)]

    def _followed(self, artist, function):
        names = wanted(function)
        names = list(self._controls) if names is None else names
        unknown = [name for name in names if name not in self._controls]
        if unknown:
            raise ValueError(
                f"the function of {describe(artist)} asks for {', '.join(unknown)}: "
                f"the sliders are {', '.join(self._controls)}"
            )
        return [self._controls[name] for name in names]

    def _check_that_each_slider_moves_something(self):
        followed = {control.name for part in self._parts for control in part.sliders}
        idle = [name for name in self._controls if name not in followed]
        if idle:
            raise ValueError(f"the slider {', '.join(idle)} moves nothing: no function names it")

    def _start(self, indices):
        for name, index in indices.items():
            self._controls[name].start = self._controls[name].widget.index = index

    @mpl.rc_context(SETTINGS)
    def _shown(self):
        page, reset = Page(self._fig), {name: control.start for name, control in self._controls.items()}
        return {
            "name": name_of(self._fig),
            "svg": drawing(self._fig, self._parts),
            "sliders": [control.sent() for control in self._controls.values()],
            "moves": [{"sliders": [c.name for c in part.sliders]} | part.sent(page) for part in self._parts],
            "presets": list((self._presets | {"Reset": reset}).items()),  # JavaScript would sort titles such as "10"
        }

    def _picture(self):
        picture = Picture(packed=zlib.compress(json.dumps(self._shown(), ensure_ascii=False).encode()))
        picture.add_traits(**{f"at_{name}": traitlets.Int(index).tag(sync=True) for name, index in self._now().items()})
        return picture

    def _box(self, picture):
        for name, control in self._controls.items():
            jslink((control.widget, "index"), (picture, f"at_{name}"))
        controls = [control.box for control in self._controls.values()]
        layout = Layout(max_width=f"{self._fig.get_figwidth() * BROWSER_SCALE:.1f}in")
        return VBox([*controls, picture], layout=layout).add_class("live-figure")


@mpl.rc_context(SETTINGS)
def stand_still(fig):
    """Fix the frame of every axes, take the figure from pyplot so that it is not shown twice, and return it."""
    fig.draw_without_rendering()
    fig.set_layout_engine("none")
    for ax in fig.axes:
        ax.autoscale(False)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(fig)
    return fig


def wanted(function):
    """Return the sliders a function names: its arguments without a default, or None for all (``**values``)."""
    arguments = inspect.signature(function).parameters.values()
    if any(argument.kind is argument.VAR_KEYWORD for argument in arguments):
        return None
    return [argument.name for argument in arguments if argument.default is argument.empty]


def frame(kind, artist, function, setting):
    """Call a function at one setting of the sliders and read its answer; if that fails, say where."""
    try:
        answer = function(**setting)
    except Exception as error:
        raise ValueError(f"the function of {describe(artist)} raised at {written(setting)}: {error!r}") from error
    try:
        return kind.read(artist, answer)
    except Exception as error:
        message = f"{describe(artist)} needs {kind.needs}, and its function gave {answer!r} at {written(setting)}"
        raise ValueError(message) from error


def written(setting):
    """Write the values of the sliders as in a call, for an error message."""
    return ", ".join(f"{name}={value}" for name, value in setting.items())


def holds(fig, artist):
    """Tell whether an artist, or every bar of a BarContainer, is drawn in this figure."""
    pieces = artist if isinstance(artist, BarContainer) else [artist]
    return all(piece.get_figure(root=True) is fig for piece in pieces)


def describe(artist):
    """Name an artist for an error message: its kind, and its label if it was given one."""
    label = artist.get_label()
    return f"{type(artist).__name__} {label!r}" if label and not label.startswith("_") else f"a {type(artist).__name__}"


def name_of(fig):
    """Return what the figure shows, for those who hear it: its label, else its titles, else the names of its axes."""
    titles = [ax.get_title() for ax in fig.axes if ax.get_title()]
    labels = [list(filter(None, (ax.get_ylabel(), ax.get_xlabel()))) for ax in fig.axes]
    axes = [" against ".join(pair) for pair in labels if pair]
    return fig.get_label() or "; ".join(titles or axes) or "figure"


def one_line(words):
    """Return words on one line."""
    return " ".join(words.split())


def drawing(fig, parts):
    """Return the figure as SVG, in which the group of each moving part is called ``part-`` and its number."""
    names = [part.artist.get_gid() for part in parts]
    for number, part in enumerate(parts):
        part.artist.set_gid(f"part-{number}")
        part.show_something()
    svg = saved(fig, io.StringIO(), format="svg", metadata=dict.fromkeys(["Creator", "Date", "Format", "Type"]))
    for part, name in zip(parts, names, strict=True):
        part.artist.set_gid(name)
    return svg[svg.index("<svg") :]


@mpl.rc_context(SETTINGS)
def still(fig):
    """Return the figure as PNG in base64, for pages on which nothing can move."""
    return b64encode(saved(fig, io.BytesIO(), format="png", metadata={"Software": None})).decode()


@np.errstate(all="ignore")  # what lies far outside the frame
def saved(fig, file, **options):
    """Save the figure into an open file and return what is in it."""
    fig.savefig(file, **options)
    return file.getvalue()
