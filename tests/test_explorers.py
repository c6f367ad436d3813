"""Explorers without a browser: at both ends of every slider, what they show and say is true, readable and small.

The judges come from outside: mpmath, arithmetic by hand, and descents in plain Python.
"""

import json
import math
import time
from functools import cache
from itertools import combinations, product

import matplotlib as mpl
import numpy as np
import pytest
from browser_side import looked_up, picture, shown
from ipywidgets.widgets.widget import _remove_buffers
from matplotlib.lines import Line2D
from matplotlib.text import Text
from mpmath import mp

from lossedu import explorers
from lossedu.explorers.panels import number
from lossedu.live.artists import Line, Page, Words
from lossedu.samples import hours_studied

mpl.use("agg")
every_explorer = pytest.mark.parametrize("name", explorers.__all__)


@cache
def explorer(name):
    """An explorer that tests may look at but not touch: they use ``at``, and leave the sliders alone."""
    return getattr(explorers, name)()


def ends(live):
    """Every combination of both ends of all sliders, and all presets."""
    controls = live._controls
    corners = product(*((control.values[0], control.values[-1]) for control in controls.values()))
    yield from (dict(zip(controls, corner, strict=True)) for corner in corners)
    for indices in live._presets.values():
        yield {name: control.values[(live._now() | indices)[name]] for name, control in controls.items()}


def said(name, **values):
    """The moving words of an explorer at these values."""
    live = explorer(name)
    live.at(**values)
    return [part.artist.get_text() for part in live._parts if isinstance(part, Words)]


def numbers(words):
    """The number after each last equals sign or blank, as Python reads it."""
    return [float(word.split()[-1].replace("−", "-").replace("∞", "inf")) for word in words]


def markers(name, marker, **values):
    """Where the moving markers of one shape stand, one for each panel."""
    live = explorer(name)
    live.at(**values)
    return [p.artist.get_xydata() for p in live._parts if isinstance(p, Line) and p.artist.get_marker() == marker]


def lines(name, **values):
    """Where the moving lines run."""
    live = explorer(name)
    live.at(**values)
    return [p.artist.get_xydata() for p in live._parts if isinstance(p, Line) and not p.is_markers]


# All explorers alike


def test_there_are_eight_explorers_and_every_one_is_listed():
    assert len(explorers.__all__) == 8
    assert sorted(name for name in vars(explorers) if name.startswith("explore_")) == sorted(explorers.__all__)


@every_explorer
def test_every_slider_goes_to_both_ends(name):
    live = getattr(explorers, name)()
    for slider, widget in live.sliders.items():
        values = live._controls[slider].values
        for value in (values[0], values[-1]):
            widget.value = value
            assert live.values[slider] == value
            assert f"{live._controls[slider].symbol} = {live._controls[slider].label}" in repr(live)


@every_explorer
def test_the_table_that_is_sent_equals_the_static_twin(name):
    live = explorer(name)
    page, moves = Page(live._fig), shown(live)["moves"]
    for values in ends(live):
        live.at(**values)
        for part, move in zip(live._parts, moves, strict=True):
            state = live._state(part, live._indices(values))
            moved, still = (on(page, points) for points in (looked_up(move, state), drawn(part, page)))
            np.testing.assert_allclose(moved, still, rtol=0, atol=0.01)
            if isinstance(part, Words):
                assert move["texts"][state] == part.artist.get_text()


def on(page, points):
    """The points on the page: strokes that leave it are cut off in the table."""
    return points[((points >= 0) & (points <= page.size)).all(axis=1)]


def drawn(part, page):
    """Where Matplotlib draws the artist now, in points of the page."""
    artist = part.artist
    if isinstance(artist, Line2D):
        return page.points(artist.get_transform(), artist.get_xydata())
    if isinstance(artist, Text):
        return page.points(artist.get_transform(), np.array([artist.get_position()]))
    return page.points(artist.get_transform(), artist.get_path().vertices)


@every_explorer
def test_no_marker_leaves_its_frame(name):
    for part in explorer(name)._parts:
        if isinstance(part, Line) and part.is_markers:
            (left, right), (bottom, top) = part.artist.axes.get_xlim(), part.artist.axes.get_ylim()
            x, y = np.concatenate(part.frames).T
            assert left <= x.min() <= x.max() <= right
            assert bottom <= y.min() <= y.max() <= top


@every_explorer
def test_words_never_overlap_nor_leave_the_figure(name):
    live = explorer(name)
    for values in ends(live):
        figure = live.at(**values)
        figure.canvas.draw()
        places = {text: text.get_window_extent().padded(-0.5) for text in written(figure)}
        for text, place in places.items():
            assert 0 <= place.x0 <= place.x1 <= figure.bbox.x1, (text.get_text(), values)
            assert 0 <= place.y0 <= place.y1 <= figure.bbox.y1, (text.get_text(), values)
        for (one, its), (other, place) in combinations(places.items(), 2):
            assert not its.overlaps(place), (one.get_text(), other.get_text(), values)


def written(figure):
    """All text that is drawn: Matplotlib also keeps numbers for ticks outside the frame."""
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    ticks = {
        tick.label1: tick for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for tick in axis.get_major_ticks()
    }
    frames = {
        tick: tick.axes.get_xlim() if tick in tick.axes.xaxis.majorTicks else tick.axes.get_ylim()
        for tick in ticks.values()
    }
    return [t for t in texts if t not in ticks or frames[ticks[t]][0] <= ticks[t].get_loc() <= frames[ticks[t]][1]]


@every_explorer
def test_all_type_is_twelve_points_or_more(name):
    assert min(text.get_fontsize() for text in written(explorer(name).at())) >= 12


@every_explorer
def test_no_meaning_is_by_colour_alone(name):
    """In each panel, moving lines of two colours differ in their dashes, and markers of two colours in their shape."""
    looks = set()
    for part in explorer(name)._parts:
        if isinstance(part, Line) and part.artist.get_clip_on():
            artist = part.artist
            shape = str(artist.get_marker()) if part.is_markers else (artist.get_linestyle(), artist.get_linewidth())
            looks.add((artist.axes, part.is_markers, artist.get_color(), shape))
    for one, other in combinations(looks, 2):
        assert one[:2] != other[:2] or one[3] != other[3]


@every_explorer
def test_it_has_alternative_text_of_its_own(name):
    texts = [shown(explorer(each))["name"] for each in explorers.__all__]
    assert shown(explorer(name))["name"].endswith(".")
    assert texts.count(shown(explorer(name))["name"]) == 1


@every_explorer
def test_it_starts_at_its_first_preset_and_reset_returns_there(name):
    live = getattr(explorers, name)()
    presets = dict(shown(live)["presets"])
    assert list(presets)[-1] == "Reset"
    assert len(presets) >= 4
    first = next(iter(presets.values()))
    assert first == presets["Reset"] == live._now()


@every_explorer
def test_it_says_the_same_twice_and_two_copies_are_independent(name):
    one, other = getattr(explorers, name)(), getattr(explorers, name)()
    before = repr(other)
    assert repr(one) == before
    for slider, widget in one.sliders.items():
        widget.value = one._controls[slider].values[-1]
    assert repr(one) != before
    assert repr(other) == before


@every_explorer
def test_it_is_built_in_a_moment_and_sends_little(name):
    state, _, buffers = _remove_buffers(picture(explorer(name)).get_state())
    size = len(json.dumps(state, ensure_ascii=False).encode()) + sum(len(bytes(buffer)) for buffer in buffers)
    assert size < 150_000
    assert min(seconds(getattr(explorers, name)) for _ in range(3)) < 0.3 * 3  # three times slower machines may test


def seconds(function):
    start = time.process_time()
    function()
    return time.process_time() - start


# Losses against the prediction


@pytest.mark.parametrize("y", [0, 0.1, 0.5, 0.7, 1])
@pytest.mark.parametrize("y_hat", [0, 0.01, 0.3, 0.5, 0.7, 0.99, 1])
def test_binary_cross_entropy_is_shown_and_said(y, y_hat):
    values = {"y": y, "y_hat": y_hat}
    J, slope, least, error = numbers_of_prediction(**values)
    truth = true_cross_entropy(y, y_hat)
    assert pytest.approx(truth, abs=6e-4) == J
    assert error == pytest.approx((y - y_hat) ** 2, abs=6e-4)
    assert least == pytest.approx(true_cross_entropy(y, y), abs=6e-4)
    assert slope == pytest.approx(true_slope(y, y_hat), abs=6e-3)
    (circle,), (square,) = (
        markers("explore_binary_cross_entropy", "o", **values),
        markers("explore_binary_cross_entropy", "s", **values),
    )
    np.testing.assert_allclose(square, [[y_hat, (y - y_hat) ** 2]], atol=1e-15)
    np.testing.assert_allclose(circle, [[y_hat, truth]] if math.isfinite(truth) else np.empty((0, 2)), rtol=1e-14)


def numbers_of_prediction(**values):
    J, slope, least, error = said("explore_binary_cross_entropy", **values)
    return numbers([J, slope, least.split(" at ")[0], error])


def true_cross_entropy(y, y_hat):
    terms = [share * mp.log(p) if p else -mp.inf for share, p in ((y, y_hat), (1 - y, 1 - mp.mpf(y_hat))) if share]
    return float(-sum(terms))


def true_slope(y, y_hat):
    ones = float(y) / y_hat if y_hat else (math.inf if y else 0)
    zeros = (1 - y) / (1 - y_hat) if y_hat < 1 else (math.inf if y < 1 else 0)
    return zeros - ones


def test_a_prediction_of_three_tenths_for_a_zero_costs_what_the_study_note_should_have_said():
    assert said("explore_binary_cross_entropy", y=0, y_hat=0.3)[0] == "● cross-entropy J = 0.357"


def test_ruling_out_what_happens_is_said_to_cost_infinity():
    assert said("explore_binary_cross_entropy", y=1, y_hat=0)[:2] == ["● cross-entropy J = ∞", "slope dJ/dŷ = −∞"]
    assert said("explore_binary_cross_entropy", y=0, y_hat=1)[:2] == ["● cross-entropy J = ∞", "slope dJ/dŷ = ∞"]


@pytest.mark.parametrize(("y", "heads"), [(0, [1]), (0.5, [0, 1]), (1, [0])])
def test_arrows_stand_at_the_ends_where_the_cost_is_infinite(y, heads):
    arrows = markers("explore_binary_cross_entropy", "^", y=y, y_hat=0.5)[0]
    assert arrows[:, 0].tolist() == heads
    np.testing.assert_allclose(arrows[:, 1], 5)


@pytest.mark.parametrize(("y", "y_hat"), [(0, 0.3), (1, 0.01), (0.7, 0.7), (0.2, 0.99), (1, 1)])
def test_the_tangent_goes_through_the_point_with_the_slope_of_the_cost(y, y_hat):
    (x0, y0), (x1, y1) = lines("explore_binary_cross_entropy", y=y, y_hat=y_hat)[1]
    assert (y1 - y0) / (x1 - x0) == pytest.approx(true_slope(y, y_hat), abs=1e-12)
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((y_hat, true_cross_entropy(y, y_hat)))


def test_the_least_cost_is_lower_than_the_whole_curve():
    for y in np.arange(11) / 10:
        curve, least = lines("explore_binary_cross_entropy", y=y)[0], numbers_of_prediction(y=y)[2]
        assert least <= curve[:, 1].min() + 6e-4


@pytest.mark.parametrize(
    ("smoothing", "words"),
    [
        (0, "▽ least J = 0.000 at ŷ = 1.000, z = ∞"),
        (0.1, "▽ least J = 0.199 at ŷ = 0.950, z = 2.94"),
        (0.5, "▽ least J = 0.562 at ŷ = 0.750, z = 1.10"),
        (1, "▽ least J = 0.693 at ŷ = 0.500, z = 0.00"),
    ],
)
def test_smoothing_moves_the_least_cost_to_the_soft_label_and_lifts_it_to_its_entropy(smoothing, words):
    assert said("explore_label_smoothing", y=1, smoothing=smoothing)[-1] == words
    curve = lines("explore_label_smoothing", y=1, smoothing=smoothing)[1]
    assert curve[curve[:, 1].argmin(), 0] == pytest.approx(1 - smoothing / 2, abs=0.002)


def test_smoothing_a_zero_mirrors_smoothing_a_one():
    ones, zeros = (lines("explore_label_smoothing", y=y, smoothing=0.3)[1] for y in (1, 0))
    np.testing.assert_allclose(zeros[:, 1], ones[::-1, 1], rtol=1e-12)


# Losses against the logit


@pytest.mark.parametrize(
    ("z", "slope", "slope_of_error"),
    [(-10, -0.99995, -0.00009), (-5, -0.99331, -0.01321), (0, -0.5, -0.25), (5, -0.00669, -0.00009), (10, -0.00005, 0)],
)
def test_the_slopes_by_the_logit_are_those_of_the_table(z, slope, slope_of_error):
    assert numbers(said("explore_logits", y=1, z=z))[2:] == pytest.approx([slope, slope_of_error], abs=6e-6)


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("z", [-10, -3.4, 0, 0.2, 10])
def test_losses_against_the_logit_are_shown_and_said(y, z):
    p = 1 / (1 + mp.exp(-mp.mpf(z)))
    J, error = -mp.log(p if y else 1 - p), (p - y) ** 2
    slopes = [p - y, 2 * (p - y) * p * (1 - p)]
    assert numbers(said("explore_logits", y=y, z=z)) == pytest.approx([float(n) for n in (J, error, *slopes)], abs=6e-6)
    circles, squares = markers("explore_logits", "o", y=y, z=z), markers("explore_logits", "s", y=y, z=z)
    np.testing.assert_allclose(np.concatenate(circles), [[z, float(J)], [z, float(slopes[0])]], rtol=1e-9)
    np.testing.assert_allclose(np.concatenate(squares), [[z, float(error)], [z, float(slopes[1])]], rtol=1e-9)


@pytest.mark.parametrize("temperature", [0.25, 1, 4])
@pytest.mark.parametrize("logits", [(2, 1, 0), (-3, -3, -3), (3, -3, 0)])
@pytest.mark.parametrize("y", [0, 1, 2])
def test_softmax_and_its_cost_are_shown_and_said(y, temperature, logits):
    powers = [mp.exp(mp.mpf(z) / temperature) for z in logits]
    shares = [float(power / sum(powers)) for power in powers]
    values = {"y": y, "temperature": temperature} | dict(zip(["z_0", "z_1", "z_2"], logits, strict=True))
    observed, cost, *heights = said("explore_softmax", **values)
    assert observed == f"▼ observed: class {y}"
    assert numbers([cost, *heights]) == pytest.approx([-math.log(shares[y]), *shares], abs=6e-4)
    bars = explorer("explore_softmax").at(**values).axes[0].patches
    assert [bar.get_height() for bar in bars] == pytest.approx(shares)
    assert all(text.get_position()[1] > share for text, share in zip(numerals_on_bars(), shares, strict=True))


def numerals_on_bars():
    return [part.artist for part in explorer("explore_softmax")._parts if isinstance(part, Words)][-3:]


# Likelihood


@pytest.mark.parametrize("ones", [0, 3, 5, 7, 10])
@pytest.mark.parametrize("pi", [0, 0.01, 0.5, 0.7, 1])
def test_the_likelihood_its_logarithm_and_the_cost_are_said(ones, pi):
    truth = mp.mpf(pi) ** ones * (1 - mp.mpf(pi)) ** (10 - ones)
    words = said("explore_likelihood", sample=ones, pi=pi)
    likelihood, logarithm, cost = numbers(words[::2])
    assert likelihood == pytest.approx(float(truth), rel=6e-3)
    assert logarithm == pytest.approx(float(mp.log(truth)) if truth else -math.inf, abs=6e-3)
    assert cost == pytest.approx(float(-mp.log(truth) / 10) if truth else math.inf, abs=6e-4)
    assert words[1::2] == [f"{extreme} at π = {ones / 10}" for extreme in ("largest", "largest", "least")]


@pytest.mark.parametrize("ones", [0, 3, 5, 7, 10])
def test_all_three_quantities_agree_on_the_best_parameter(ones):
    curves = lines("explore_likelihood", sample=ones, pi=0.5)
    for curve, best, extreme in zip(curves[::2], curves[1::2], (np.argmax, np.argmax, np.argmin), strict=True):
        assert curve[extreme(curve[:, 1]), 0] == pytest.approx(ones / 10)
        assert best[:, 0] == pytest.approx([ones / 10] * 2)


def test_at_seven_tenths_the_cost_of_seven_heads_in_ten_is_the_entropy():
    assert said("explore_likelihood", sample=7, pi=0.7)[4] == "cost J = −ℓ/10 = 0.611"


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (10, ["0.000977", "0.000977", "−6.9"]),
        (149, ["1.4e−45", "1.4e−45", "−103.3"]),
        (150, ["0.0", "7.01e−46", "−104.0"]),
        (1074, ["0.0", "4.94e−324", "−744.4"]),
        (1075, ["0.0", "0.0", "−745.1"]),
        (2000, ["0.0", "0.0", "−1386.3"]),
    ],
)
def test_products_underflow_where_they_should_and_the_sum_never(n, words):
    assert [word.split(" = ")[1] for word in said("explore_underflow", n=n)] == words
    (total,) = markers("explore_underflow", "o", n=n)
    np.testing.assert_allclose(total, [[n, -n * math.log(2)]])


def test_a_product_that_is_zero_is_an_arrow_at_the_bottom():
    assert [tips.tolist() for tips in markers("explore_underflow", "v", n=149)] == [[], []]
    assert [len(tips) for tips in markers("explore_underflow", "v", n=150)] == [1, 0]
    np.testing.assert_allclose(np.concatenate(markers("explore_underflow", "v", n=1075)), [[1075, -1480]] * 2)


# Descent


@pytest.mark.parametrize(("w", "b"), [(-1, -8), (-1, 2), (0, 0), (1.2, -4), (3, -8), (3, 2)])
def test_both_costs_of_a_fit_by_hand_are_said_and_the_place_is_marked(w, b):
    predictions = [1 / (1 + mp.exp(-(mp.mpf(w) * x + b))) for x in map(float, hours_studied()[0])]
    labels = hours_studied()[1].tolist()
    losses = [-mp.log(p if y else 1 - p) for y, p in zip(labels, predictions, strict=True)]
    errors = [(p - y) ** 2 for y, p in zip(labels, predictions, strict=True)]
    truths = [float(sum(column) / 12) for column in (losses, errors)]
    assert numbers(said("explore_sigmoid_fit", w=w, b=b)) == pytest.approx(truths, abs=6e-4)
    assert [place.tolist() for place in markers("explore_sigmoid_fit", "o", w=w, b=b)] == [[[w, b]], [[w, b]]]
    (x, y_hat) = lines("explore_sigmoid_fit", w=w, b=b)[0].T
    np.testing.assert_allclose(y_hat, 1 / (1 + np.exp(-(w * x + b))))


@cache
def descended(start, name):
    """The logits of 101 places of a descent at rate 1, in plain Python."""
    path = [float(start)]
    for _ in range(100):
        p = 1 / (1 + math.exp(-path[-1]))
        path.append(path[-1] - (p - 1 if name == "cross-entropy" else 2 * (p - 1) * p * (1 - p)))
    return path


@pytest.mark.parametrize("start", [-10, -5, -2])
@pytest.mark.parametrize("step", [0, 1, 11, 85, 100])
@pytest.mark.parametrize(("shape", "name"), [("o", "cross-entropy"), ("s", "squared error")])
def test_the_race_follows_a_descent_in_plain_python(start, step, shape, name):
    z = descended(start, name)[: step + 1]
    y_hat = [1 / (1 + math.exp(-place)) for place in z]
    J = -math.log(y_hat[-1]) if shape == "o" else (1 - y_hat[-1]) ** 2
    on_loss, on_path = markers("explore_descent", shape, start=start, step=step)
    np.testing.assert_allclose(on_loss, [[z[-1], J]], rtol=1e-9)
    np.testing.assert_allclose(on_path, [[step, y_hat[-1]]], rtol=1e-9)
    path = lines("explore_descent", start=start, step=step)["os".index(shape)]
    np.testing.assert_allclose(path, np.column_stack([range(step + 1), y_hat]), rtol=1e-9)
    assert numbers(said("explore_descent", start=start, step=step))["os".index(shape)] == pytest.approx(
        y_hat[-1], abs=6e-4
    )


@pytest.mark.parametrize(("start", "steps"), [(-10, (11, None)), (-5, (6, 85)), (-2, (3, 8))])
def test_the_further_the_start_is_wrong_the_longer_squared_error_waits(start, steps):
    paths = lines("explore_descent", start=start, step=100)
    assert tuple(int(np.argmax(path[:, 1] >= 0.5)) or None for path in paths) == steps


def test_the_race_can_be_played():
    (play,) = [child for child in explorer("explore_descent")._widget.children if "live-player" in child._dom_classes]
    assert play.children[0].max == 100


# The numbers on the figures


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [(-1.5, ".2f", "−1.50"), (-0.001, "z.2f", "0.00"), (math.inf, ".3f", "∞"), (-math.inf, ".3f", "−∞")],
)
def test_numbers_are_written_with_a_true_minus_and_infinity(value, form, words):
    assert number(value, form) == words
