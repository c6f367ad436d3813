"""The answer of a check: a status, a mistake, a message, and the case that showed it."""

import re
from dataclasses import dataclass
from html import escape

import numpy as np

from lossedu.checks.mistakes import MISTAKES

__all__ = ["Case", "Verdict"]

LOOKS = {  # a sign and a word carry the meaning; the Okabe-Ito colour adds to them
    "not attempted": ("…", "#999999"),
    "right": ("✓", "#009E73"),
    "almost": ("≈", "#E69F00"),
    "wrong": ("✗", "#D55E00"),
}
CARD = "border: 1px solid {0}; border-left-width: 6px; border-radius: 4px; padding: 0.5em 0.9em; max-width: 46em"
SHOWN = 12  # values of a row; longer rows are cut


@dataclass(frozen=True, eq=False)
class Case:
    """One input that shows a mistake.

    Attributes
    ----------
    inputs : dict
        Name of each argument → its value.
    expected : float or ndarray
        The right answer.
    came : float, ndarray or str
        What the attempt answered; in words where it was not a number.
    """

    inputs: dict
    expected: object
    came: object

    def rows(self):
        """Return what a reader sees: three labels, each with its text."""
        inputs = "; ".join(f"{name} = {in_python(value)}" for name, value in self.inputs.items())
        return [("input", inputs), ("expected", in_words(self.expected)), ("came", in_words(self.came))]

    def __repr__(self):
        return "\n".join(f"{label:<10}{text}" for label, text in self.rows())


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a check says about an attempt; it shows as a card in JupyterLab and as the same text everywhere else.

    Attributes
    ----------
    status : str
        "not attempted", "right", "almost" (right, but not at the ends or far out) or "wrong".
    mistake : str or None
        A key of ``MISTAKES``.
    message : str
        One to three sentences for the learner.
    case : Case or None
        The input that showed the mistake, what was expected, and what came.
    title : str
        What the mistake is called; empty stands for its title in ``MISTAKES``.
    """

    status: str
    mistake: str | None
    message: str
    case: Case | None = None
    title: str = ""

    def heading(self):
        """Return the status and, when there is one, the title of the mistake."""
        title = f": {self.title or MISTAKES[self.mistake].title}" if self.mistake else ""
        return f"{LOOKS[self.status][0]} {self.status}{title}"

    def __repr__(self):
        slug = f"  [{self.mistake}]" if self.mistake else ""
        case = f"\n{self.case!r}" if self.case else ""
        return f"{self.heading()}{slug}\n{self.message}{case}"

    def _repr_html_(self):
        slug = f" <code>{escape(self.mistake)}</code>" if self.mistake else ""
        rows = self.case.rows() if self.case else []
        return (
            f'<div role="note" style="{CARD.format(LOOKS[self.status][1])}">'
            f"<div><strong>{escape(self.heading())}</strong>{slug}</div>"
            f"<div>{with_code(self.message)}</div>"
            f"{''.join(f'<div>{label}: <code>{escape(text)}</code></div>' for label, text in rows)}</div>"
        )


def with_code(message):
    """Write a message as HTML, what stands between backticks as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(message))


def in_python(value):
    """Write a number or an array so that Python reads it back; long runs of one value as what repeats them.

    Examples
    --------
    >>> in_python(np.array([0.1 + 0.2, 1]))
    'np.array([0.3, 1])'
    >>> in_python(np.repeat([1.0, 0.0], [20, 10]))
    'np.repeat([1, 0], [20, 10])'
    """
    if np.ndim(value) == 0:
        return f"{float(value) + 0.0:.12g}"
    if np.ndim(value) == 1 and len(value) > SHOWN:
        ends = np.append(np.flatnonzero(np.diff(value)) + 1, len(value))
        return f"np.repeat({listed(value[ends - 1])}, {listed(np.diff(ends, prepend=0))})"
    return f"np.array({listed(value)})"


def listed(value):
    """Write an array as a list, and a list of lists, in Python."""
    return in_python(value) if np.ndim(value) == 0 else f"[{', '.join(listed(part) for part in value)}]"


def in_words(value):
    """Write a number, an array or a text the same way on every machine, whatever NumPy's print options are.

    Examples
    --------
    Five digits, and no minus in front of zero:

    >>> in_words(np.array([0.1 + 0.2, -0.0, np.inf]))
    '[0.3, 0, inf]'
    """
    if isinstance(value, str):
        return value
    if np.ndim(value) == 0:
        return f"{float(value) + 0.0:.5g}"
    shown = ", ".join(in_words(part) for part in value[:SHOWN])
    return f"[{shown}]" if len(value) <= SHOWN else f"[{shown}, …] ({len(value)} values)"
