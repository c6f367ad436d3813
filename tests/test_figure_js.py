"""figure.js in a real browser without Jupyter: it is handed a model, and the page is looked at."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from browser_side import looked_up, picture, shown
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from playwright.sync_api import Error
from real_jupyterlab import chromium

from lossedu.live import LiveFigure

REST = 400  # milliseconds after which the read-out is announced
FRAME = 20  # milliseconds in which a browser paints once
NEAR = 4  # points: the browser sets words with its own metrics

# --- the page ---------------------------------------------------------------------------------------------------------

# What a view may ask of its widget's model.
MODEL = """class Model {
    constructor(state) { Object.assign(this, {state, listeners: [], saved: []}); }
    get(name) { return this.state[name]; }
    set(name, value) {
        if (this.state[name] === value) return;
        this.state[name] = value;
        this.listeners.filter(([event]) => event === `change:${name}`).forEach(([, listener]) => listener());
    }
    on(...pair) { this.listeners.push(pair); }
    off(...pair) { this.listeners = this.listeners.filter(other => other.some((part, n) => part !== pair[n])); }
    save_changes() { this.saved.push({...this.state}); }
}"""
SHOW = """async ({source, packed, at, box}) => {
    const model = new Model({...at, packed: new DataView(Uint8Array.from(packed).buffer)});
    const {default: widget} = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
    document.body.insertAdjacentHTML("beforeend", box);
    const el = document.body.lastChild.appendChild(document.createElement("div"));
    return {model, el, leave: await widget.render({model, el})};
}"""
ASK = """({model, el, leave}, argument) => {
    const svg = el.querySelector("svg");
    const part = number => svg.getElementById(`${svg.dataset.own}part-${number}`);
    return %s;
}"""


@pytest.fixture(scope="module")
def tab():
    """A blank page on which time stands still unless a test lets it go on, with our styles."""
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": 1000, "height": 800})
        tab.complaints = []
        tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.clock.install(time=0)
        tab.clock.pause_at(1)
        tab.add_script_tag(content=MODEL)
        yield tab


@pytest.fixture
def page(tab):
    """The page, empty; afterwards nothing on it may have gone wrong."""
    tab.evaluate("document.body.replaceChildren()")
    yield tab
    assert tab.complaints == []


class View:
    """A live figure on the page, below its controls, and the model behind it."""

    def __init__(self, page, live, controls="", box='<div class="live-figure">', packed=None):
        widget = picture(live)
        self.page, self.live = page, live
        given = {
            "source": widget._esm,
            "packed": list(packed or widget.packed),
            "at": {f"at_{name}": getattr(widget, f"at_{name}") for name in live.sliders},
            "box": f"{box}<style>{widget._css}</style>{controls}",
        }
        self.handle = page.evaluate_handle(SHOW, given)

    def ask(self, expression, argument=None):
        """Evaluate an expression of model, el, leave, svg, part(number) and argument."""
        return self.handle.evaluate(ASK % expression, argument)

    def move(self, **indices):
        """Move sliders, as ipywidgets and the kernel do it: the model changes."""
        self.ask("Object.entries(argument).forEach(([name, index]) => model.set(`at_${name}`, index))", indices)

    def wait(self, milliseconds):
        self.page.clock.run_for(milliseconds)

    @property
    def said(self):
        return self.ask("el.querySelector('.live-said').textContent")

    @property
    def indices(self):
        return {name: self.ask("model.get(`at_${argument}`)", name) for name in self.live.sliders}

    @property
    def parts(self):
        """Of each part: the strokes of its line, where its markers stand, its lines of text and where they are."""
        return self.ask(PARTS, len(self.live._parts))

    def spot(self, number):
        """The left, top, right and bottom of a part, in points of the page."""
        return self.ask(SPOT, number)


PARTS = """[...Array(argument).keys()].map(part).map(group => ({
    strokes: (group.querySelector(":scope > path")?.getAttribute("d") ?? "").split("M").filter(Boolean)
        .map(stroke => stroke.split("L").map(point => point.split(" ").map(Number))),
    dots: [...group.querySelectorAll("use")].map(dot => [dot.getAttribute("x"), dot.getAttribute("y")].map(Number)),
    lines: [...group.querySelectorAll("text > tspan")].map(line => line.textContent),
    text: group.textContent.trim(),
    anchor: (text => text && [text.matrix.e, text.matrix.f])(
        group.querySelector("text")?.transform.baseVal.consolidate()),
}))"""
SPOT = """(() => {
    const [box, page] = [part(argument).getBoundingClientRect(), svg.getBoundingClientRect()];
    const points = svg.viewBox.baseVal.width / page.width;
    return [box.left - page.x, box.top - page.y, box.right - page.x, box.bottom - page.y].map(x => x * points);
})()"""


# --- figures to look at -----------------------------------------------------------------------------------------------


def axes(**labels):
    return Figure(figsize=(4, 3)).add_subplot(xlim=(0, 1), ylim=(0, 2), **labels)


PRESETS = {"start": {"x_1": 0.5, "k": 1}, "far": {"x_1": 1, "k": 0}, "only x": {"x_1": 0}}


@cache
def point():
    """A point that follows two sliders, words that follow the first, and presets."""
    ax = axes()
    (dot,), words = ax.plot([], [], "o"), ax.text(0.5, 1, "")
    moves = {dot: lambda x_1, k: (x_1, k), words: lambda x_1: f"x²\n  = {x_1**2:.2f}" if x_1 else ""}
    return LiveFigure(ax.figure, moves, PRESETS, x_1=np.linspace(0, 1, 11), k={"low": 0, "high": 1})


@cache
def all_kinds():
    """A line with a gap, markers, steps, bars, an arrow and words: each follows sliders in its own order."""
    ax = axes()
    (line,), (markers,), (steps,) = ax.plot([], [], "o-"), ax.plot([], [], "s"), ax.plot([], [], drawstyle="steps-post")
    bars, words = ax.bar([0.2, 0.6], [1, 1], width=0.1), ax.text(0, 0, "")
    height = np.array([1, 1, np.nan, 0.5, 0.5])
    moves = {
        line: lambda a, b: (np.linspace(0, 1, 5 - a), (b + 1) * height[: 5 - a]),
        markers: lambda b, a: (np.arange(a) / 4, np.full(a, b / 2)),
        steps: lambda c: ([0, 0.5, 1], [0, c, 1]),
        bars: lambda c, a: [a / 4, np.inf if c == 1 else c],
        words: lambda b, c, a: (a / 4, b / 2, f"{a} {b}\n{c}"),
    }
    return LiveFigure(ax.figure, moves, a=range(4), b=range(3), c=range(2))


def words_at(x, y, words="words", **look):
    """A text at ``(x, y)``, which a slider takes off the page."""
    ax = axes()
    text = ax.text(0, 0, "", **look)
    return LiveFigure(ax.figure, {text: lambda k: (x + k, y, words)}, k=[0, 9])


def states(live):
    """Every combination of positions of the sliders."""
    positions = [range(len(slider.options)) for slider in live.sliders.values()]
    return [dict(zip(live.sliders, indices, strict=True)) for indices in product(*positions)]


def sent(live, number, indices):
    """The points of a part in a state; NaN parts two strokes."""
    return looked_up(shown(live)["moves"][number], LiveFigure._state(live._parts[number], indices))


def strokes(points):
    """Points as strokes: NaN lifts the pen."""
    pieces = np.split(points, np.flatnonzero(np.isnan(points[:, 0])))
    return [dots(piece) for piece in pieces if dots(piece)]


def dots(points):
    """Points without NaN."""
    return points[~np.isnan(points[:, 0])].tolist()


def looks(live, number, indices):
    """What the page should hold of a part in a state."""
    artist, points = live._parts[number].artist, sent(live, number, indices)
    kind = type(artist)
    has_line = kind is Rectangle or (kind is Line2D and artist.get_linestyle() != "None")
    has_dots = kind is Line2D and artist.get_marker() != "None"
    lines = ["{a} {b}".format(**indices), str(indices["c"])] if kind is Text else []
    return {
        "strokes": strokes(points) if has_line else [],
        "dots": dots(points) if has_dots else [],
        "lines": lines,
        "text": "".join(lines),
        "anchor": pytest.approx(points[0]) if kind is Text else None,
    }


# --- the picture shows the state --------------------------------------------------------------------------------------


def test_every_part_is_where_its_table_says_in_every_state(page):
    view = View(page, live := all_kinds())
    assert [type(part.artist).__name__[0] for part in live._parts] == list("LLLRRLT")  # the last line is an arrow
    for indices in states(live):
        view.move(**indices)
        assert view.parts == [looks(live, number, indices) for number in range(7)]


def test_the_first_picture_is_that_of_the_first_preset(page):
    view = View(page, live := point())
    assert view.parts[0]["dots"] == dots(sent(live, 0, {"x_1": 5, "k": 1}))


def test_a_gap_in_a_line_lifts_the_pen_and_has_no_marker(page):
    line = View(page, all_kinds()).parts[0]
    assert [len(stroke) for stroke in line["strokes"]] == [2, 2]
    assert len(line["dots"]) == 4


def test_a_part_has_as_many_markers_as_points_in_each_state(page):
    view = View(page, all_kinds())
    for a in (3, 0, 2):
        view.move(a=a)
        assert len(view.parts[1]["dots"]) == a


def test_markers_look_as_matplotlib_drew_them(page):
    view = View(page, live := all_kinds())
    view.move(a=3)
    styles = view.ask("[...part(1).querySelectorAll('use')].map(use => use.getAttribute('style'))")
    assert len(set(styles)) == 1
    assert f'style="{styles[0]}"' in shown(live)["svg"]
    _, top, _, bottom = view.spot(1)
    assert bottom - top == pytest.approx(live._parts[1].artist.get_markersize(), abs=2)  # with its rim


def test_only_the_parts_that_follow_a_slider_are_drawn_again_when_it_moves(page):
    view = View(page, all_kinds())
    view.move(a=2)
    view.ask(RECORD)
    view.move(b=1)
    assert view.ask("[...svg.changed].sort()") == ["0", "1", "6"]


RECORD = """(() => {
    svg.changed = new Set();
    const part = ({target}) => target.closest(`[id^=${svg.dataset.own}part]`).id.split("-").at(-1);
    const watcher = new MutationObserver(changes => changes.forEach(change => svg.changed.add(part(change))));
    watcher.observe(svg, {subtree: true, childList: true, attributes: true});
})()"""


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["words", "two\nlines", "now\nthree\nlines"])
@pytest.mark.parametrize("va", ["top", "center", "center_baseline", "baseline", "bottom"])
def test_words_stand_at_the_height_at_which_matplotlib_puts_them(page, va, words):
    live = words_at(0.5, 1, words, va=va, fontsize=20)
    (_, top, _, bottom), (_, above, _, below) = View(page, live).spot(0), extent(live)
    assert (top + bottom) / 2 == pytest.approx((above + below) / 2, abs=NEAR)
    assert bottom - top == pytest.approx(below - above, abs=NEAR)


@pytest.mark.parametrize("linespacing", [0.8, 2])
def test_lines_stand_as_far_apart_as_matplotlib_puts_them(page, linespacing):
    def heights(words):
        live = words_at(0.5, 1, words, fontsize=20, linespacing=linespacing)
        (_, top, _, bottom), (_, above, _, below) = View(page, live).spot(0), extent(live)
        return np.array([bottom - top, below - above])

    in_browser, in_matplotlib = heights("now\nthree\nlines") - heights("two\nlines")
    assert in_browser == pytest.approx(in_matplotlib, abs=0.1)


@pytest.mark.parametrize(("ha", "side"), [("left", 0), ("right", 2)])
def test_words_begin_or_end_where_matplotlib_puts_them(page, ha, side):
    live = words_at(0.5, 1, "one\nlonger line", ha=ha)
    assert View(page, live).spot(0)[side] == pytest.approx(extent(live)[side], abs=NEAR)


@pytest.mark.parametrize("mode", ["default", "anchor"])
def test_words_are_turned_about_their_anchor(page, mode):
    live = words_at(0.5, 1, "turned words", rotation=60, rotation_mode=mode, va="center", ha="left")
    assert View(page, live).spot(0) == pytest.approx(extent(live), abs=NEAR)


def test_words_look_as_matplotlib_draws_them(page):
    view = View(page, words_at(0.5, 1, color="#123456", fontsize=17, fontweight="bold", fontstyle="italic"))
    look = view.ask(
        "(({fill, fontWeight, fontStyle}) => [fill, fontWeight, fontStyle])(getComputedStyle(part(0).firstChild))"
    )
    assert look == ["rgb(18, 52, 86)", "700", "italic"]
    assert view.ask("part(0).firstChild.getAttribute('font-size')") == "17"


def test_words_off_the_page_are_not_drawn_until_they_return(page):
    view = View(page, words_at(0.5, 1))
    assert view.parts[0]["lines"] == ["words"]
    view.move(k=1)
    assert view.parts[0]["lines"] == []
    assert view.ask("part(0).textContent") == ""
    view.move(k=0)
    assert view.parts[0]["lines"] == ["words"]


def extent(live):
    """The left, top, right and bottom of the first part as Matplotlib draws it, in points."""
    figure, artist = live.at(), live._parts[0].artist
    figure.draw_without_rendering()
    (left, bottom), (right, top) = artist.get_window_extent().get_points() * 72 / figure.dpi
    height = 72 * figure.get_figheight()
    return left, height - top, right, height - bottom


# --- it belongs to the page -------------------------------------------------------------------------------------------


def test_the_picture_is_an_image_with_the_name_of_the_figure(page):
    ax, name = axes(), 'A point & "more"'
    ax.figure.set_label(name)
    (dot,) = ax.plot([], [], "o")
    View(page, LiveFigure(ax.figure, {dot: lambda k: (k, k)}, k=[0, 1]))
    assert page.locator("svg[role=img]").get_attribute("aria-label") == name


def test_the_picture_takes_the_width_of_its_place_and_keeps_its_shape(page):
    view = View(page, point())
    width, height = view.ask("(({width, height}) => [width, height])(svg.getBoundingClientRect())")
    assert width == view.ask("el.clientWidth") > 288 / 72 * 96
    assert height == pytest.approx(width * 216 / 288)


def test_the_picture_brings_no_style_to_the_page(page):
    view = View(page, live := point())
    assert "<style" in shown(live)["svg"]
    assert view.ask("svg.querySelectorAll('style').length") == 0


def test_figures_shown_in_the_same_instant_share_no_id(page):
    views = [View(page, live) for live in (point(), point(), all_kinds())]
    ids = [name for view in views for name in view.ask("[...svg.querySelectorAll('[id]')].map(node => node.id)")]
    assert len(ids) > 20
    assert len(ids) == len(set(ids))


def test_a_figure_refers_only_to_what_is_in_it(page):
    view = View(page, all_kinds())
    names = view.ask(REFERENCES)
    assert len(names) > 20
    assert view.ask("argument.filter(name => !svg.getElementById(name))", names) == []


REFERENCES = r"""[...svg.querySelectorAll("*")]
    .flatMap(node => [...node.attributes].map(attribute => attribute.value))
    .flatMap(value => [...value.matchAll(/url\(#(.+?)\)|^#(.*[^0-9a-f].*)$/g)].map(found => found[1] ?? found[2]))"""


def test_a_link_in_a_figure_still_leads_where_it_led(page):
    ax, link = axes(), "https://example.org/a#part-0"
    ax.figure.text(0, 0, "source", url=link)
    (dot,) = ax.plot([], [], "o")
    view = View(page, LiveFigure(ax.figure, {dot: lambda k: (k, k)}, k=[0, 1]))
    assert view.ask("svg.querySelector('a').href.baseVal") == link


def test_a_picture_that_cannot_be_read_is_an_error_and_leaves_nothing(page):
    with pytest.raises(Error):
        View(page, point(), packed=b"not packed")
    assert page.locator("svg, button").count() == 0


# --- buttons ----------------------------------------------------------------------------------------------------------


def test_there_is_a_button_for_each_preset_and_one_to_return_in_their_order(page):
    View(page, point())
    assert page.locator(".live-picture > .live-presets > button.jupyter-button").all_inner_texts() == [
        *PRESETS,
        "Reset",
    ]


def test_a_preset_sets_the_sliders_it_names_moves_the_picture_and_is_kept(page):
    view = View(page, live := point())
    for title, indices in [("far", (10, 0)), ("only x", (0, 0)), ("Reset", (5, 1))]:
        page.get_by_role("button", name=title).click()
        assert tuple(view.indices.values()) == indices
        assert view.parts[0]["dots"] == dots(sent(live, 0, view.indices))
        assert view.ask("[model.saved.length, model.saved.at(-1).at_x_1, model.saved.at(-1).at_k]") == [
            ["far", "only x", "Reset"].index(title) + 1,
            *indices,
        ]


def test_a_preset_in_a_form_does_not_send_it(page):
    view = View(page, point(), box="<form onsubmit='this.sent = true; return false'>")
    page.get_by_role("button", name="far").click()
    assert view.ask("el.closest('form').sent ?? false") is False


# --- what it says -----------------------------------------------------------------------------------------------------


def test_the_readout_names_settings_and_words_on_one_line_for_those_who_hear(page):
    view = View(page, point())
    assert view.said == "x₁ = 0.5, k = high · x² = 0.25"
    assert page.locator(".live-picture > p.live-said[aria-live=polite]").count() == 1


def test_the_readout_has_its_words_when_it_comes_to_the_page_so_that_a_page_full_of_figures_is_silent(page):
    page.evaluate(WATCH)
    view = View(page, point())
    assert page.evaluate("window.called") == []
    view.move(x_1=1)
    view.wait(REST)
    assert page.evaluate("window.called") == ["x₁ = 0.1, k = high · x² = 0.01"]


WATCH = """() => {
    window.called = [];
    const isSaid = ({target}) => target.closest?.("[aria-live]");
    new MutationObserver(changes => called.push(...changes.filter(isSaid).map(({target}) => target.textContent)))
        .observe(document, {subtree: true, childList: true});
}"""


def test_words_that_are_empty_are_not_read_out(page):
    view = View(page, point())
    view.move(x_1=0)
    view.wait(REST)
    assert view.said == "x₁ = 0.0, k = high"


def test_the_readout_waits_until_the_hand_rests(page):
    view = View(page, point())
    for index in (1, 2, 3):
        view.move(x_1=index)
        view.wait(REST - 1)
        assert view.said == "x₁ = 0.5, k = high · x² = 0.25"
    view.wait(1)
    assert view.said == "x₁ = 0.3, k = high · x² = 0.09"


def test_markup_in_titles_words_and_labels_stays_text(page):
    ax, markup = axes(), "<b onclick=''>&amp;</b>"
    words = ax.text(0.5, 1, "")
    view = View(page, LiveFigure(ax.figure, {words: lambda k: markup}, {markup: {}}, k={markup: 0}))
    view.wait(REST)
    assert view.said == f"k = {markup} · {markup}"
    assert view.parts[0]["lines"] == [markup]
    assert page.get_by_role("button", name=markup, exact=True).count() == 1
    assert view.ask("el.querySelectorAll('b').length") == 0


# --- it goes away -----------------------------------------------------------------------------------------------------


def test_a_figure_taken_away_stays_still_and_silent_and_frees_its_model(page):
    view = View(page, point(), SLIDER)
    view.wait(REST)
    before = view.ask("el.innerHTML")
    view.move(x_1=2)
    view.move(x_1=5)
    view.ask("leave()")
    page.locator(".noUi-handle").evaluate("handle => handle.setAttribute('aria-valuetext', 'changed')")
    view.move(x_1=1, k=0)
    view.wait(2 * REST)
    assert view.ask("el.innerHTML") == before
    assert view.ask("model.listeners.length") == 0
    assert page.locator(".noUi-handle").get_attribute("aria-valuetext") == "changed"


# --- controls have names ----------------------------------------------------------------------------------------------

# As ipywidgets draws them.
SLIDER = """<div class="widget-slider live-control"><label class="widget-label">ŷ</label>
    <div class="slider"><div class="noUi-handle" role="slider" tabindex="0" aria-valuetext="3.0"></div></div>
    <div class="widget-readout" contenteditable="true">0.30</div></div>"""
BUTTONS = """<div class="widget-toggle-buttons live-control"><label class="widget-label">y</label><div>
    <button class="widget-toggle-button">0<i></i></button>
    <button class="widget-toggle-button mod-active"> 1 <i></i></button></div></div>"""
PLAY = """<div class="widget-play"><button><i class="fa fa-play"></i></button>
    <button><i class="fa fa-stop"></i></button><button><i class="fa fa-retweet"></i></button></div>"""
PLAYER = f'<div class="live-player">{PLAY}{SLIDER}</div>'


@pytest.fixture
def controls(page):
    """All kinds of controls, above a figure that has been there for a while."""
    View(page, point(), SLIDER + BUTTONS + PLAYER).wait(FRAME)
    return page.locator(".live-figure")


def attributes(locator, name):
    return [node.get_attribute(name) for node in locator.all()]


def test_a_handle_has_its_label_as_its_name_and_says_its_readout(controls):
    assert attributes(controls.locator(".noUi-handle"), "aria-label") == ["ŷ", "ŷ"]
    assert attributes(controls.locator(".noUi-handle"), "aria-valuetext") == ["0.30", "0.30"]


def test_a_readout_cannot_be_typed_on(controls):
    readouts = controls.locator(".widget-readout")
    assert attributes(readouts, "contenteditable") == ["false", "false"]
    readouts.first.evaluate("readout => { readout.contentEditable = 'true' }")
    assert attributes(readouts, "contenteditable") == ["false", "false"]


def test_a_toggle_button_is_named_by_label_and_option_and_says_whether_it_is_pressed(controls):
    buttons = controls.locator(".widget-toggle-button")
    assert attributes(buttons, "aria-label") == ["y = 0", "y = 1"]
    assert attributes(buttons, "aria-pressed") == ["false", "true"]
    buttons.evaluate_all("buttons => buttons.forEach(button => button.classList.toggle('mod-active'))")
    assert attributes(buttons, "aria-pressed") == ["true", "false"]


def test_the_buttons_of_a_player_are_named_by_what_they_do(controls):
    buttons = controls.locator(".widget-play button")
    assert attributes(buttons, "aria-label") == ["ŷ: play", "ŷ: back to the start", "ŷ: repeat"]
    buttons.first.locator("i").evaluate("icon => icon.classList.replace('fa-play', 'fa-pause')")
    assert attributes(buttons, "aria-label")[0] == "ŷ: pause"


def test_only_the_repeat_button_of_a_player_says_whether_it_is_pressed(controls):
    buttons = controls.locator(".widget-play button")
    assert attributes(buttons, "aria-pressed") == [None, None, "false"]
    buttons.last.evaluate("button => button.classList.add('mod-active')")
    assert attributes(buttons, "aria-pressed") == [None, None, "true"]


@pytest.mark.parametrize(("leaves", "named"), [(False, "ŷ"), (True, None)])
def test_controls_are_named_however_late_their_picture_comes_to_the_page(page, leaves, named):
    view = View(page, point(), SLIDER)
    view.ask("(box => { el.remove(); el.comes = () => box.append(el); })(el.parentNode)")
    view.wait(9 * FRAME)
    if leaves:
        view.ask("leave()")
    view.ask("el.comes()")
    view.wait(FRAME)
    assert attributes(page.locator(".noUi-handle"), "aria-label") == [named]


def test_a_handle_follows_its_readout(controls):
    handle = controls.locator(".noUi-handle").first
    controls.locator(".widget-readout").first.evaluate("readout => { readout.firstChild.data = '0.31' }")
    assert handle.get_attribute("aria-valuetext") == "0.31"
    controls.locator(".widget-readout").first.evaluate("readout => { readout.textContent = '0.32' }")
    assert handle.get_attribute("aria-valuetext") == "0.32"


def test_a_number_that_ipywidgets_gives_a_handle_is_replaced_by_its_readout(controls):
    handle = controls.locator(".noUi-handle").first
    handle.evaluate("handle => handle.setAttribute('aria-valuetext', '3.0')")
    assert handle.get_attribute("aria-valuetext") == "0.30"


def test_a_control_that_comes_late_is_named_too(controls):
    controls.locator(".live-player").evaluate("player => { player.lastChild.remove() }")
    buttons = controls.locator(".widget-play button")
    assert attributes(buttons, "aria-label") == [": play", ": back to the start", ": repeat"]
    controls.locator(".live-player").evaluate(
        "(player, slider) => player.insertAdjacentHTML('beforeend', slider)", SLIDER
    )
    assert attributes(buttons, "aria-label") == ["ŷ: play", "ŷ: back to the start", "ŷ: repeat"]
    assert controls.locator(".live-player .noUi-handle").get_attribute("aria-label") == "ŷ"


def test_a_picture_without_its_controls_moves_and_is_no_error(page):
    view = View(page, live := point(), box="<div>")
    view.wait(FRAME)
    view.move(x_1=1)
    assert view.parts[0]["dots"] == dots(sent(live, 0, {"x_1": 1, "k": 1}))
