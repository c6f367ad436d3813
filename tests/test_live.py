"""LiveFigure without a browser: the table it sends equals the figure it draws."""

import json
import warnings
from base64 import b64decode
from xml.etree import ElementTree

import ipywidgets
import matplotlib as mpl
import numpy as np
import pytest
from browser_side import looked_up, picture, shown
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from lossedu.live import LiveFigure
from lossedu.live.artists import DECIMALS, MARGIN, Page, numbers
from lossedu.live.controls import numerals, same, symbol

mpl.use("agg")
X = np.linspace(0, 1, 11)


@pytest.fixture
def ax():
    return Figure().add_subplot(xlim=(0, 1), ylim=(0, 2), xlabel="x", ylabel="y")


def sent(live, number, state):
    return looked_up(shown(live)["moves"][number], state)


def group(live, number):
    """The drawing of a moving part, by the names of its elements."""
    drawing = ElementTree.fromstring(shown(live)["svg"])
    (found,) = drawing.findall(f".//*[@id='part-{number}']")
    return [element.tag.partition("}")[2] for element in found.iter()]


def drawn(live, artist):
    """Where Matplotlib draws the artist now, in points of the page."""
    return Page(live._fig).points(artist.get_transform(), artist.get_xydata())


NEAR = {"rtol": 0, "atol": 0.51 * 10**-DECIMALS}


def test_the_static_twin_shows_what_the_functions_gave(ax):
    (point,), words = ax.plot([], [], "o"), ax.text(0.5, 1, "")
    live = LiveFigure(ax.figure, {point: lambda x: (x, x**2), words: lambda x: f"{x:.1f}"}, x=X)
    assert live.at(x=0.3) is ax.figure
    np.testing.assert_allclose(point.get_xydata(), [[0.3, 0.09]])
    assert words.get_text() == "0.3"


@given(arrays(float, (3, 4), elements=st.floats(0, 2)))
@settings(max_examples=25, deadline=None)
def test_the_table_equals_the_static_twin(values):
    ax = Figure().add_subplot(xlim=(0, 1), ylim=(0, 2))
    (line,) = ax.plot([], [], "o-")
    live = LiveFigure(ax.figure, {line: lambda n: (np.linspace(0, 1, 4), values[n])}, n=range(3))
    for n in range(3):
        live.at(n=n)
        np.testing.assert_allclose(sent(live, 0, n), drawn(live, line), **NEAR)


def test_states_are_numbered_with_the_last_named_slider_quickest(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda b, a: (a, b)}, a=[0, 0.5, 1], b=[0, 2])
    for b_index, b in enumerate([0, 2]):
        for a_index, a in enumerate([0, 0.5, 1]):
            live.at(a=a, b=b)
            page = Page(ax.figure).points(ax.transData, [[a, b]])
            np.testing.assert_allclose(sent(live, 0, 3 * b_index + a_index), page, **NEAR)
            np.testing.assert_allclose(point.get_xydata(), [[a, b]])


def test_an_artist_has_a_state_only_for_the_sliders_it_names(ax):
    (point,), (line,) = ax.plot([], [], "o"), ax.plot([], [])
    seen = []
    moves = {point: lambda x, y: (x, y), line: lambda y: (seen.append(y) or [0, 1], [y, y])}
    LiveFigure(ax.figure, moves, x=X, y=[0, 1])
    assert seen == [0, 1]


def test_states_may_have_different_numbers_of_points_and_none(ax):
    (line,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {line: lambda n: (np.arange(n) / 10, np.ones(n))}, n=range(7))
    assert [len(sent(live, 0, n)) for n in range(7)] == list(range(7))


def test_an_infinite_point_is_an_arrow_at_the_edge(ax):
    (point,) = ax.plot([], [], "o", color="red")
    live = LiveFigure(ax.figure, {point: lambda x: (x, np.inf if x == 1 else -np.inf if x == 0 else x)}, x=X)
    down, up = ax.lines[1:]
    live.at(x=1)
    assert (up.get_marker(), up.get_color()) == ("^", "red")
    np.testing.assert_allclose(up.get_xydata(), [[1, 2]])
    assert point.get_xydata().size == down.get_xydata().size == 0
    live.at(x=0)
    assert down.get_marker() == "v"
    np.testing.assert_allclose(down.get_xydata(), [[0, 0]], atol=1e-12)
    live.at(x=0.5)
    assert up.get_xydata().size == down.get_xydata().size == 0
    assert point.get_xydata().tolist() == [[0.5, 0.5]]


@pytest.mark.parametrize(
    ("point", "head", "tip"),
    [
        ((-np.inf, 0.5), "<", (1, 0.5)),
        ((np.inf, 0.5), ">", (3, 0.5)),
        ((1.5, -np.inf), "v", (1.5, -2)),
        ((1.5, np.inf), "^", (1.5, 4)),
    ],
)
def test_an_arrow_points_to_where_its_point_is(point, head, tip):
    ax = Figure().add_subplot(xlim=(1, 3), ylim=(-2, 4))
    (dot,) = ax.plot([], [], "o")
    LiveFigure(ax.figure, {dot: lambda k: point if k else (2, 0)}, k=[0, 1]).at(k=1)
    _, arrow = ax.lines
    assert arrow.get_marker() == head
    np.testing.assert_allclose(arrow.get_xydata(), [tip], atol=1e-12)


def test_arrowheads_stand_by_themselves_whole_and_above_their_line(ax):
    (line,) = ax.plot([], [], "-", zorder=7)
    live = LiveFigure(ax.figure, {line: lambda k: ([0.2, 0.5, 0.8], [np.inf, k, np.inf])}, k=[0, 1])
    _, arrow = ax.lines
    live.at(k=1)
    np.testing.assert_allclose(arrow.get_xydata(), [[0.2, 2], [0.8, 2]])
    assert (arrow.get_linestyle(), arrow.get_markersize()) == ("None", 12)
    assert (arrow.get_clip_on(), arrow.get_zorder()) == (False, 8)
    assert len(sent(live, 1, 1)) == 2
    assert "path" not in group(live, 1)[:2]


def test_an_artist_in_coordinates_of_its_own_moves_in_them(ax):
    (dot,) = ax.plot([], [], "o", transform=ax.transAxes)
    live = LiveFigure(ax.figure, {dot: lambda k: (0.5, k)}, k=[0.25, np.inf])
    middle = Page(ax.figure).points(ax.transAxes, [[0.5, 0.25], [0.5, 1]])
    np.testing.assert_allclose(sent(live, 0, 0), middle[:1], **NEAR)
    np.testing.assert_allclose(sent(live, 1, 1), middle[1:], **NEAR)


@pytest.mark.parametrize("part", ["figure", "half"])
def test_an_artist_without_axes_ends_at_the_edge_of_its_figure_or_of_its_part(part):
    fig = Figure(figsize=(4, 3))
    home, width = (fig, 288) if part == "figure" else (fig.subfigures(1, 2)[0], 144)
    line = home.add_artist(Line2D([], []))
    live = LiveFigure(fig, {line: lambda k: ([0, k], [0.5, 0.5])}, k=[1, np.inf])
    live.at(k=np.inf)
    np.testing.assert_allclose(sent(live, 0, 1), [[0, 108], [width, 108]], **NEAR)
    np.testing.assert_allclose(sent(live, 1, 1), [[width, 108]], **NEAR)


def test_points_are_counted_from_the_top_left_of_the_page():
    fig = Figure(figsize=(4, 3), dpi=50)
    np.testing.assert_allclose(Page(fig).points(fig.transFigure, [[0, 1], [1, 0]]), [[0, 0], [288, 216]], atol=1e-9)


def test_the_drawing_starts_with_two_points_inside_the_frame():
    ax = Figure().add_subplot(xlim=(5, 6), ylim=(-2, -1))
    (line,) = ax.plot([], [])
    LiveFigure(ax.figure, {line: lambda k: (k, k)}, k=[0, 1])
    start, end = line.get_xydata()
    assert 5 < start[0] < end[0] < 6
    assert -2 < start[1] < end[1] < -1


def test_a_point_as_far_away_as_numbers_go_is_left_out_in_silence(ax):
    (dot,), (line,) = ax.plot([], [], "o"), ax.plot([], [])
    far = [1e300, 1e305, 1e308]
    live = LiveFigure(ax.figure, {dot: lambda k: (k, -k), line: lambda k: ([0, 1], [0, k])}, k=[1, *far])
    assert [len(sent(live, 0, state)) for state in range(1, 4)] == [0, 0, 0]
    assert live._repr_mimebundle_()[0]["image/png"]


def test_masked_values_are_not_numbers():
    found = numbers(np.ma.masked_array([1, 2, 3], [False, True, False]))
    np.testing.assert_array_equal(found, [1, np.nan, 3])


def test_values_beyond_float64_are_infinite():
    with warnings.catch_warnings(action="error"):
        assert numbers(["1e999", -1]).tolist() == [np.inf, -1]
        assert numbers(np.array([1e308]) * np.longdouble(100)).tolist() == [np.inf]


def test_complex_numbers_are_refused_however_warnings_are_treated():
    with warnings.catch_warnings(action="ignore"), pytest.raises(np.exceptions.ComplexWarning):
        numbers(np.array([1j]))


def test_rows_and_columns_make_a_grid_of_points(ax):
    (points,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {points: lambda k: ([0, 1], [[0], [k]])}, k=[1, 2])
    live.at(k=2)
    assert sorted(points.get_xydata().tolist()) == [[0, 0], [0, 2], [1, 0], [1, 2]]


def test_a_line_to_infinity_leaves_no_gap(ax):
    (line,) = ax.plot([], [])
    live = LiveFigure(ax.figure, {line: lambda k: ([0, 0.5, 1], [np.inf, k, 0])}, k=[1, 2])
    live.at(k=1)
    np.testing.assert_allclose(line.get_xydata(), [[0, 2], [0.5, 1], [1, 0]], atol=1e-12)
    assert len(sent(live, 0, 0)) == 3


def test_a_nan_lifts_the_pen(ax):
    (line,) = ax.plot([], [])
    live = LiveFigure(ax.figure, {line: lambda k: ([0, 0.2, 0.5, 0.8, 1], [1, 1, np.nan, k, k])}, k=[0, 1])
    assert np.isnan(sent(live, 0, 1)).all(axis=1).tolist() == [False, False, True, False, False]
    assert shown(live)["moves"][0]["points"][4:6] == [None, None]


def test_a_line_that_leaves_the_page_keeps_its_direction(ax):
    (line,) = ax.plot([], [])
    live = LiveFigure(ax.figure, {line: lambda k: ([0, 1], [0, k])}, k=[1e3, 1e9])
    start, end = sent(live, 0, 0)
    left, top = Page(live.at()).points(ax.transData, [[0, 0], [1, 1e3]])
    np.testing.assert_allclose(end[1], -MARGIN, atol=1)
    slope = (top - left)[0] / (top - left)[1]
    np.testing.assert_allclose((end - start)[0], slope * (end - start)[1], atol=0.1)


def test_the_page_is_seen_with_its_margin_and_nothing_beyond_it(ax):
    page = Page(ax.figure)
    corners = np.array([[-MARGIN, -MARGIN], page.size + MARGIN])
    assert page.sees(np.vstack([corners, page.size / 2])).all()
    beyond = [corners[0] - [0.01, 0], corners[0] - [0, 0.01], corners[1] + [0.01, 0], corners[1] + [0, 0.01]]
    assert not page.sees(np.array([*beyond, [np.nan, 0]])).any()


@pytest.mark.parametrize("axis", [0, 1])
def test_a_line_across_the_page_is_cut_off_at_both_margins(ax, axis):
    page = Page(ax.figure)
    line = np.outer([-1e4, 1e4], np.eye(2)[axis]) + page.size / 2
    ends = page.strokes(line)[:, axis]
    np.testing.assert_allclose(ends, [-MARGIN, page.size[axis] + MARGIN], atol=1)


def test_a_line_inside_the_margin_is_sent_as_it_is(ax):
    page = Page(ax.figure)
    square = (page.size + 2 * MARGIN - 1) * [[0, 0], [1, 0], [1, 1], [0, 1]] + 0.5 - MARGIN
    np.testing.assert_array_equal(page.strokes(square), square)


def test_a_line_that_is_cut_off_keeps_every_point_that_is_seen(ax):
    nearly_straight = np.column_stack([np.linspace(-99, 400, 500), np.linspace(100, 100.01, 500)])
    page = Page(ax.figure)
    seen = nearly_straight[page.sees(nearly_straight)]
    np.testing.assert_array_equal(page.strokes(nearly_straight)[-len(seen) :], seen)


def test_nothing_is_drawn_from_or_to_a_point_that_is_not_there(ax):
    nan = [np.nan, np.nan]
    points = np.array([nan, [200, -1000], nan, [300, 200], [300, 100], nan, [-1000, 50]])
    assert Page(ax.figure).strokes(points).tolist() == [[300, 200], [300, 100]]


def test_markers_outside_the_page_are_not_sent(ax):
    (points,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {points: lambda k: ([0, 9, 0.5, 1], [0, 1, -9, k])}, k=[1, 99, 2])
    assert [len(sent(live, 0, state)) for state in range(3)] == [2, 1, 2]
    corner = Page(ax.figure).points(ax.transData, [[0, 0], [1, 2]])
    np.testing.assert_allclose(sent(live, 0, 2), corner, **NEAR)


def test_a_line_in_steps_is_sent_in_steps(ax):
    (line,) = ax.plot([], [], drawstyle="steps-post")
    live = LiveFigure(ax.figure, {line: lambda k: ([0, 1], [0, k])}, k=[1, 2])
    corners = Page(ax.figure).points(ax.transData, [[0, 0], [1, 0], [1, 2]])
    np.testing.assert_allclose(sent(live, 0, 1), corners, **NEAR)


@pytest.mark.parametrize("scale", ["log", "linear"])
def test_lines_follow_the_scale_of_their_axes(scale):
    ax = Figure().add_subplot(xlim=(1e-3, 1), ylim=(1e-3, 1), xscale=scale, yscale=scale)
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda p: (p, p)}, p=np.geomspace(1e-3, 1, 7))
    live.at(p=1e-2 if scale == "log" else 1)
    state = 2 if scale == "log" else 6
    np.testing.assert_allclose(sent(live, 0, state), drawn(live, point), **NEAR)


def test_a_frame_that_a_layout_engine_chose_stands_still():
    fig = Figure(layout="constrained")
    ax = fig.add_subplot(xlabel="x", xlim=(0, 1), ylim=(0, 1))
    (point,), words = ax.plot([], [], "o"), ax.set_ylabel("")
    with mpl.rc_context({"figure.autolayout": True}):
        live = LiveFigure(fig, {point: lambda x: (x, x), words: lambda x: "y" * round(1 + 9 * x)}, x=X)
    live.at(x=1).draw_without_rendering()
    np.testing.assert_allclose(sent(live, 0, 10), Page(fig).points(ax.transData, [[1, 1]]), **NEAR)


def test_the_limits_that_the_axes_have_are_kept():
    ax = Figure().add_subplot()
    (line,) = ax.plot([0, 1], [0, 2])
    limits = ax.axis()
    LiveFigure(ax.figure, {line: lambda k: (k, k)}, k=[0, 1])
    ax.plot([0, 99], [0, 99])
    assert ax.axis() == limits


@pytest.mark.parametrize(("make", "end"), [("bar", (1, 2)), ("barh", (2, 1))])
def test_bars_follow_their_lengths_and_end_infinite_ones_with_an_arrow(make, end):
    ax = Figure().add_subplot(xlim=(-1, 2), ylim=(-1, 2))
    bars = getattr(ax, make)([0, 1], [1, 1])
    live = LiveFigure(ax.figure, {bars: lambda k: [k, np.inf]}, k=[0.5, 1.5])
    live.at(k=1.5)
    length = "get_height" if make == "bar" else "get_width"
    assert [getattr(bar, length)() for bar in bars] == pytest.approx([1.5, 2])
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [end])
    outline = Page(ax.figure).points(bars[0].get_transform(), bars[0].get_path().vertices)
    np.testing.assert_allclose(sent(live, 0, 1), outline, **NEAR)


@pytest.mark.parametrize(("make", "base", "heads"), [("bar", "bottom", "v^"), ("barh", "left", "<>")])
def test_bars_may_stand_anywhere_and_end_at_either_edge(make, base, heads):
    ax = Figure().add_subplot(xlim=(-1, 2), ylim=(-1, 2))
    bars = getattr(ax, make)([0.5], [0], 0.5, zorder=5, color="red", **{base: 0.25})
    live = LiveFigure(ax.figure, {bars: lambda k: k}, k=[-np.inf, 1, np.inf])
    length = bars[0].get_height if make == "bar" else bars[0].get_width
    assert [live.at(k=k) and length() for k in (-np.inf, 1, np.inf)] == pytest.approx([-1.25, 1, 1.75])
    low, high = ax.lines
    assert low.get_marker() + high.get_marker() == heads
    assert (high.get_color(), high.get_zorder()) == (bars[0].get_facecolor(), 6)
    assert high.get_xydata().tolist() == [[0.5, 2] if make == "bar" else [2, 0.5]]
    live.at(k=1)
    for state in range(3):
        live.at(k=(-np.inf, 1, np.inf)[state])
        outline = Page(ax.figure).points(bars[0].get_transform(), bars[0].get_path().vertices)
        np.testing.assert_allclose(sent(live, 0, state), outline, **NEAR)


def test_a_rectangle_by_itself_changes_its_height():
    ax = Figure().add_subplot(xlim=(0, 1), ylim=(0, 2))
    bar = ax.add_patch(Rectangle((0.2, 0.5), 0.1, 0.3))
    live = LiveFigure(ax.figure, {bar: lambda k: k}, k=[1, np.inf])
    live.at(k=1)
    assert (bar.get_width(), bar.get_height()) == (0.1, 1)
    live.at(k=np.inf)
    assert bar.get_height() == pytest.approx(1.5)
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [[0.25, 2]])


def test_every_moving_part_has_a_group_that_holds_what_will_move(ax):
    (line,), (dots,), words = ax.plot([], [], "-"), ax.plot([], [], "o"), ax.text(0, 0, "")
    flat, tall = ax.barh([0], [np.nan]), ax.bar([0], [np.nan])
    moves = {line: lambda k: (k, k), dots: lambda k: (k, k), words: str, flat: lambda k: k, tall: lambda k: k}
    live = LiveFigure(ax.figure, moves | {words: lambda k: str(k)}, k=[0, 1])
    holds = ["path", "use", "g", "path", "path"]
    assert all(part in group(live, number)[1:] for number, part in enumerate(holds))


def test_a_text_moves_with_its_point(ax):
    words = ax.text(0, 0, "", ha="right", va="top", rotation=30)
    live = LiveFigure(ax.figure, {words: lambda x: (x, x, f"x\n{x:.1f}")}, x=X)
    live.at(x=1)
    assert (words.get_position(), words.get_text()) == ((1, 1), "x\n1.0")
    np.testing.assert_allclose(sent(live, 0, 10), Page(ax.figure).points(ax.transData, [[1, 1]]), **NEAR)
    look = shown(live)["moves"][0]["look"]
    assert (look["text-anchor"], look["vertical"], look["rotate"]) == ("end", "top", -30)


def test_a_text_is_sent_with_its_look(ax):
    font = {"fontsize": 13, "fontweight": "bold", "fontstyle": "italic", "color": (1, 0, 0)}
    words = ax.text(0, 0, "", ha="center", va="bottom", rotation=90, **font)
    (move,) = shown(LiveFigure(ax.figure, {words: lambda k: f"{k} of 2"}, k=[1, 2]))["moves"]
    assert (move["sliders"], move["texts"]) == (["k"], ["1 of 2", "2 of 2"])
    leading = move["look"].pop("leading")
    assert leading == pytest.approx(distance_of_lines(ax, **font), abs=0.01)
    assert leading == round(leading, DECIMALS)
    assert move["look"] == {
        "font-size": 13,
        "font-weight": "bold",
        "font-style": "italic",
        "fill": "#ff0000",
        "text-anchor": "middle",
        "vertical": "bottom",
        "rotate": -90,
    }


@pytest.mark.parametrize(("rotation", "mode"), [(0, "default"), (30, "anchor")])
def test_a_text_that_is_turned_turns_about_its_anchor_as_in_a_browser(ax, rotation, mode):
    words = ax.text(0, 0, "", rotation=rotation)
    LiveFigure(ax.figure, {words: lambda k: f"{k} of 2"}, k=[1, 2])
    assert words.get_rotation_mode() == mode


@pytest.mark.parametrize("place", [(np.nan, np.nan), (0, 0)])
def test_lines_keep_their_distance_where_the_text_itself_stands_nowhere(ax, place):
    ax.set_xscale("log", nonpositive="mask")
    ax.set_xlim(0.1, 1)
    words = ax.text(*place, "", fontsize=13)
    (move,) = shown(LiveFigure(ax.figure, {words: lambda k: (k, k, "two\nlines")}, k=[0.5, 1]))["moves"]
    assert move["look"]["leading"] == pytest.approx(distance_of_lines(ax, fontsize=13), abs=0.01)


def distance_of_lines(ax, **font):
    """Return how far apart Matplotlib sets the lines of an upright text, in points."""
    few, many = (ax.text(0.5, 0, "x" + "\nx" * lines, **font).get_window_extent().height for lines in (5, 9))
    return (many - few) / 4 * 72 / ax.figure.dpi


def test_a_text_says_nothing_where_it_cannot_be_seen(ax):
    words = ax.text(0, 0, "")
    places = [0, 9, np.inf, np.nan]
    live = LiveFigure(ax.figure, {words: lambda k: (places[k], 1, "here")}, k=range(4))
    said = [live.at(k=k) and words.get_text() for k in range(4)]
    assert said == ["here", "", "", ""]
    assert [len(sent(live, 0, state)) for state in range(4)] == [1, 0, 0, 0]
    live.at(k=3).draw_without_rendering()


def test_moving_words_are_plain_text_in_the_picture_too(ax):
    words = ax.text(0, 0, "")
    live = LiveFigure(ax.figure, {words: lambda k: rf"$\nothing of TeX {k}$"}, k=[1, 2])
    live.at().draw_without_rendering()
    assert words.get_text() == r"$\nothing of TeX 1$"


def test_words_move_in_a_part_of_a_figure():
    fig = Figure()
    _, right = fig.subfigures(1, 2)
    words = right.add_subplot(xlim=(0, 1), ylim=(0, 1)).text(0, 0, "")
    live = LiveFigure(fig, {words: lambda x: (x, x, "here")}, x=[0, 1])
    live.at(x=1)
    assert words.get_text() == "here"
    np.testing.assert_allclose(sent(live, 0, 1), Page(fig).points(words.axes.transData, [[1, 1]]), **NEAR)


def test_a_single_number_or_an_integer_array_is_a_point(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda k: (np.array([0, 1]), k)}, k=[1, 2])
    live.at(k=2)
    assert point.get_xydata().tolist() == [[0, 2], [1, 2]]


def test_five_options_are_buttons_and_six_are_a_slider(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda a, b, c: (a, b)}, a=range(5), b=range(6), c={"one": 1, "two": 2})
    kinds = [type(slider) for slider in live.sliders.values()]
    assert kinds == [ipywidgets.ToggleButtons, ipywidgets.SelectionSlider, ipywidgets.ToggleButtons]
    assert live.values == {"a": 0, "b": 3, "c": 1}


def test_a_control_is_sent_with_its_name_symbol_and_labels(ax):
    (point,) = ax.plot([], [], "o")
    sliders = {"y_hat": X[:6], "k": {"one": 1, "two": 2}, "word": ["up", "down"]}
    live = LiveFigure(ax.figure, {point: lambda y_hat, k, word: (y_hat, k)}, **sliders)
    assert shown(live)["sliders"] == [
        {"name": "y_hat", "symbol": "ŷ", "labels": ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]},
        {"name": "k", "symbol": "k", "labels": ["one", "two"]},
        {"name": "word", "symbol": "word", "labels": ["up", "down"]},
    ]
    assert [slider.description for slider in live.sliders.values()] == ["ŷ", "k", "word"]
    assert repr(live) == "LiveFigure: ŷ = 0.3, k = one, word = up"


def test_a_live_figure_is_laid_out_for_its_style_sheet(ax):
    (point,) = ax.plot([], [], "o")
    ax.figure.set_figwidth(5)
    live = LiveFigure(ax.figure, {point: lambda a, b: (a, b)}, a=[1, 2], b=ipywidgets.Play(max=3))
    buttons, player, _ = live._widget.children
    assert live._widget._dom_classes == ("live-figure",)
    assert live._widget.layout.max_width == "5.5in"
    assert (buttons._dom_classes, buttons.layout.width) == (("live-control",), "auto")
    slider = player.children[1]
    assert (player._dom_classes, slider._dom_classes) == (("live-player",), ("live-control",))
    assert slider.layout.flex == "1 1 auto"
    assert slider._options_labels == ("0", "1", "2", "3")


def test_options_may_come_one_at_a_time(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda k: (k, k)}, k=(n / 2 for n in range(3)))
    assert shown(live)["sliders"][0]["labels"] == ["0.0", "0.5", "1.0"]


def test_the_value_of_a_slider_can_be_set_but_for_rounding(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda a, b: (a, b)}, a=[0, 0.3], b=np.linspace(0, 1, 11))
    for slider in live.sliders.values():
        slider.value = 0.1 + 0.2
    assert live.values == {"a": 0.3, "b": pytest.approx(0.3)}


def test_sliders_can_be_read_set_and_observed(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda y_hat: (y_hat, 1)}, y_hat=np.linspace(0, 1, 101))
    seen = []
    live.sliders["y_hat"].observe(lambda change: seen.append(change.new), "value")
    live.sliders["y_hat"].value = 0.3
    assert live.values["y_hat"] == pytest.approx(0.3)
    assert seen == [pytest.approx(0.3)]
    assert repr(live) == "LiveFigure: ŷ = 0.30"


def test_a_play_becomes_a_slider_with_a_play_button(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda step: (step / 3, 1)}, step=ipywidgets.Play(max=3, interval=50))
    box = live._widget.children[0]
    assert [type(child) for child in box.children] == [ipywidgets.Play, ipywidgets.SelectionSlider]
    assert live.values == {"step": 0}
    assert box.children[0].interval == 50


def test_a_function_that_prints_is_asked_once_for_each_state_and_harms_nothing(ax, capsys):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda x: print(f"at {x:.1f}") or (x, x)}, x=X)
    assert capsys.readouterr().out.splitlines() == [f"at {x:.1f}" for x in X]
    live.at(x=0.2)
    assert live._repr_mimebundle_()[0]["text/plain"] == "LiveFigure: x = 0.5"
    assert capsys.readouterr().out == ""


def test_the_sliders_start_at_the_first_preset_and_reset_returns_there(ax):
    (point,) = ax.plot([], [], "o")
    presets = {"low": {"x": 0.1}, "both": {"x": 1, "k": 2}}
    live = LiveFigure(ax.figure, {point: lambda x, k: (x, k)}, presets, x=X, k=[1, 2])
    assert live.values == {"x": pytest.approx(0.1), "k": 1}
    assert shown(live)["presets"] == [["low", {"x": 1}], ["both", {"x": 10, "k": 1}], ["Reset", {"x": 1, "k": 0}]]


def test_one_output_carries_the_widget_a_picture_with_its_name_and_a_line_of_text(ax):
    (point,), words = ax.plot([], [], "o"), ax.text(0.5, 1, "")
    ax.figure.set_label("A point on a parabola")
    live = LiveFigure(ax.figure, {point: lambda x: (x, x**2), words: lambda x: f"x²\n= {x**2:.2f}"}, x=X)
    bundle, metadata = live._repr_mimebundle_()
    assert bundle["text/plain"] == "LiveFigure: x = 0.5 · x² = 0.25"
    assert b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "model_id" in bundle["application/vnd.jupyter.widget-view+json"]
    assert metadata["image/png"]["alt"] == shown(live)["name"] == "A point on a parabola"


def test_the_reader_s_own_settings_change_neither_drawing_nor_picture(ax):
    (point,) = ax.plot([], [], "o")
    ax.set_title("A title", loc="left")

    def output():
        live = LiveFigure(ax.figure, {point: lambda x: (x, x**2)}, x=X)
        return shown(live)["svg"], live._repr_mimebundle_()[0]["image/png"]

    own = {"svg.fonttype": "none", "svg.hashsalt": "salt", "savefig.bbox": "tight", "savefig.format": "pdf"}
    expected = output()
    with mpl.rc_context(own):
        assert output() == expected


def test_drawing_and_picture_do_not_tell_when_and_with_what_they_were_made(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda x: (x, x**2)}, x=X)
    svg, png = shown(live)["svg"], b64decode(live._repr_mimebundle_()[0]["image/png"])
    assert b"Software" not in png
    assert svg.startswith("<svg")
    assert "metadata" not in svg


def test_without_a_label_the_figure_is_named_by_its_axes(ax):
    (point,) = ax.plot([], [], "o")
    assert shown(LiveFigure(ax.figure, {point: lambda x: (x, x)}, x=X))["name"] == "y against x"


def name_of(fig):
    (point,) = fig.axes[0].plot([], [], "o")
    return shown(LiveFigure(fig, {point: lambda x: (x, x)}, x=X))["name"]


def test_a_figure_is_named_by_its_titles_before_its_axes():
    fig = Figure()
    for number, ax in enumerate(fig.subplots(1, 3)):
        ax.set(title=f"Title {number}" if number else "", xlabel="x", ylabel="y")
    assert name_of(fig) == "Title 1; Title 2"


def test_a_figure_is_named_by_all_axes_that_have_names():
    fig = Figure()
    first, second, _ = fig.subplots(1, 3)
    first.set(xlabel="p", ylabel="ℓ")
    second.set(xlabel="step")
    assert name_of(fig) == "ℓ against p; step"


def test_a_figure_without_any_name_is_a_figure():
    fig = Figure()
    fig.add_subplot()
    assert name_of(fig) == "figure"


def test_the_drawing_is_the_same_every_time_and_holds_a_group_for_each_part(ax):
    (point,) = ax.plot([], [], "o", gid="mine")
    first, second = (LiveFigure(ax.figure, {point: lambda x: (x, x)}, x=X) for _ in range(2))
    assert shown(first) == shown(second)
    assert shown(first)["svg"].count('id="part-0"') == 1
    assert point.get_gid() == "mine"


def test_markup_in_a_label_stays_text(ax):
    ax.set_title("<script>alert(1)</script> & more")
    words = ax.text(0.5, 1, "")
    live = LiveFigure(ax.figure, {words: lambda x: f"<b>{x}</b>"}, x=X)
    assert "<script" not in shown(live)["svg"]
    assert shown(live)["moves"][0]["texts"][0] == "<b>0.0</b>"


def test_a_pyplot_figure_is_not_shown_a_second_time():
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    other = plt.figure()
    (point,) = ax.plot([], [], "o")
    LiveFigure(fig, {point: lambda x: (x, x)}, x=X)
    assert fig.number not in plt.get_fignums()
    assert other.number in plt.get_fignums()
    plt.close(other)


def test_the_state_that_is_sent_is_plain_json_and_bytes(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda x: (x, x)}, x=X)
    state, _, buffers = ipywidgets.widgets.widget._remove_buffers(picture(live).get_state())
    json.dumps(state)
    assert len(buffers) == 1


def explain(moves, make=lambda ax: ax.plot([], [], "o", label="dot")[0], **sliders):
    ax = Figure().add_subplot()
    with pytest.raises(ValueError) as error:  # noqa: PT011
        LiveFigure(ax.figure, {make(ax): moves}, **sliders)
    return str(error.value)


def test_too_many_states_are_counted_and_the_limit_named():
    message = explain(lambda a, b: (a, b), a=range(1000), b=range(1000))
    assert message == "Line2D 'dot' would have 1,000,000 states: the limit is 20,000"


def test_an_artist_of_another_figure_is_refused(ax):
    stranger = Figure().add_subplot().plot([], [], label="stranger")[0]
    with pytest.raises(ValueError, match="Line2D 'stranger' is not in this figure"):
        LiveFigure(ax.figure, {stranger: lambda x: (x, x)}, x=X)


def test_bars_of_another_figure_are_refused(ax):
    strangers = Figure().add_subplot().bar([0, 1], [1, 1])
    with pytest.raises(ValueError, match="a BarContainer is not in this figure"):
        LiveFigure(ax.figure, {strangers: lambda x: x}, x=X)


def test_as_many_states_as_the_limit_are_not_too_many(ax, monkeypatch):
    monkeypatch.setattr("lossedu.live.figure.MOST_STATES", len(X))
    (point,) = ax.plot([], [], "o")
    assert repr(LiveFigure(ax.figure, {point: lambda x: (x, x)}, x=X)) == "LiveFigure: x = 0.5"


def test_a_slider_that_moves_nothing_is_refused():
    message = explain(lambda a: (a, a), a=X, b=X, c=X)
    assert message == "the slider b, c moves nothing: no function names it"


def test_a_function_that_names_no_slider_of_the_figure_is_refused():
    message = explain(lambda a, q, r: (a, q), a=X, b=X)
    assert message == "the function of Line2D 'dot' asks for q, r: the sliders are a, b"


def test_a_function_that_raises_is_quoted_with_the_values_that_made_it():
    message = explain(lambda a, b: (a, 1 / (a - 2)), a=[1, 2, 3], b=["one", "two"])
    assert message == "the function of Line2D 'dot' raised at a=2, b=one: ZeroDivisionError('division by zero')"


@pytest.mark.parametrize(
    ("make", "answer", "needs"),
    [
        (lambda ax: ax.plot([], [])[0], 3, "a Line2D needs (x, y), and its function gave 3 at a=1, b=2"),
        (
            lambda ax: ax.bar([0], [1], label="p")[0],
            "wide",
            "a Rectangle needs a length, and its function gave 'wide' at a=1, b=2",
        ),
        (
            lambda ax: ax.bar([0, 1], [1, 1], label="p"),
            [1, 2, 3],
            "BarContainer 'p' needs a length for each bar, and its function gave [1, 2, 3] at a=1, b=2",
        ),
        (
            lambda ax: ax.text(0, 0, "", label="says"),
            7,
            "Text 'says' needs a string or (x, y, string), and its function gave 7 at a=1, b=2",
        ),
        (
            lambda ax: ax.text(0, 0, ""),
            ([1, 2], 0, "words"),
            "a Text needs a string or (x, y, string), and its function gave ([1, 2], 0, 'words') at a=1, b=2",
        ),
    ],
)
def test_an_answer_of_the_wrong_kind_is_quoted_beside_what_is_needed(make, answer, needs):
    assert explain(lambda a, b: answer, make, a=[1], b=[2]) == needs


@pytest.mark.parametrize("answer", [3, "words", ([1, 2], [1, 2, 3]), (1, 2, 3), (["a"], [1]), None])
def test_an_answer_that_is_not_points_is_refused_with_the_values_that_made_it(answer):
    message = explain(lambda a: answer if a == 2 else (a, a), a=[1, 2])
    assert message.startswith("Line2D 'dot' needs (x, y), and its function gave")
    assert message.endswith("at a=2")


def test_a_value_that_is_not_on_a_slider_is_refused(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda x, k: (x, k)}, x=X, k=[1, 2])
    with pytest.raises(ValueError, match=r"x = 0.25 is not on its slider: 0.0 … 1.0"):
        live.at(x=0.25)
    with pytest.raises(ValueError, match=r"^no slider is called y, z: there are x, k$"):
        live.at(z=0, y=1)


def test_a_slider_without_values_is_refused():
    assert explain(lambda a: (a, a), a=[]) == "the slider a has no values"


def test_a_play_that_does_not_count_from_zero_by_one_is_refused():
    for play, counts in [(ipywidgets.Play(min=1, max=5), "1 by 1"), (ipywidgets.Play(max=5, step=2), "0 by 2")]:
        message = explain(lambda a: (a, a), a=play)
        assert message == f"the Play of a counts from {counts}: it must count from 0 by 1"


def test_options_that_are_neither_numbers_nor_words_are_quoted():
    needs = "the slider a needs numbers, words, or a dict from label to value, and got"
    assert explain(lambda a: (a, a), a=[1j]) == f"{needs} [1j]"
    assert explain(lambda a: (a, a), a=3) == f"{needs} 3"


BARE = "the text 'words' cannot move with its box or arrow: draw those by themselves"


@pytest.mark.parametrize(
    ("kind", "because"),
    [
        ("dots", "a PathCollection cannot move: lines, markers, bars and text can"),
        ("box", BARE),
        ("arrow", BARE),
    ],
)
def test_an_artist_that_cannot_move_is_refused(ax, kind, because):
    artist = {
        "dots": lambda: ax.scatter([0, 1], [1, 2]),
        "box": lambda: ax.text(0, 0, "words", bbox={"facecolor": "w"}),
        "arrow": lambda: ax.annotate("words", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"}),
    }[kind]()
    with pytest.raises(ValueError, match=f"^{because}$"):
        LiveFigure(ax.figure, {artist: lambda x: "words"}, x=X)


def test_a_function_may_carry_defaults_of_its_own_or_take_every_slider(ax):
    (point,), (other,) = ax.plot([], [], "o"), ax.plot([], [], "o")
    moves = {point: lambda x, k=2: (x, k), other: lambda **values: (values["x"], 1)}
    live = LiveFigure(ax.figure, moves, x=X)
    live.at(x=1)
    assert point.get_xydata().tolist() == [[1, 2]]
    assert other.get_xydata().tolist() == [[1, 1]]


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("y_hat", "ŷ"),
        ("pi", "π"),
        ("z_1", "z₁"),
        ("pi_hat", "π̂"),
        ("step", "step"),
        ("n_of_classes", "n of classes"),
        ("z_10", "z₁₀"),
    ],
)
def test_an_identifier_is_written_as_its_symbol(name, sign):
    assert symbol(name) == sign


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([0, 1], ["0", "1"]),
        (np.linspace(0, 1, 5), ["0.00", "0.25", "0.50", "0.75", "1.00"]),
        ([-1.5, 0], ["−1.5", "0.0"]),
        ([1e-3, 1], ["0.001", "1.000"]),
        ([1000.001, 1000.002], ["1000.001", "1000.002"]),
        ([0.00001, 1], ["0.00001", "1.00000"]),
        ([0.000001, 1], ["1e−06", "1"]),
        ([1e-12, 1], ["1e−12", "1"]),
        (np.arange(-0.2, 0.2, 0.1), ["−0.2", "−0.1", "0.0", "0.1"]),
        ([5], ["5"]),
    ],
)
def test_numbers_are_written_with_as_few_decimals_as_tell_them_apart(values, labels):
    assert numerals(values) == labels


def test_an_artist_without_a_label_is_named_by_its_kind(ax):
    (point,) = ax.plot([], [], "o")
    with pytest.raises(ValueError, match=r"^the function of a Line2D raised at x=0\.0: KeyError"):
        LiveFigure(ax.figure, {point: lambda x: {}[x]}, x=X)


@pytest.mark.parametrize(
    ("option", "value", "is_same"),
    [
        (0.3, 0.1 + 0.2, True),
        (1, True, True),
        (np.inf, np.inf, True),
        (1e308, -1e308, False),
        (1000, 1000.001, False),
        (1e-9, 2e-9, False),
        ("1", "1", True),
        ("1", "2", False),
        ("1", 1, False),
        (1, "1", False),
        ("a", np.array(["a"]), False),
        (len, len, True),
        (len, print, False),
    ],
)
def test_a_value_is_an_option_if_it_is_equal_but_for_rounding(option, value, is_same):
    with warnings.catch_warnings(action="always", record=True) as said:
        assert same(option, value) is is_same
    assert not said
