"""The static twin of an explorer: what its page should show, by the Matplotlib that drew the page, here or elsewhere.

PYTHON tests/twins.py explore_binary_cross_entropy 0.0 0.31
"""

import io
import json
import sys
from functools import cache

import matplotlib as mpl
from matplotlib.text import Text

from lossedu import explorers


@cache
def figure_of(name):
    """The same explorer, in this process."""
    return getattr(explorers, name)()


def twin_of(figure, labels):
    """The moving words and the drawing of the static figure, where the controls say these labels."""
    settings = zip(figure.sliders.items(), labels, strict=True)
    twin = figure.at(**{name: dict(slider.options)[label] for (name, slider), label in settings})
    return words_of(figure, twin), drawn_without_words(figure, twin)


def moving_texts(figure):
    return [part.artist for part in figure._parts if isinstance(part.artist, Text)]


def words_of(figure, twin):
    """The twin's moving texts, with the left, middle and right of where each stands, and its height, in points."""
    return [(text.get_text(), *spot(text, twin)) for text in moving_texts(figure) if text.get_text()]


def spot(text, twin):
    box, points = text.get_window_extent(), 72 / twin.dpi
    middle = (box.y0 + box.y1) / 2
    return box.x0 * points, (box.x0 + box.x1) / 2 * points, box.x1 * points, (twin.bbox.height - middle) * points


def drawn_without_words(figure, twin):
    """The static twin as SVG, its lines neither simplified nor its moving words drawn."""
    texts = moving_texts(figure)
    mpl.artist.setp(texts, visible=False)
    with mpl.rc_context({"path.simplify": False, "svg.fonttype": "path"}), io.StringIO() as file:
        twin.savefig(file, format="svg")
        svg = file.getvalue()
    mpl.artist.setp(texts, visible=True)
    return svg[svg.index("<svg") :]


if __name__ == "__main__":
    name, *labels = sys.argv[1:]
    print(json.dumps(twin_of(figure_of(name), labels)))
