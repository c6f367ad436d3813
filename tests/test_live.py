"""LiveFigure without a browser: the table it sends equals the figure it draws."""

import json
from base64 import b64decode

import ipywidgets
import matplotlib as mpl
import numpy as np
import pytest
from browser_side import looked_up, picture, shown
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.figure import Figure

from lossedu.live import LiveFigure
from lossedu.live.artists import DECIMALS, MARGIN, Page
from lossedu.live.controls import numerals, symbol

mpl.use("agg")
X = np.linspace(0, 1, 11)


@pytest.fixture
def ax():
    return Figure().add_subplot(xlim=(0, 1), ylim=(0, 2), xlabel="x", ylabel="y")


def sent(live, number, state):
    return looked_up(shown(live)["moves"][number], state)


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


def test_a_line_that_leaves_the_page_keeps_its_direction(ax):
    (line,) = ax.plot([], [])
    live = LiveFigure(ax.figure, {line: lambda k: ([0, 1], [0, k])}, k=[1e3, 1e9])
    start, end = sent(live, 0, 0)
    left, top = Page(live.at()).points(ax.transData, [[0, 0], [1, 1e3]])
    np.testing.assert_allclose(end[1], -MARGIN, atol=1)
    slope = (top - left)[0] / (top - left)[1]
    np.testing.assert_allclose((end - start)[0], slope * (end - start)[1], atol=0.1)


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
    live = LiveFigure(fig, {point: lambda x: (x, x), words: lambda x: "y" * round(1 + 9 * x)}, x=X)
    np.testing.assert_allclose(sent(live, 0, 10), Page(live.at(x=1)).points(ax.transData, [[1, 1]]), **NEAR)


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


def test_a_text_moves_with_its_point(ax):
    words = ax.text(0, 0, "", ha="right", va="top", rotation=30)
    live = LiveFigure(ax.figure, {words: lambda x: (x, x, f"x\n{x:.1f}")}, x=X)
    live.at(x=1)
    assert (words.get_position(), words.get_text()) == ((1, 1), "x\n1.0")
    np.testing.assert_allclose(sent(live, 0, 10), Page(ax.figure).points(ax.transData, [[1, 1]]), **NEAR)
    look = shown(live)["moves"][0]["look"]
    assert (look["text-anchor"], look["vertical"], look["rotate"]) == ("end", "top", -30)


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


def test_without_a_label_the_figure_is_named_by_its_axes(ax):
    (point,) = ax.plot([], [], "o")
    assert shown(LiveFigure(ax.figure, {point: lambda x: (x, x)}, x=X))["name"] == "y against x"


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
    (point,) = ax.plot([], [], "o")
    LiveFigure(fig, {point: lambda x: (x, x)}, x=X)
    assert fig.number not in plt.get_fignums()


def test_the_state_that_is_sent_is_plain_json_and_bytes(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda x: (x, x)}, x=X)
    state, _, buffers = ipywidgets.widgets.widget._remove_buffers(picture(live).get_state())
    json.dumps(state)
    assert len(buffers) == 1


def explain(moves, **sliders):
    ax = Figure().add_subplot()
    artist = ax.plot([], [], "o", label="dot")[0]
    with pytest.raises(ValueError) as error:  # noqa: PT011
        LiveFigure(ax.figure, {artist: moves}, **sliders)
    return str(error.value)


def test_too_many_states_are_counted_and_the_limit_named():
    message = explain(lambda a, b: (a, b), a=range(1000), b=range(1000))
    assert message == "Line2D 'dot' would have 1,000,000 states: the limit is 20,000"


def test_an_artist_of_another_figure_is_refused(ax):
    stranger = Figure().add_subplot().plot([], [], label="stranger")[0]
    with pytest.raises(ValueError, match="Line2D 'stranger' is not in this figure"):
        LiveFigure(ax.figure, {stranger: lambda x: (x, x)}, x=X)


def test_a_slider_that_moves_nothing_is_refused():
    assert explain(lambda a: (a, a), a=X, b=X) == "the slider b moves nothing: no function names it"


def test_a_function_that_names_no_slider_of_the_figure_is_refused():
    assert explain(lambda a, q: (a, q), a=X) == "the function of Line2D 'dot' asks for q: the sliders are a"


def test_a_function_that_raises_is_quoted_with_the_values_that_made_it():
    message = explain(lambda a: (a, 1 / (a - 2)), a=[1, 2, 3])
    assert message == "the function of Line2D 'dot' raised at a=2: ZeroDivisionError('division by zero')"


@pytest.mark.parametrize("answer", [3, "words", ([1, 2], [1, 2, 3]), (1, 2, 3), (["a"], [1]), None])
def test_an_answer_that_is_not_points_is_refused_with_the_values_that_made_it(answer):
    message = explain(lambda a: answer if a == 2 else (a, a), a=[1, 2])
    assert message.startswith("Line2D 'dot' needs (x, y), and its function gave")
    assert message.endswith("at a=2")


def test_a_value_that_is_not_on_a_slider_is_refused(ax):
    (point,) = ax.plot([], [], "o")
    live = LiveFigure(ax.figure, {point: lambda x: (x, x)}, x=X)
    with pytest.raises(ValueError, match=r"x = 0.25 is not on its slider: 0.0 … 1.0"):
        live.at(x=0.25)
    with pytest.raises(ValueError, match="no slider is called z: there are x"):
        live.at(z=0)


def test_a_slider_without_values_is_refused():
    assert explain(lambda a: (a, a), a=[]) == "the slider a has no values"


def test_a_play_that_does_not_count_from_zero_by_one_is_refused():
    assert "it must count from 0 by 1" in explain(lambda a: (a, a), a=ipywidgets.Play(min=1, max=5))


@pytest.mark.parametrize("kind", ["patch", "box", "arrow"])
def test_an_artist_that_cannot_move_is_refused(ax, kind):
    artist = {
        "patch": lambda: ax.fill_between([0, 1], [1, 2]),
        "box": lambda: ax.text(0, 0, "words", bbox={"facecolor": "w"}),
        "arrow": lambda: ax.annotate("words", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"}),
    }[kind]()
    with pytest.raises(ValueError, match="cannot move"):
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
    [("y_hat", "ŷ"), ("pi", "π"), ("z_1", "z₁"), ("pi_hat", "π̂"), ("step", "step"), ("n_classes", "n classes")],
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
        ([1e-12, 1], ["1e−12", "1"]),
        ([5], ["5"]),
    ],
)
def test_numbers_are_written_with_as_few_decimals_as_tell_them_apart(values, labels):
    assert numerals(values) == labels


def test_an_artist_without_a_label_is_named_by_its_kind(ax):
    (point,) = ax.plot([], [], "o")
    with pytest.raises(ValueError, match=r"^the function of a Line2D raised at x=0\.0: KeyError"):
        LiveFigure(ax.figure, {point: lambda x: {}[x]}, x=X)
