"""What the browser is sent of a LiveFigure, read back as the browser reads it."""

import json
import zlib

import numpy as np


def picture(live):
    """The widget that holds the figure."""
    return live._widget.children[-1]


def shown(live):
    """All that the figure's widget unpacks."""
    return json.loads(zlib.decompress(picture(live).packed))


def looked_up(move, state):
    """The points at which a part is in a state, in points of the page; NaN parts two strokes."""
    start, end = move["starts"][state : state + 2]
    return np.array(move["points"][2 * start : 2 * end], dtype=float).reshape(-1, 2)
