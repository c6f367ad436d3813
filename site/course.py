"""What is published: the lessons that the README lists."""

import re
from base64 import b64decode
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import nbformat

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
ROW = re.compile(
    r"^\| (?P<number>\d\d) \| \[(?P<title>.+?)\]\((?P<file>\S+?)\) \| (?P<promise>.+?) \| (?P<minutes>\d+) \|$", re.M
)
BINDER = re.compile(r"\]\((https://mybinder\.org/\S+)\)")
LINK = re.compile(r"\[([^\]]*)\]\((\d\d_\w+)\.ipynb\)")


@dataclass
class Picture:
    """The first picture of a lesson, and what it shows in words."""

    png: bytes
    alt: str


@dataclass
class Lesson:
    """One lesson: its row of the README's table, its notebook, and its neighbours among those that are published."""

    number: str
    title: str
    file: str
    promise: str
    minutes: str
    before: "Lesson | None" = None
    after: "Lesson | None" = None

    @property
    def path(self):
        """The notebook's file."""
        return ROOT / self.file

    @property
    def name(self):
        """The name that its pages share."""
        return self.path.stem

    @cached_property
    def notebook(self):
        """The notebook as it is stored."""
        return nbformat.read(self.path, as_version=4)

    @cached_property
    def picture(self):
        """The first picture that the lesson stores, or None."""
        outputs = (output for cell in self.notebook.cells for output in cell.get("outputs", []))
        for output in outputs:
            if png := output.get("data", {}).get("image/png"):
                return Picture(b64decode(png), output.metadata.get("image/png", {}).get("alt", ""))
        return None

    @property
    def binder(self):
        """The address that opens the lesson on Binder, as its first cell has it."""
        return BINDER.search(self.notebook.cells[0].source)[1]

    def linked(self, lessons):
        """Return the notebook as pages need it: links lead to the pages of these lessons, and to no others."""
        notebook = nbformat.read(self.path, as_version=4)
        names = {lesson.name for lesson in lessons}
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = LINK.sub(lambda link: page_link(*link.groups(), names), cell.source)
        return notebook


def page_link(words, name, names):
    """Return a link to a lesson's page, or its words alone where there is no such page."""
    return f"[{words}]({name}.html)" if name in names else words


def read_course(numbers=()):
    """Return the lessons with these numbers, or all, in the order of the README, each knowing its neighbours."""
    lessons = [Lesson(**row.groupdict()) for row in ROW.finditer(README)]
    chosen = [lesson for lesson in lessons if not numbers or lesson.number in numbers]
    for before, after in pairwise(chosen):
        before.after, after.before = after, before
    return chosen


def opening():
    """Return the README's first paragraph."""
    return README.split("\n\n")[1]
