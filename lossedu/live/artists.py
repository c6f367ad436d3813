"""The artists that move: what a function gave for each state becomes points on the page, once, ahead of time."""

import warnings
from collections.abc import Callable
from copy import copy
from typing import NamedTuple

import numpy as np
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.colors import to_hex
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

POINTS_PER_INCH = 72
DECIMALS = 2  # of a point, as sent to the browser: far below what an eye or a screen can tell apart
MARGIN = 36  # points around the page that are still in the table, so that strokes leave it in the right direction


class Page:
    """The page on which a figure is drawn, in points (1/72 inch) from its top left."""

    def __init__(self, fig):
        self.fig = fig
        self.size = fig.get_size_inches() * POINTS_PER_INCH

    @np.errstate(all="ignore")  # what lies far outside the page
    def points(self, transform, data):
        """Turn data coordinates, shape (n, 2), into points of the page."""
        return transform.transform(data) * POINTS_PER_INCH / self.fig.dpi * [1, -1] + [0, self.size[1]]

    def strokes(self, points):
        """Cut a polyline off outside the page; a row of NaN parts two strokes."""
        return points if self.sees(points).all() else self._cut(points)

    def _cut(self, points):
        box = (-MARGIN, -MARGIN, *(self.size + MARGIN))
        path = Path(points).cleaned(remove_nans=True, clip=box, simplify=False)
        used = path.codes != Path.STOP
        vertices, codes = path.vertices[used], path.codes[used]
        new_stroke = np.flatnonzero(codes == Path.MOVETO)[1:]
        return np.insert(vertices, new_stroke, np.nan, axis=0)

    def sees(self, points):
        """Tell which points lie on the page."""
        return ((points >= -MARGIN) & (points <= self.size + MARGIN)).all(axis=1)


class Line:
    """A moving line or markers; a frame is an array of points, shape (n, 2), in data coordinates."""

    def __init__(self, artist, points, sliders):
        self.artist, self.sliders = artist, sliders
        self.arrows = arrows(artist, artist.get_transform(), points, sliders)
        self.is_markers = artist.get_linestyle() == "None"
        self.frames = [self._at_edge(frame) for frame in points] if self.arrows else points

    def _at_edge(self, frame):
        if self.is_markers:  # an arrow stands in place of the marker
            return frame[~np.isinf(frame).any(axis=1)]
        return to_edge(frame, *edges(self.artist, self.artist.get_transform()))

    def place(self, state):
        """Move the Matplotlib artist to a state."""
        self.artist.set_data(*self.frames[state].T)

    def show_something(self):
        """Put two points in the middle of the frame, so that Matplotlib draws a stroke and a marker to move."""
        low, high = edges(self.artist, self.artist.get_transform())
        self.artist.set_data(*np.linspace(low, high, 4)[1:3].T)

    def sent(self, page):
        """Return what the browser needs: the points of all states, and where each state starts among them."""
        stepped = STEP_LOOKUP_MAP[self.artist.get_drawstyle()]
        frames = [np.column_stack(stepped(*frame.T)) for frame in self.frames]
        pack = dot_table if self.is_markers else stroke_table
        return pack(page, self.artist.get_transform(), frames)


class Bar:
    """A moving bar; a frame is its height, or its width if it lies flat."""

    def __init__(self, artist, lengths, sliders, *, flat=False):
        self.artist, self.sliders, self.flat = artist, sliders, flat
        transform = artist.get_data_transform()
        tips = [self._tip(length) for length in lengths]
        self.arrows = arrows(artist, transform, tips, sliders)
        low, high = edges(artist, transform)
        base = artist.get_xy()[0 if flat else 1]
        self.frames = [to_edge(tip, low, high)[0, 0 if flat else 1] - base for tip in tips]

    def _tip(self, length):
        x, y = self.artist.get_xy()
        if self.flat:
            return np.array([[x + length, y + self.artist.get_height() / 2]])
        return np.array([[x + self.artist.get_width() / 2, y + length]])

    def place(self, state):
        """Move the Matplotlib artist to a state."""
        (self.artist.set_width if self.flat else self.artist.set_height)(self.frames[state])

    def show_something(self):
        """Give the bar a length, so that Matplotlib draws an outline to move."""
        (self.artist.set_width if self.flat else self.artist.set_height)(1)

    def sent(self, page):
        """Return what the browser needs: the outlines of all states, and where each state starts among them."""
        (x, y), width, height = self.artist.get_xy(), self.artist.get_width(), self.artist.get_height()
        sizes = [(length, height) if self.flat else (width, length) for length in self.frames]
        outlines = [np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)]) for w, h in sizes]
        return stroke_table(page, self.artist.get_data_transform(), outlines)


class Words:
    """A moving text; a frame is a string, and the point at which it stands."""

    arrows = ()
    ANCHORS = {"left": "start", "center": "middle", "right": "end"}  # noqa: RUF012

    def __init__(self, artist, frames, sliders):
        self.artist, self.sliders = artist, sliders
        self.points, self.frames = zip(*frames, strict=True)
        artist.set_parse_math(False)
        if artist.get_rotation():
            artist.set_rotation_mode("anchor")  # as a browser turns it

    def place(self, state):
        """Move the Matplotlib artist to a state; outside the page it says nothing, there as in the browser."""
        page, point = Page(self.artist.get_figure(root=True)), self.points[state]
        is_seen = page.sees(page.points(self.artist.get_transform(), point)).all()
        self.artist.set_position(point[0])
        self.artist.set_text(self.frames[state] if is_seen else "")

    def show_something(self):
        """Put a word there, so that Matplotlib draws a group for the browser to write in."""
        self.artist.set_text("x")

    def sent(self, page):
        """Return what the browser needs: the strings, where they stand, and how they look."""
        spot = dot_table(page, self.artist.get_transform(), self.points)
        return spot | {"texts": self.frames, "look": self._look()}

    def _look(self):
        return {
            "font-size": self.artist.get_fontsize(),
            "font-weight": str(self.artist.get_fontweight()),
            "font-style": self.artist.get_fontstyle(),
            "fill": to_hex(self.artist.get_color()),
            "text-anchor": self.ANCHORS[self.artist.get_horizontalalignment()],
            "vertical": self.artist.get_verticalalignment(),
            "rotate": -self.artist.get_rotation(),
            "leading": leading(self.artist),
        }


def leading(text):
    """Return how far one line of a Matplotlib text stands below the line before, in points."""
    of_two, of_three = (height(text, words) for words in ("x\nx", "x\nx\nx"))
    return round(of_three - of_two, DECIMALS)


def height(text, words):
    """Return how high the words would stand, in points, in the way this text is written."""
    twin = copy(text)
    twin.set(text=words, rotation=0, position=(0, 0), transform=IdentityTransform())
    return twin.get_window_extent().height * POINTS_PER_INCH / text.get_figure().dpi


class Kind(NamedTuple):
    """What a kind of artist needs from its function, how an answer becomes a frame, and frames become moving parts."""

    needs: str
    read: Callable
    parts: Callable


def numbers(values):
    """Return what may be anything as float64, with NaN where it is masked; an exception if it is not real numbers."""
    if isinstance(values, np.ma.MaskedArray):
        values = values.astype(float).filled(np.nan)
    with warnings.catch_warnings(action="error"), np.errstate(all="ignore"):
        return np.asarray(values, dtype=float)


def read_points(_, answer):
    """Turn ``(x, y)``, each a number or a row of numbers, into points, shape (n, 2)."""
    x, y = answer
    points = np.stack(np.broadcast_arrays(*(np.atleast_1d(numbers(values)) for values in (x, y))))
    return points.reshape(2, -1).T


def read_lengths(bars, answer):
    """Turn lengths, or one length for all, into a length for each bar."""
    return np.broadcast_to(numbers(answer), len(bars))


def read_words(text, answer):
    """Turn a string, or ``(x, y, string)``, into where the text stands and what it says."""
    x, y, string = (*text.get_position(), answer) if isinstance(answer, str) else answer
    return np.array([[numbers(x).item(), numbers(y).item()]]), str(string)


def bars(container, frames, sliders):
    """Return the moving bars of a BarContainer."""
    flat = container.orientation == "horizontal"
    return [Bar(bar, lengths, sliders, flat=flat) for bar, lengths in zip(container, np.transpose(frames), strict=True)]


KINDS = {
    Line2D: Kind("(x, y)", read_points, lambda *line: [Line(*line)]),
    Rectangle: Kind("a length", lambda _, answer: numbers(answer).item(), lambda *bar: [Bar(*bar)]),
    BarContainer: Kind("a length for each bar", read_lengths, bars),
    Text: Kind("a string or (x, y, string)", read_words, lambda *words: [Words(*words)]),
}


def kind_of(artist):
    """Return how this artist moves; ValueError if it cannot."""
    if isinstance(artist, Text) and (artist.get_bbox_patch() or getattr(artist, "arrow_patch", None)):
        raise ValueError(f"the text {artist.get_text()!r} cannot move with its box or arrow: draw those by themselves")
    for of, kind in KINDS.items():
        if isinstance(artist, of):
            return kind
    raise ValueError(f"a {type(artist).__name__} cannot move: lines, markers, bars and text can")


def edges(artist, transform):
    """Return the least and greatest data coordinates inside the frame, as two points: infinity is drawn there."""
    corners = transform.inverted().transform(frame_of(artist).bbox.corners())
    return corners.min(axis=0), corners.max(axis=0)


def frame_of(artist):
    """Return what an artist is drawn in: its axes, or else its figure."""
    return artist.axes or artist.get_figure()


def to_edge(points, low, high):
    """Bring infinite coordinates to the edge of the frame."""
    return np.where(np.isposinf(points), high, np.where(np.isneginf(points), low, points))


def arrows(artist, transform, frames, sliders):
    """Return a moving arrowhead for each direction in which a point of ``frames`` is infinite."""
    if not any(np.isinf(frame).any() for frame in frames):
        return []
    low, high = edges(artist, transform)
    directions = {"<": (0, -np.inf), ">": (0, np.inf), "v": (1, -np.inf), "^": (1, np.inf)}
    found = []
    for head, (axis, end) in directions.items():
        tips = [frame[frame[:, axis] == end] for frame in frames]
        if any(tip.size for tip in tips):
            found.append(Line(arrowhead(artist, transform, head), [to_edge(tip, low, high) for tip in tips], sliders))
    return found


def arrowhead(artist, transform, head):
    """Add an arrowhead beside the artist, in its colour, drawn whole at the edge."""
    color = artist.get_color() if isinstance(artist, Line2D) else artist.get_facecolor()
    line = Line2D([], [], linestyle="None", marker=head, markersize=12, color=color, clip_on=False)
    line.set(transform=transform, zorder=artist.get_zorder() + 1)
    return frame_of(artist).add_artist(line)


def stroke_table(page, transform, frames):
    """Return the strokes of all states, and the position at which each state starts among them."""
    ends = np.cumsum([len(frame) for frame in frames])
    strokes = [page.strokes(part) for part in np.split(page.points(transform, np.concatenate(frames)), ends[:-1])]
    return table(np.concatenate(strokes), np.cumsum([0, *map(len, strokes)]))


def dot_table(page, transform, frames):
    """Return the dots of all states, and the position at which each state starts among them."""
    starts = np.cumsum([0, *map(len, frames)])
    points = page.points(transform, np.concatenate(frames))
    seen = page.sees(points)
    return table(points[seen], np.cumsum([0, *seen])[starts])


def table(points, starts):
    """Return points, x and y in turn, and starts as they are sent; None, twice, parts two strokes."""
    coordinates = points.round(DECIMALS).ravel()
    return {"points": np.where(np.isnan(coordinates), None, coordinates).tolist(), "starts": starts.tolist()}
