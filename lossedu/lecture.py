"""JupyterLab on a projector."""

import json
from pathlib import Path
from typing import NamedTuple

__all__ = ["lecture_mode"]

STYLE = Path(__file__).with_name("lecture.css")
SWITCH = """
document.getElementById("lossedu-lecture")?.remove();
const style = Object.assign(document.createElement("style"), { id: "lossedu-lecture", textContent: %s });
if (%s) document.head.append(style);
"""


class LectureMode(NamedTuple):
    """What this JupyterLab is set to."""

    on: bool


def lecture_mode(on=True):
    """Set this JupyterLab for the back row: large type, large controls, figures as wide as the page.

    Parameters
    ----------
    on : bool
        False sets it back.

    Returns
    -------
    LectureMode
        What it is set to now.

    Notes
    -----
    It lasts until it is set back or the page is loaded again.

    Examples
    --------
    Before the class comes in (a terminal has nothing to set, and names what a notebook would run):

    >>> lecture_mode()
    <IPython.core.display.Javascript object>
    LectureMode(on=True)
    """
    from IPython.display import Javascript, display

    display(Javascript(SWITCH % (json.dumps(STYLE.read_text()), json.dumps(bool(on)))))
    return LectureMode(bool(on))
