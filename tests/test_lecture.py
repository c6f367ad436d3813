"""JupyterLab set for the back row, and set back."""

import pytest
from playwright.sync_api import expect
from real_jupyterlab import chromium, jupyterlab

LESSON = [
    "from lossedu import lecture_mode\nfrom lossedu.explorers import explore_binary_cross_entropy",
    "lecture_mode()",
    "explore_binary_cross_entropy()",
    "lecture_mode(False)",
]
SIZES = """() => {
    const sizeOf = name => parseFloat(getComputedStyle(document.querySelector(name)).fontSize);
    const widthOf = name => document.querySelector(name).getBoundingClientRect().width;
    return {
        code: sizeOf(".jp-Notebook .cm-content"),
        readout: sizeOf(".widget-readout"),
        handle: widthOf(".noUi-handle"),
        picture: widthOf(".live-picture svg"),
    };
}"""


@pytest.fixture(scope="module")
def lesson():
    with jupyterlab() as lab, chromium() as browser, lab.open(lab.write("lecture.ipynb", *LESSON), browser) as lesson:
        lesson.run_all()
        expect(lesson.cell(2).locator(".live-picture svg")).to_be_visible(timeout=20_000)
        yield lesson


def run(lesson, cell):
    lesson.cell(cell).locator(".cm-content").click()
    lesson.command("notebook:run-cell")


def test_all_is_larger_in_a_lecture_and_as_before_when_it_is_set_back(lesson):
    before = lesson.page.evaluate(SIZES)
    run(lesson, 1)
    during = lesson.page.evaluate(SIZES)
    run(lesson, 3)
    assert [name for name in before if during[name] < 1.3 * before[name]] == []
    assert lesson.page.evaluate(SIZES) == before


def test_a_slider_still_moves_its_picture_in_a_lecture(lesson):
    run(lesson, 1)
    picture = lesson.cell(2).locator(".live-picture svg")
    before = picture.inner_html()
    lesson.cell(2).locator(".noUi-handle").first.press("ArrowRight")
    assert picture.inner_html() != before


def test_the_mode_says_what_it_is(lesson):
    assert lesson.cell(1).locator(".jp-OutputArea-executeResult").inner_text().endswith("LectureMode(on=True)")
    assert lesson.cell(3).locator(".jp-OutputArea-executeResult").inner_text().endswith("LectureMode(on=False)")
    assert lesson.complaints == []
