"""What goes wrong around an explorer, and what a reader may need, in a real JupyterLab in a real browser."""

import re

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from far_away import far_away
from playwright.sync_api import expect
from real_jupyterlab import chromium, jupyterlab
from test_browser import Explorer as Reader
from test_browser import assert_shows_its_twin
from twins import figure_of

MARKUP = "</text><script>window.executed = 1</script><img src=x onerror='window.executed = 2'>-->&amp;<svg onload=x>"
HOSTILE = f"""
from matplotlib.figure import Figure
from lossedu.live import LiveFigure
markup = {MARKUP!r}
ax = Figure().add_subplot(title=markup, xlabel=markup, xlim=(0, 1), ylim=(0, 1))
ax.figure.set_label(markup)
(point,), text = ax.plot([], [], "o", label=markup, gid=markup), ax.text(0, 0.5, "")
LiveFigure(
    ax.figure,
    {{point: lambda x: (x, x), text: lambda x, word: (x, 0.5 if x < 0.5 else 9, markup + word)}},
    {{markup: {{"x": 0}}, "10": {{"x": 0.1}}, "2": {{"x": 0.5}}}},
    x=[0, 0.1, 0.5],
    word=[markup, *"abcdef"],
)"""
VERDICTS = """
import numpy as np
from IPython.display import display
from lossedu import squared_error
from lossedu.checks import check_binary_cross_entropy
stub, clipped = lambda y, y_hat: ..., lambda y, y_hat: -np.log(np.where(y, y_hat, 1 - y_hat) + 1e-9)
display(*map(check_binary_cross_entropy, [stub, squared_error, clipped]))"""
CELLS = {
    "one": "from lossedu import explorers\nlive = explorers.explore_binary_cross_entropy()\nlive",
    "again": "live",
    "buttons": "explorers.explore_softmax()",
    "player": "explorers.explore_descent()",
    "hostile": HOSTILE,
    "verdicts": VERDICTS,
}
SIXTEEN = ["from lossedu import explorers", *["explorers.explore_label_smoothing()"] * 16]


# --- the page ---------------------------------------------------------------------------------------------------------


class Explorer:
    """A live figure on the page: its controls in the order in which Tab should reach them, and its picture."""

    def __init__(self, cell):
        self.box = cell.locator(".live-figure")
        self.page = cell.page
        self.controls = self.box.locator(".noUi-handle, button")
        self.handles = self.box.locator(".noUi-handle")
        self.presets = self.box.locator(".live-presets button")
        self.picture = self.box.locator(".live-picture svg[role=img]")
        expect(self.picture).to_be_visible(timeout=20_000)

    @property
    def drawing(self):
        return self.picture.inner_html()

    def moves(self, key="ArrowRight", back="ArrowLeft"):
        """Tell whether the last slider's handle changes the picture."""
        before = self.drawing
        self.handles.last.press(key)
        there = self.drawing
        self.handles.last.press(back)
        return there != before == self.drawing


FOCUSED = "() => document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"
COMMAND_WITH = "([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)"


@pytest.fixture(scope="module")
def lab(root):
    with jupyterlab() as lab:
        yield lab


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def way(lab):
    with far_away(lab.port, round_trip=0) as way:
        yield way


@pytest.fixture(scope="module")
def lesson(lab, browser, way):
    with lab.open(lab.write("faults.ipynb", *CELLS.values()), browser, way.port) as lesson:
        lesson.finish(COMMAND_WITH, ["application:toggle-left-area", {}])
        lesson.run_all()
        yield lesson


@pytest.fixture(scope="module")
def cells(lesson):
    """The explorers of the lesson by name."""
    shown = [name for name in CELLS if name != "verdicts"]
    return {name: Explorer(lesson.cell(list(CELLS).index(name))) for name in shown}


# --- things break -----------------------------------------------------------------------------------------------------


def test_two_views_of_one_figure_move_together(cells):
    one, again = cells["one"], cells["again"]
    nameless = re.compile(r"live-\d+-")
    for key in ("ArrowRight", "End"):
        one.handles.last.press(key)
        assert nameless.sub("", one.drawing) == nameless.sub("", again.drawing)
    assert again.moves(key="ArrowLeft", back="ArrowRight")


def test_a_far_server_slows_the_first_picture_and_no_other(lesson, cells, way):
    way.round_trip = 1.0
    try:
        assert lesson.finish(ROUND_TRIP) > 1000
        assert median_of_presses(cells["one"]) < 0.1
    finally:
        way.round_trip = 0


ROUND_TRIP = """() => {
    const start = performance.now();
    return fetch("/api/status").then(() => performance.now() - start);
}"""


def median_of_presses(explorer, presses=9):
    """Seconds from a key press until the picture has changed; half of the presses took longer."""
    explorer.handles.last.press("Home")
    return np.median([explorer.handles.last.evaluate(PRESS) for _ in range(presses)]) / 1000


# One press of ArrowRight, from inside the page: the pictures are drawn before the event's turn ends.
PRESS = """handle => new Promise(done => {
    const svg = handle.closest(".live-figure").querySelector(".live-picture svg[role=img]");
    const start = performance.now();
    const seen = new MutationObserver(() => { seen.disconnect(); done(performance.now() - start); });
    seen.observe(svg, {subtree: true, childList: true, attributes: true});
    handle.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true, cancelable: true}));
})"""


def test_a_notebook_hidden_behind_another_comes_back_as_it_was_and_moves(lesson, cells):
    page, one = lesson.page, cells["one"]
    before, size = one.drawing, one.picture.bounding_box()
    life = page.context.new_cdp_session(page)
    lesson.finish(COMMAND_WITH, ["launcher:create", {}])
    expect(one.picture).to_be_hidden()
    life.send("Page.setWebLifecycleState", {"state": "frozen"})
    life.send("Page.setWebLifecycleState", {"state": "active"})
    lesson.finish(COMMAND_WITH, ["application:close", {}])
    expect(one.picture).to_be_visible()
    assert (one.drawing, one.picture.bounding_box()) == (before, size)
    assert one.moves()


@pytest.fixture(scope="module")
def fragile(lab, browser):
    """A notebook whose page is loaded again, and whose kernel is killed."""
    with lab.open(lab.write("fragile.ipynb", CELLS["one"]), browser) as lesson:
        lesson.run_all()
        Explorer(lesson.cell(0))
        yield lesson


def assert_lives(explorer, setting):
    """Compare the first explorer with its slider's setting and with its static twin, and move it."""
    expect(explorer.handles.last).to_have_attribute("aria-valuetext", setting)
    assert_shows_its_twin(Reader(explorer.box), figure_of("explore_binary_cross_entropy"))
    assert explorer.moves(key="ArrowLeft", back="ArrowRight")


def test_a_page_loaded_again_shows_the_sliders_where_the_kernel_has_them(fragile):
    fragile.save()
    Explorer(fragile.cell(0)).handles.last.press("End")
    fragile.page.wait_for_timeout(300)
    fragile.load()
    assert_lives(Explorer(fragile.cell(0)), "1.00")


OF_A_RESTART = re.compile("Canceled future|Comm not found")  # JupyterLab's, of what the dead kernel still had to say


def test_a_drag_goes_on_though_the_kernel_is_killed_on_the_way_and_restart_and_run_all_bring_it_back(fragile):
    explorer = Explorer(fragile.cell(0))
    drawings = drag(explorer, kill=fragile.kill_kernel)
    assert len(set(drawings)) == 9
    fragile.page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
    assert_lives(explorer, "0.10")
    assert fragile.complaints == []
    fragile.finish(RESTART)
    fragile.run_all()
    assert_lives(Explorer(fragile.cell(0)), "0.30")
    Explorer(fragile.cell(0)).handles.last.press("Home")
    fragile.finish(EXECUTE_UNTIL_TRUE, "live.values['y_hat'] == 0")
    assert [complaint for complaint in fragile.complaints if not OF_A_RESTART.search(complaint)] == []


def drag(explorer, kill):
    """Drag the last slider from right to left; half way ``kill`` the kernel, until the page says so."""
    mouse, track = explorer.page.mouse, explorer.box.locator(".noUi-base").last.bounding_box()
    explorer.handles.last.hover()
    mouse.down()
    drawings = []
    for part in np.linspace(0.9, 0.1, 9):
        if part == 0.5:
            kill()
            explorer.page.locator(".jp-Dialog").wait_for(timeout=20_000)
        mouse.move(track["x"] + part * track["width"], track["y"])
        drawings.append(explorer.drawing)
    mouse.up()
    return drawings


RESTART = "() => window.jupyterapp.shell.currentWidget.context.sessionContext.restartKernel()"
EXECUTE = """async code => {
    const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
    const {content} = await kernel.requestExecute({code}).done;
    if (content.status !== "ok") throw new Error(content.evalue);
}"""

EXECUTE_UNTIL_TRUE = """async code => {  // a slider's message waits for the one before it
    const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
    for (let status = null; status !== "ok"; await new Promise(resolve => setTimeout(resolve, 100))) {
        status = (await kernel.requestExecute({code: `assert ${code}`}).done).content.status;
    }
}"""


def test_a_tab_of_the_browser_that_was_hidden_comes_back_with_the_picture_of_its_sliders(lesson, cells):
    lesson.page.evaluate(HIDE)
    for value in (0.5, 1.0):
        lesson.finish(EXECUTE, f"live.sliders['y_hat'].value = {value}")
    cells["again"].handles.first.press("End")
    lesson.page.evaluate(COME_BACK)
    assert_lives(cells["one"], "1.00")
    assert_lives(cells["again"], "1.00")
    cells["one"].box.get_by_role("button", name="Reset").click()


# No window without a screen hides a page: this is what a browser does to one that it hides, and when it is back.
HIDE = """() => {
    Object.assign(window, {animate: window.requestAnimationFrame, waiting: []});
    window.requestAnimationFrame = callback => window.waiting.push(callback);
    Object.defineProperty(document, "hidden", {configurable: true, get: () => true});
    Object.defineProperty(document, "visibilityState", {configurable: true, get: () => "hidden"});
    document.dispatchEvent(new Event("visibilitychange"));
}"""
COME_BACK = """() => {
    window.requestAnimationFrame = window.animate;
    delete document.hidden;
    delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
    window.waiting.forEach(callback => requestAnimationFrame(callback));
}"""


def test_sixteen_explorers_on_one_page_are_as_quick_as_one_and_small(lab, browser):
    with lab.open(lab.write("sixteen.ipynb", *SIXTEEN), browser) as lesson:
        meter = lesson.page.context.new_cdp_session(lesson.page)
        before = heap(meter)
        lesson.run_all()
        explorers = [Explorer(lesson.cell(number)) for number in range(1, 17)]
        assert heap(meter) - before < 16 * 4e6
        assert all(explorer.moves() for explorer in explorers)
        assert median_of_presses(explorers[7]) < 0.1
        assert lesson.complaints == []


def heap(meter):
    """Bytes of JavaScript that are in use."""
    meter.send("HeapProfiler.collectGarbage")
    return meter.send("Runtime.getHeapUsage")["usedSize"]


# --- nothing is executed, nothing is lost -----------------------------------------------------------------------------


def test_markup_is_shown_as_text_and_never_executed(lesson, cells):
    hostile = cells["hostile"]
    expect(hostile.picture).to_have_attribute("aria-label", MARKUP)
    assert hostile.picture.locator("text").text_content().startswith(MARKUP)
    assert hostile.presets.first.text_content() == MARKUP
    hostile.handles.last.press("Home")
    expect(hostile.box.locator(".widget-readout")).to_have_text(MARKUP)
    expect(hostile.box.locator("[aria-live]")).to_contain_text(MARKUP)
    assert lesson.page.evaluate("window.executed") is None
    assert hostile.box.locator("script, img, [onload], [onerror]").count() == 0


def test_a_text_that_leaves_the_page_is_not_drawn_and_is_no_error(lesson, cells):
    hostile = cells["hostile"]
    hostile.presets.get_by_text("2", exact=True).click()
    assert hostile.picture.locator("text").text_content() == ""
    hostile.presets.get_by_text("10", exact=True).click()
    assert hostile.picture.locator("text").text_content() != ""


def test_presets_keep_their_order_though_they_look_like_numbers(cells):
    assert cells["hostile"].presets.all_text_contents() == [MARKUP, "10", "2", "Reset"]


WRONG = r"These two are wrong, to see that it is seen: $\frac$ and $\nosuchmacro$"
BROKEN = "mjx-merror, mjx-mtext[style*='color: red']"
RENDERED = "count => document.querySelectorAll('.jp-OutputArea mjx-container').length >= count"
IN_PROSE = "count => document.querySelectorAll('.jp-MarkdownCell mjx-container').length >= count"


@pytest.fixture(scope="module")
def stored(root):
    """The cells of all lessons, as they are stored."""
    lessons = [nbformat.read(path, as_version=4) for path in sorted((root / "notebooks").glob("*.ipynb"))]
    return [cell for lesson in lessons for cell in lesson.cells]


def is_figure(output):
    return output.data["text/plain"].startswith("LiveFigure")


def is_formula(output):
    return "text/latex" in output.data


def collected(prose, outputs):
    """A notebook with all this prose in one cell, and with these outputs, not too many in a cell."""
    code = [nbformat.v4.new_code_cell(outputs=outputs[start : start + 25]) for start in range(0, len(outputs), 25)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("\n\n".join(prose)), *code], metadata=kernel)


def test_a_clone_shows_every_still_picture_and_formula_before_it_is_trusted_or_run(lab, browser, stored):
    prose = [cell.source for cell in stored if cell.cell_type == "markdown" and "$" in cell.source]
    outputs = [output for cell in stored for output in cell.get("outputs", []) if "data" in output]
    figures, formulas = [*filter(is_figure, outputs)], [*filter(is_formula, outputs)]
    assert min(len(prose), len(figures), len(formulas)) > 10
    nbformat.write(collected([*prose, WRONG], figures + formulas), lab.root / "cloned.ipynb")
    with lab.open("cloned.ipynb", browser) as lesson:
        pictures = lesson.page.locator(".jp-OutputArea-output img")
        expect(pictures).to_have_count(len(figures), timeout=30_000)
        lesson.page.wait_for_function(RENDERED, arg=len(formulas))
        lesson.page.wait_for_function(IN_PROSE, arg=len(prose))
        expect(lesson.page.locator(".jp-MarkdownCell").locator(BROKEN)).to_have_count(2)
        assert lesson.page.locator(".jp-OutputArea").locator(BROKEN).count() == 0
        found = serious_findings(lesson.page, ".jp-RenderedMarkdown", ".jp-OutputArea-output")
        assert [finding for finding in found if finding[0] != "image-alt"] == []  # JupyterLab shows no picture's alt
        assert lesson.page.locator(".live-figure").count() == 0
        assert lesson.complaints == []


# --- everyone can use it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["one", "buttons", "player"])
def test_tab_reaches_every_control_in_reading_order_and_shows_where_it_is(cells, name):
    explorer = cells[name]
    explorer.controls.first.focus()
    for control in explorer.controls.all():
        expect(control).to_be_focused()
        explorer.page.keyboard.press("Shift")  # the keyboard is in use, so that focus is made visible
        assert float(control.evaluate("node => parseFloat(getComputedStyle(node).outlineWidth)")) >= 2
        assert control.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
        explorer.page.keyboard.press("Tab")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_presses_the_buttons_and_leaves_the_notebook_alone(lesson, cells, key):
    explorer = cells["buttons"]
    before = explorer.drawing
    for button in (explorer.presets.nth(3), explorer.presets.last, explorer.controls.nth(1)):
        drawn = explorer.drawing
        button.press(key)
        assert explorer.drawing != drawn
        expect(button).to_be_focused()
    assert explorer.drawing != before
    assert explorer.controls.nth(1).get_attribute("aria-pressed") == "true"
    assert lesson.page.evaluate("window.jupyterapp.shell.currentWidget.content.mode") == "command"
    explorer.presets.last.click()


def test_the_keyboard_alone_walks_to_an_explorer_and_does_all_that_it_can(lesson, cells):
    page, player = lesson.page, cells["player"]
    page.locator(".skip-link").first.focus()
    start = player.drawing
    walk(page, "start = −5")
    assert pressed(player, "Space") != start
    walk(page, "step: play")
    for key in ("Space", "Enter"):
        page.keyboard.press(key)
        player.picture.evaluate(DRAWN_ANEW)
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        resting = player.drawing
        page.wait_for_timeout(300)
        assert player.drawing == resting
    walk(page, "step")
    seen = [pressed(player, key) for key in ("Home", "ArrowRight", "PageUp", "ArrowUp", "PageDown", "End", "ArrowLeft")]
    assert len(set(seen)) == 7
    walk(page, player.presets.nth(1).text_content())
    assert pressed(player, "Enter") != seen[-1]
    walk(page, "Reset")
    assert pressed(player, "Space") == start


DRAWN_ANEW = """svg => new Promise(done => {
    const watch = {subtree: true, childList: true, attributes: true};
    new MutationObserver((_, seen) => { seen.disconnect(); done(); }).observe(svg, watch);
})"""


def walk(page, name):
    """Press Tab until something of that name has the focus."""
    for _ in range(120):
        if page.evaluate(FOCUSED) == name:
            return
        page.keyboard.press("Tab")
    raise LookupError(f"Tab does not lead to {name}")


def pressed(explorer, key):
    """Press a key where the focus is, and return the drawing."""
    explorer.page.keyboard.press(key)
    return explorer.drawing


def test_what_is_typed_on_a_readout_does_not_change_it(cells):
    readout = cells["one"].box.locator(".widget-readout").last
    before = readout.text_content()
    readout.click()
    cells["one"].page.keyboard.type("7")
    assert readout.text_content() == before


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_all_can_be_read_and_told_apart_in_either_theme(lesson, cells, theme):
    lesson.finish(COMMAND_WITH, ["apputils:change-theme", {"theme": theme}])
    shade = {"JupyterLab Dark": "false", "JupyterLab Light": "true"}[theme]
    expect(lesson.page.locator(f"body[data-jp-theme-light={shade}]")).to_have_count(1)
    for name in ("one", "buttons", "player"):
        words = cells[name].box.locator(".widget-label, .widget-readout, button, .live-picture text").all()
        assert [word.text_content() for word in words if contrast(word, "color") < 4.5] == []
        assert min(contrast(handle, "backgroundColor", "borderColor") for handle in cells[name].handles.all()) >= 3
    cards = lesson.cell(list(CELLS).index("verdicts")).locator("[role=note]")
    assert cards.count() == 3
    assert [card.text_content() for card in cards.all() if contrast(card, "color") < 4.5] == []
    pressed = cells["buttons"].box.locator("button.mod-active").first
    assert "inset" in pressed.evaluate("button => getComputedStyle(button).boxShadow")


def contrast(locator, *properties):
    """The WCAG's ratio of a colour of the element to what it stands on: 1 is none, 21 is black on white."""
    *own, ground = locator.evaluate(COLOURS, list(properties))
    return max(ratio(over(colour, ground), over(ground, "white")) for colour in own)


def over(colour, ground):
    """What is seen, red, green and blue from 0 to 1, where a colour that may let light through lies on another."""
    red, green, blue, opacity = [*map(float, re.findall(r"[\d.]+", colour)), 1][:4]
    seen = [red, green, blue]
    below = np.ones(3) if ground == "white" else over(ground, "white")
    return opacity * np.divide(seen, 255) + (1 - opacity) * below


def ratio(*colours):
    dark, light = sorted(0.05 + luminance(colour) for colour in colours)
    return light / dark


def luminance(colour):
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


# The element's own colours, and that of the nearest opaque ground: a word's may be its own, a handle's is the page.
COLOURS = """(node, properties) => {
    const isText = properties[0] === "color";
    const own = properties.map(property => getComputedStyle(node)[node.closest("svg") && isText ? "fill" : property]);
    const grounds = [];
    for (let under = isText ? node : node.closest(".live-figure"); under; under = under.parentElement) {
        grounds.push(getComputedStyle(under).backgroundColor);
    }
    return [...own, grounds.find(ground => !/, 0\\)$/.test(ground)) ?? "rgb(255, 255, 255)"];
}"""


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (480, 1), (768, 1), (1280, 1), (2560, 1), (1280, 2)])
def test_at_any_width_and_zoom_all_is_in_sight_and_nothing_overlaps(lesson, cells, width, zoom):
    """Zooming a page to 200 % gives it half as many pixels, each twice as large."""
    screen = lesson.page.context.new_cdp_session(lesson.page)
    size = {"width": width // zoom, "height": 1000 // zoom, "deviceScaleFactor": zoom, "mobile": False}
    screen.send("Emulation.setDeviceMetricsOverride", size)
    lesson.page.wait_for_function("width => innerWidth === width", arg=width // zoom)
    lesson.page.wait_for_timeout(200)
    for name in ("one", "buttons", "player"):
        assert cells[name].box.evaluate(OUT_OF_SIGHT) == []
        assert cells[name].box.evaluate(OVERLAPPING) == []
        assert cells[name].moves()
    screen.send("Emulation.clearDeviceMetricsOverride")


# What sticks out of the output's width, or is cut off by its own box.
OUT_OF_SIGHT = """box => {
    const {left, right} = box.closest(".jp-OutputArea-output").getBoundingClientRect();
    const isOut = node => {
        const own = node.getBoundingClientRect();
        const isCut = !node.matches("svg, .noUi-base") && node.scrollWidth > node.clientWidth + 1;
        return own.width === 0 || own.left < left - 1 || own.right > right + 1 || isCut;
    };
    const parts = box.querySelectorAll(".widget-label, .widget-readout, button, .noUi-base, svg[role=img]");
    return [...parts].filter(isOut).map(node => node.textContent || node.className);
}"""
OVERLAPPING = """box => {
    const parts = [...box.querySelectorAll(".widget-label, .widget-readout, button, .noUi-base, svg[role=img]")];
    const places = parts.map(node => node.getBoundingClientRect());
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    return parts.flatMap((one, i) => parts.slice(i + 1)
        .filter((_, j) => meet(places[i], places[i + 1 + j]))
        .map(other => [one.textContent || one.className, other.textContent || other.className]));
}"""


def test_an_accessibility_audit_finds_nothing_serious(lesson, cells):
    assert serious_findings(lesson.page, ".jp-OutputArea-output") == []


def serious_findings(page, *within):
    """What the WCAG's rules find wrong in these parts of a page, beyond what is a matter of taste."""
    report = Axe().run(page, context={"include": [[part] for part in within]}).response
    serious = [rule for rule in report["violations"] if rule["impact"] in ("serious", "critical")]
    return [(rule["id"], node["html"][:200]) for rule in serious for node in rule["nodes"]]


def test_none_of_this_made_the_page_complain_or_ask_the_world(lesson, cells):
    assert lesson.complaints == []
    assert lesson.asked_outside == []
