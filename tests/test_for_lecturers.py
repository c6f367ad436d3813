"""The page for lecturers promises sections, minutes and buttons: they are in the lessons and on the figures."""

import re
from pathlib import Path

import nbformat
import pytest

from lossedu import explorers

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "for_lecturers.md").read_text()
LESSONS = {path.name[:2]: nbformat.read(path, as_version=4).cells for path in ROOT.glob("notebooks/*.ipynb")}
SECTION = re.compile(r"^## (.+) · (\d+) minutes$", re.M)
LECTURES = re.findall(r"^## A lecture of (\d+) minutes$(.*?)(?=^## )", PAGE, re.M | re.S)
STEP = re.compile(r"^\| (\d+) \| (\d\d)? ?\| (.+?) \| (\d+) \|$", re.M)


def sections(lesson):
    """Return the minutes of each section of a lesson."""
    return {title: int(minutes) for cell in LESSONS[lesson] for title, minutes in SECTION.findall(cell.source)}


def rows(heading):
    """Return the cells of each row of the table below a heading of the page."""
    table = re.search(rf"^## {heading}$.*?\n\|[-|]+\|\n(.*?)\n\n", PAGE, re.M | re.S)[1]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()]


def each_lecture(test):
    return pytest.mark.parametrize(("minutes", "plan"), LECTURES, ids=[minutes for minutes, _ in LECTURES])(test)


def test_there_are_two_lectures():
    assert [minutes for minutes, _ in LECTURES] == ["45", "90"]


@each_lecture
def test_a_lecture_has_the_sections_of_the_lessons_with_their_minutes(minutes, plan):
    planned = [(lesson, title, int(length)) for _, lesson, title, length in STEP.findall(plan) if lesson]
    assert planned
    assert [step for step in planned if sections(step[0]).get(step[1]) != step[2]] == []


@each_lecture
def test_each_step_of_a_lecture_begins_where_the_one_before_ends(minutes, plan):
    steps = [(int(start), int(length)) for start, _, _, length in STEP.findall(plan)]
    ends = [start + length for start, length in steps]
    assert [start for start, _ in steps] == [0, *ends[:-1]]
    assert ends[-1] == int(minutes)


@pytest.mark.parametrize("row", rows("Which lessons for which course"), ids=lambda row: row[0])
def test_a_course_is_as_long_as_its_lessons(row):
    _, lessons, minutes, leave_out = row
    totals = [re.search(r"^(\d+) minutes", LESSONS[lesson][0].source, re.M)[1] for lesson in lessons.split(", ")]
    assert sum(map(int, totals)) == int(minutes)
    titles = {title for lesson in lessons.split(", ") for title in sections(lesson)}
    assert set(re.findall(r"\*(.+?)\*", leave_out)) <= titles


def test_every_figure_has_the_preset_to_press_and_stands_in_the_lessons_named():
    figure, lessons, shown = "", "", set()
    for name, where, preset, _ in rows("Presets as talking points"):
        figure, lessons = name.strip("`") or figure, where or lessons
        shown.add(figure)
        assert preset in getattr(explorers, figure)()._presets
        assert all(figure in "".join(cell.source for cell in LESSONS[lesson]) for lesson in lessons.split(", "))
    assert shown == set(explorers.__all__)
