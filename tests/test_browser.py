"""What a reader does with an explorer, done in a real JupyterLab in a real browser."""

import io
import re
from collections import Counter

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from real_jupyterlab import Lesson, chromium, find_chromium, jupyterlab
from twins import figure_of, twin_of

from lossedu import explorers

FIRST = "from lossedu.explorers import explore_binary_cross_entropy\nexplore_binary_cross_entropy()"
FAINT = 112  # of 255: coordinates are rounded to a hundredth of a point, which makes up to 97; half a pixel makes 128
NEAR = 4  # points: the browser sets the moving words with its own metrics


# --- the page ---------------------------------------------------------------------------------------------------------


class Explorer:
    """A live figure on the page: its controls, its picture, and what it says."""

    def __init__(self, box):
        self.box = box
        self.controls = box.locator(".live-control")
        self.handles = box.locator(".noUi-handle")
        self.picture = box.locator(".live-picture svg[role=img]")
        self.announcement = box.locator("[aria-live=polite]")

    @property
    def drawing(self):
        return self.picture.evaluate("svg => svg.innerHTML")

    @property
    def labels(self):
        """The setting of each control, as the page says it."""
        return [self._label(control) for control in self.controls.all()]

    @staticmethod
    def _label(control):
        return control.locator(".widget-readout, .widget-toggle-button.mod-active").text_content().strip()

    def press(self, key, slider=0):
        """Press a key on a slider and return the drawing before and after."""
        before = self.drawing
        self.handles.nth(slider).press(key)
        return before, self.drawing

    def to_end(self, number, key):
        """Bring a control, a slider or a row of buttons, to its first ("Home") or last ("End") option."""
        control = self.controls.nth(number)
        if control.locator(".noUi-handle").count():
            control.locator(".noUi-handle").press(key)
        else:
            buttons = control.locator(".widget-toggle-button")
            (buttons.first if key == "Home" else buttons.last).click()

    def words(self):
        """The moving texts, each with the left, middle and right of where it stands, and its height, in points."""
        return [(words, *spot) for words, *spot in self.picture.evaluate(WORDS) if words]

    def difference_from(self, svg):
        """The picture that the reader sees, less another SVG laid over it, without the rim: 0 where they agree."""
        self.picture.evaluate(LAY_OVER, svg)
        photograph = Image.open(io.BytesIO(self.picture.screenshot()))
        self.picture.evaluate("svg => { svg.nextSibling.remove(); svg.nextSibling.remove(); }")
        return np.asarray(photograph.convert("RGB"))[2:-2, 2:-2]


WORDS = """svg => {
    const page = svg.getBoundingClientRect();
    const points = svg.viewBox.baseVal.width / page.width;
    return [...svg.querySelectorAll("text")].map(text => {
        const words = [...text.children].map(line => line.textContent).join("\\n");
        const {left, right, top, bottom} = text.getBoundingClientRect();
        const x = [left, (left + right) / 2, right].map(x => (x - page.left) * points);
        return [words, ...x, ((top + bottom) / 2 - page.top) * points];
    });
}"""
# Without the moving words, and without dashes, which begin where the line does, be it off the page or not.
LAY_OVER = """(svg, guest) => {
    svg.insertAdjacentHTML("afterend", guest + `<style>
        .live-picture svg text { visibility: hidden }
        .live-picture svg * { stroke-dasharray: none !important }
        .live-picture { position: relative; isolation: isolate }
        .live-picture svg + svg { position: absolute; mix-blend-mode: difference }
    </style>`);
    const [here, page] = [svg.getBoundingClientRect(), svg.parentNode.getBoundingClientRect()];
    const place = {left: here.left - page.left, top: here.top - page.top, width: here.width, height: here.height};
    Object.entries(place).forEach(([side, pixels]) => (svg.nextSibling.style[side] = `${pixels}px`));
}"""


def assert_shows_its_twin(explorer, figure):
    """Compare the page, in the state it says it is in, with the static figure of that state."""
    explorer.box.scroll_into_view_if_needed()  # JupyterLab does not lay out what is far away
    assert_shows(explorer, *twin_of(figure, explorer.labels))


def assert_shows(explorer, expected, svg):
    """Compare the page with the moving words and the drawing that it should show."""
    shown, expected, settings = sorted(explorer.words()), sorted(expected), explorer.labels
    assert [words for words, *_ in shown] == [words for words, *_ in expected], settings
    for (words, *there), (_, *here) in zip(shown, expected, strict=True):
        distance = np.abs(np.subtract(there, here))
        assert distance[:3].min() < NEAR, (settings, words)
        assert distance[3] < NEAR, (settings, words)
    assert explorer.difference_from(svg).max() <= FAINT, settings


# --- one server and one browser for this file -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lab():
    with jupyterlab() as lab:
        yield lab


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def open_lesson(lab, browser):
    """A function that opens a notebook with these cells and runs it."""

    def open_and_run(name, *cells):
        lesson = lab.open(lab.write(name, *cells), browser)
        opened.append(lesson)
        lesson.run_all()
        return lesson

    opened = []
    yield open_and_run
    for lesson in opened:
        lesson.close()


@pytest.fixture(scope="module")
def lesson(open_lesson):
    """A notebook with every explorer, and the first one twice."""
    cells = [f"explorers.{name}()" for name in explorers.__all__]
    return open_lesson("all.ipynb", FIRST, FIRST, "from lossedu import explorers", *cells)


@pytest.fixture
def explorer(lesson):
    return explorer_in(lesson, 0)


def explorer_in(lesson, cell):
    explorer = Explorer(lesson.cell(cell).locator(".live-figure"))
    expect(explorer.picture).to_be_visible(timeout=20_000)
    return explorer


# --- it moves ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["ArrowRight", "ArrowLeft", "PageUp", "PageDown", "End", "Home"])
def test_every_key_of_a_slider_changes_the_picture(explorer, key):
    explorer.box.get_by_role("button", name="Reset").click()
    for slider in range(explorer.handles.count()):
        explorer.handles.nth(slider).press("ArrowRight")
        before, after = explorer.press(key, slider)
        assert before != after


def test_going_there_and_back_restores_the_picture(explorer):
    before, there = explorer.press("ArrowRight")
    _, back = explorer.press("ArrowLeft")
    assert before == back != there


def test_reset_returns_to_the_first_picture(explorer):
    reset = explorer.box.get_by_role("button", name="Reset")
    reset.click()
    start = explorer.drawing
    explorer.press("End")
    reset.click()
    assert explorer.drawing == start


@pytest.mark.parametrize("name", explorers.__all__)
def test_the_page_equals_the_static_twin_at_both_ends_of_every_slider(lesson, name):
    figure = figure_of(name)
    explorer = explorer_in(lesson, 3 + explorers.__all__.index(name))
    assert_shows_its_twin(explorer, figure)
    for number, widget in enumerate(figure.sliders.values()):
        for key, end in [("Home", 0), ("End", -1)]:
            explorer.to_end(number, key)
            assert explorer.labels[number] == widget.options[end][0]
            assert_shows_its_twin(explorer, figure)


@pytest.mark.parametrize("name", explorers.__all__)
def test_the_page_equals_the_static_twin_at_every_preset(lesson, name):
    figure = figure_of(name)
    explorer = explorer_in(lesson, 3 + explorers.__all__.index(name))
    for button in explorer.box.locator(".live-presets button").all():
        button.click()
        assert_shows_its_twin(explorer, figure)


# --- it keeps moving --------------------------------------------------------------------------------------------------


def test_two_copies_on_one_page_share_no_id_and_both_move(lesson):
    ids = lesson.page.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id).filter(Boolean)")
    in_pictures = lesson.page.evaluate("[...document.querySelectorAll('.live-picture [id]')].map(node => node.id)")
    assert len(in_pictures) > 20
    assert [name for name, times in Counter(ids).items() if times > 1 and name in in_pictures] == []
    one, other = explorer_in(lesson, 0), explorer_in(lesson, 1)
    still = other.drawing
    assert len(set(one.press("ArrowRight"))) == 2
    assert other.drawing == still
    assert len(set(other.press("ArrowRight"))) == 2


def test_a_copy_clips_and_draws_with_its_own_ids(lesson):
    for cell in range(2):
        assert explorer_in(lesson, cell).picture.evaluate(FOREIGN_REFERENCES) == []


FOREIGN_REFERENCES = """svg => [...svg.querySelectorAll("*")]
    .flatMap(node => [...node.attributes].map(attribute => attribute.value))
    .flatMap(value => [...value.matchAll(/url\\(#(.+?)\\)|^#(.+)$/g)].map(found => found[1] ?? found[2]))
    .filter(id => !svg.getElementById(id) && !/^[0-9a-f]{6}$/.test(id))"""


def test_run_all_a_second_time_leaves_living_explorers(lesson):
    lesson.run_all()
    for cell in range(2):
        explorer = explorer_in(lesson, cell)
        assert explorer.picture.count() == 1
        assert len(set(explorer.press("ArrowRight"))) == 2


def test_a_picture_still_moves_after_the_kernel_was_killed(lab, open_lesson):
    lesson = open_lesson("killed.ipynb", FIRST)
    explorer = explorer_in(lesson, 0)
    lesson.kill_kernel()
    lesson.page.locator(".jp-Dialog").get_by_role("button", name="Ok").click(timeout=20_000)
    assert len(set(explorer.press("ArrowRight"))) == 2
    lab.request(f"api/kernels/{lesson.kernel_id}", "DELETE")
    assert len(set(explorer.press("ArrowRight"))) == 2
    lesson.page.wait_for_function(NO_KERNEL)
    assert len(set(explorer.press("ArrowRight"))) == 2
    assert_shows_its_twin(explorer, figure_of("explore_binary_cross_entropy"))


NO_KERNEL = "() => !window.jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel"


def test_a_reopened_notebook_has_living_sliders_before_any_cell_is_run(lab, open_lesson):
    lesson = open_lesson("saved.ipynb", FIRST)
    explorer_in(lesson, 0).press("End")
    lesson.save()
    lab.request(f"api/kernels/{lesson.kernel_id}", "DELETE")
    lesson.load()
    explorer = explorer_in(lesson, 0)
    assert explorer.labels == ["1.0", "0.30"]
    assert len(set(explorer.press("ArrowLeft"))) == 2
    assert_shows_its_twin(explorer, figure_of("explore_binary_cross_entropy"))
    assert (
        lesson.page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets[0].model.executionState") == "idle"
    )


CELLS_RUN = "() => window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => cell.model.isDirty).length"


# --- everyone can use it ----------------------------------------------------------------------------------------------


def test_every_handle_has_the_symbol_of_its_slider_as_its_name(explorer):
    handles = explorer.box.get_by_role("slider")
    names = [handle.get_attribute("aria-label") for handle in handles.all()]
    assert names == ["y", "ŷ"]


def test_a_handle_says_its_value_in_the_words_of_its_readout(explorer):
    explorer.press("End", slider=1)
    expect(explorer.handles.nth(1)).to_have_attribute("aria-valuetext", "1.00")


@pytest.mark.parametrize("name", explorers.__all__)
def test_the_picture_is_an_image_with_a_name(lesson, name):
    explorer, label = explorer_in(lesson, 3 + explorers.__all__.index(name)), figure_of(name).at().get_label()
    assert label
    assert explorer.box.get_by_role("img", name=label, exact=True).count() == 1


def test_the_readout_is_announced_once_the_hand_rests(explorer):
    explorer.press("Home", slider=0)
    explorer.press("End", slider=1)
    expect(explorer.announcement).to_have_text(re.compile("^y = 0.0, ŷ = 1.00 · .*J = ∞"))


def test_focus_is_visible_on_handles_and_buttons(explorer):
    explorer.press("ArrowLeft")
    expect(explorer.handles.first).to_be_focused()
    assert outline(explorer.handles.first) >= 2
    button = explorer.box.locator(".live-presets button").first
    explorer.handles.last.press("Tab")
    for _ in range(5):
        if button.evaluate("button => button === document.activeElement"):
            break
        explorer.box.page.keyboard.press("Tab")
    expect(button).to_be_focused()
    assert outline(button) >= 2


def outline(locator):
    """The width of the line drawn around an element, in CSS pixels; 0 if there is none."""
    style, width = locator.evaluate(
        "node => [getComputedStyle(node).outlineStyle, getComputedStyle(node).outlineWidth]"
    )
    return 0 if style == "none" else float(width.removesuffix("px"))


# --- it asks for nothing ----------------------------------------------------------------------------------------------


def test_a_request_to_the_world_is_refused_and_recorded(lab, browser):
    urls = ["https://example.org/x.js", "http://192.0.2.1/x.js"]
    with Lesson(lab, browser.new_page(), "about:blank") as lesson:
        for url in urls:
            assert lesson.finish("url => fetch(url).then(() => 'came', () => 'refused')", url) == "refused"
    assert lesson.asked_outside == urls
    assert [url in complaint for url, complaint in zip(urls, lesson.complaints, strict=True)] == [True, True]


def test_no_page_asked_the_world_for_anything_or_complained(lesson):
    assert lesson.asked_outside == []
    assert lesson.complaints == []


def test_a_missing_browser_is_named_kindly(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    with pytest.raises(FileNotFoundError, match=r"no-such-browser.*\n.*apt install chromium"):
        find_chromium()
