"""Each picture shows the numbers of the package, in the look of the course, with its meaning in words beside it."""

import itertools
import subprocess
import sys

import matplotlib
import nbconvert
import nbformat
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from IPython.core.pylabtools import print_figure
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from lossedu import plots
from lossedu.activations import sigmoid, softmax
from lossedu.descent import LogisticModel
from lossedu.likelihood import bernoulli_likelihood, bernoulli_log_likelihood
from lossedu.losses import (
    LOSSES,
    binary_cross_entropy,
    squared_error,
)
from lossedu.samples import coin_tosses, hours_studied, spring_lengths, three_plants

matplotlib.use("agg")
plt = plots.plt

HOURS, PASSED = hours_studied()
LOADS, LENGTHS = spring_lengths()
MODEL = LogisticModel(HOURS, PASSED)
STEPS = np.linspace(0, 1, 5)
GRID = np.linspace(-2, 6, 21), np.linspace(-8, 2, 21)

PLOTS = {
    "plot_activation": lambda **ax: plots.plot_activation("tanh", **ax),
    "plot_bernoulli_pmf": lambda **ax: plots.plot_bernoulli_pmf(0.7, **ax),
    "plot_binary_cross_entropy": plots.plot_binary_cross_entropy,
    "plot_calibration": lambda **ax: plots.plot_calibration([0, 1, 1, 1], [0.1, 0.3, 0.8, 1.0], **ax),
    "plot_classes": lambda **ax: plots.plot_classes(*three_plants(), **ax),
    "plot_cost_surface": lambda **ax: plots.plot_cost_surface(MODEL, *GRID, **ax),
    "plot_costs": lambda **ax: plots.plot_costs({"right": binary_cross_entropy, "other": squared_error}, **ax),
    "plot_curves": lambda **ax: plots.plot_curves(STEPS, {"a": STEPS}, xlabel="x", ylabel="y", **ax),
    "plot_data": lambda **ax: plots.plot_data(HOURS, PASSED, **ax),
    "plot_entropy": plots.plot_entropy,
    "plot_learning_curves": lambda **ax: plots.plot_learning_curves({"a": STEPS, "b": STEPS**2}, **ax),
    "plot_likelihood": lambda **ax: plots.plot_likelihood(coin_tosses(14, 9), **ax),
    "plot_loss_against_logit": plots.plot_loss_against_logit,
    "plot_path": lambda **ax: plots.plot_path([[0, 0], [1, -1], [2, -1]], **ax),
    "plot_residuals": lambda **ax: plots.plot_residuals(LOADS, LENGTHS, 10 + 0.8 * LOADS, **ax),
    "plot_sigmoid_fit": lambda **ax: plots.plot_sigmoid_fit(HOURS, PASSED, 1.2, -3.9, **ax),
    "plot_softmax": lambda **ax: plots.plot_softmax([2, 1, 0], **ax),
    "plot_staircase": lambda **ax: plots.plot_staircase(STEPS, STEPS.round(), STEPS**2, **ax),
    "plot_underflow": plots.plot_underflow,
}
every_plot = pytest.mark.parametrize("plot", PLOTS.values(), ids=PLOTS)

STRANGE_SETTINGS = {
    "axes.facecolor": "black",
    "axes.grid": False,
    "axes.prop_cycle": "cycler('color', 'rgb')",
    "font.size": 30,
    "lines.linewidth": 9,
    "lines.markersize": 30,
    "legend.loc": "lower left",
}


@pytest.fixture(autouse=True)
def _no_figure_is_left_open():
    yield
    plt.close("all")


def curves(ax):
    """The data of each named line on the Axes."""
    return {line.get_label(): line.get_xydata() for line in ax.lines}


def inside(values, limits):
    """Where values lie in the frame: curves are compared there, for they may end far outside of it."""
    return (values >= limits[0]) & (values <= limits[1])


def pixels(ax):
    ax.figure.canvas.draw()
    return np.asarray(ax.figure.canvas.buffer_rgba()).copy()


# What all pictures share


def test_every_plot_of_the_package_is_in_these_tests():
    assert set(PLOTS) == {name for name in plots.__all__ if name.startswith("plot_")}
    assert set(PLOTS) == {name for name in vars(plots) if name.startswith("plot_")}


@every_plot
def test_both_axes_say_what_they_show(plot):
    ax = plot()
    assert ax.get_xlabel()
    assert ax.get_ylabel()


@every_plot
def test_it_draws_on_the_axes_it_is_given_and_opens_no_figure(plot):
    _, (other, given) = plots.new_axes(ncols=2)
    assert plot(ax=given) is given
    assert given.has_data()
    assert not other.has_data()
    assert len(plt.get_fignums()) == 1


@every_plot
def test_without_axes_it_opens_a_figure_and_leaves_the_current_one_alone(plot):
    current = plt.subplot()
    ax = plot()
    assert ax.figure is not current.figure
    assert not current.has_data()
    assert isinstance(ax.figure, plots.DescribedFigure)


@every_plot
def test_the_settings_of_the_reader_neither_change_nor_show(plot):
    expected = pixels(plot())
    with plt.rc_context(STRANGE_SETTINGS):
        before = dict(plt.rcParams)
        picture = pixels(plot())
        assert dict(plt.rcParams) == before
    assert np.array_equal(picture, expected)


@every_plot
def test_nothing_is_cut_off_at_the_edge_of_the_figure(plot):
    ax = plot()
    plots.readout(ax).set_text("π = 0.70, J = 0.611 nats, slope −0.123")
    ax.figure.canvas.draw()
    page = ax.figure.bbox
    for text in ax.figure.findobj(
        lambda artist: isinstance(artist, Text) and artist.get_visible() and artist.get_text()
    ):
        box = text.get_window_extent()
        clipped_by_frame = text.get_clip_on()
        assert clipped_by_frame or (page.x0 <= box.x0 <= box.x1 <= page.x1), text
        assert clipped_by_frame or (page.y0 <= box.y0 <= box.y1 <= page.y1), text


@every_plot
def test_tick_labels_do_not_touch_each_other_even_in_the_narrowest_panel(plot):
    _, (ax, *_) = plots.new_axes(ncols=3)
    plot(ax=ax)
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels() if label.get_text()]
    low, high = ax.bbox.x0 - 1, ax.bbox.x1 + 1
    shown = [box for box in boxes if low <= (box.x0 + box.x1) / 2 <= high]
    assert len(shown) >= 2
    assert all(left.x1 + 3 < right.x0 for left, right in itertools.pairwise(shown))


@every_plot
def test_it_says_in_words_what_there_is_to_see(plot):
    assert plot().figure.get_label().endswith(".")


@every_plot
def test_its_text_is_the_same_each_time(plot):
    assert repr(plot()) == repr(plot())
    assert "0x" not in repr(plot())


@every_plot
def test_the_frame_stands_in_the_same_place_in_every_picture(plot):
    assert plot().get_position().bounds == plots.new_axes()[1].get_position().bounds


# What each picture shows


@pytest.mark.parametrize("y", [0, 1, 0.3])
def test_binary_cross_entropy_is_drawn_from_end_to_end_and_leaves_the_frame_where_it_is_infinite(y):
    ax = plots.plot_binary_cross_entropy(y)
    (y_hat, J) = curves(ax)[f"y = {y:g}"].T
    truth = binary_cross_entropy(y, y_hat)
    assert (y_hat[0], y_hat[-1]) == (0, 1)
    assert np.array_equal(J[np.isfinite(truth)], truth[np.isfinite(truth)])
    assert (J[np.isinf(truth)] > 5).all()
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 1), (0, 5))


def test_cost_functions_get_one_observation_at_a_time_and_wrong_ones_may_go_below_zero():
    shapes = set()

    def wrong(y, y_hat):
        shapes.add((y.shape, y_hat.shape))
        return np.sum(y * np.log(y_hat))

    ax = plots.plot_costs({"exact": binary_cross_entropy, "wrong": wrong}, y=1)
    exact, wrong = (curve[:, 1] for curve in curves(ax).values())
    assert shapes == {((1,), (1,))}
    assert np.array_equal(exact[1:], -wrong[1:])
    assert ax.get_ylim() == (-5, 5)
    assert plots.plot_costs({"exact": binary_cross_entropy}).get_ylim() == (0, 5)


def test_entropy_and_divergence_add_up_to_cross_entropy():
    ax = plots.plot_entropy(0.3)
    cross_entropy, entropy = (curve[:, 1] for curve in curves(ax).values())
    y_hat = curves(ax)["entropy of y"][:, 0]
    assert np.unique(entropy) == pytest.approx(0.6108643, abs=1e-7)
    (shade,) = ax.collections
    heights = {x: y for x, y in shade.get_paths()[0].vertices if y > entropy[0]}
    for x, height in heights.items():
        divergence = 0.3 * np.log(0.3 / x) + 0.7 * np.log(0.7 / (1 - x)) if 0 < x < 1 else np.inf
        assert height - entropy[0] == pytest.approx(divergence) or (height > 3 and divergence == np.inf)
    assert y_hat[cross_entropy.argmin()] == pytest.approx(0.3)


@pytest.mark.parametrize("name", plots.ACTIVATIONS)
def test_the_slope_of_an_activation_is_its_slope(name):
    z, value = curves(plots.plot_activation(name))[f"{name}(z)"].T
    slope = curves(plots.plot_activation(name))["its slope"][:, 1]
    middle = (value[2:] - value[:-2]) / (z[2:] - z[:-2])
    smooth = np.isfinite(slope[1:-1])
    assert smooth.sum() >= len(z) - 3
    assert slope[1:-1][smooth] == pytest.approx(middle[smooth], abs=1e-3)


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("gradient", [False, True])
def test_losses_are_drawn_against_the_logit_as_the_table_of_losses_has_them(y, gradient):
    ax = plots.plot_loss_against_logit(y, gradient=gradient)
    for name in ["binary_cross_entropy", "squared_error"]:
        z, drawn = curves(ax)[LOSSES[name].title].T
        loss = LOSSES[f"{name}_with_logits"]
        assert np.array_equal(drawn, (loss.gradient if gradient else loss.value)(y, z))
        assert inside(drawn, ax.get_ylim()).mean() > 0.99


@pytest.mark.parametrize(
    ("quantity", "truth", "limits"),
    [
        ("likelihood", bernoulli_likelihood, None),
        ("log-likelihood", bernoulli_log_likelihood, (-30, 0)),
        ("cost", lambda y, pi: -bernoulli_log_likelihood(y, pi) / 10, (0, 3)),
    ],
)
def test_likelihood_its_logarithm_and_the_cost_are_drawn_and_agree_on_the_best_pi(quantity, truth, limits):
    y = coin_tosses(10, 7)
    ax = plots.plot_likelihood(y, quantity=quantity)
    pi, drawn = curves(ax)[quantity].T
    shown = inside(drawn, ax.get_ylim())
    assert shown.mean() > 0.9
    assert np.array_equal(drawn[shown], truth(y, pi)[shown])
    assert pi[drawn.argmin() if quantity == "cost" else drawn.argmax()] == pytest.approx(0.7)
    assert limits is None or ax.get_ylim() == limits


@pytest.mark.parametrize("y", [[0, 0, 0], [1], coin_tosses(1500, 1050)])
@pytest.mark.parametrize("quantity", ["likelihood", "log-likelihood", "cost"])
def test_samples_of_one_kind_and_samples_that_underflow_can_be_drawn(y, quantity):
    pixels(plots.plot_likelihood(y, quantity=quantity))


@pytest.mark.parametrize(("p", "n_tosses", "zero"), [(0.5, 1500, 1075), (0.9, 8000, 7073)])
def test_the_product_falls_out_of_the_picture_where_it_becomes_zero_and_the_sum_goes_on(p, n_tosses, zero):
    ax = plots.plot_underflow(p, n_tosses)
    product, total = curves(ax)["logarithm of the product"][:, 1], curves(ax)["sum of n logarithms"][:, 1]
    assert inside(product, ax.get_ylim()).tolist() == [True] * zero + [False] * (n_tosses + 1 - zero)
    assert total == pytest.approx(np.arange(n_tosses + 1) * np.log(p))
    assert inside(total, ax.get_ylim()).all()
    assert f"from n = {zero};" in ax.figure.get_label()


def test_the_text_says_when_no_product_underflows():
    assert "0.0 nowhere yet;" in plots.plot_underflow(0.5, 100).figure.get_label()


@pytest.mark.parametrize("plot", [plots.plot_data, lambda x, y: plots.plot_sigmoid_fit(x, y, 1, -3)])
def test_observations_are_drawn_with_a_colour_and_a_shape_for_each_label(plot):
    ax = plot(HOURS, PASSED)
    for label in [0, 1]:
        assert np.array_equal(curves(ax)[f"y = {label}"], np.column_stack([HOURS, PASSED])[label == PASSED])
    zeros, ones = ax.lines[:2]
    assert zeros.get_marker() != ones.get_marker()
    assert zeros.get_color() != ones.get_color()


def test_the_sigmoid_runs_through_the_whole_frame():
    ax = plots.plot_sigmoid_fit(HOURS, PASSED, 1.2, -3.9)
    x, y_hat = ax.lines[-1].get_xydata().T
    assert np.array_equal(y_hat, sigmoid(1.2 * x - 3.9))
    assert (x[0], x[-1]) == ax.get_xlim()


def test_a_residual_reaches_from_the_prediction_to_the_observation():
    ax = plots.plot_residuals(LOADS, LENGTHS, 10 + 0.8 * LOADS)
    ends = np.array(ax.collections[0].get_segments())
    assert np.array_equal(ends[:, 0], curves(ax)["observation y"])
    assert np.array_equal(ends[:, 1], curves(ax)["prediction ŷ"])


def test_each_class_is_drawn_with_its_points():
    x, y = three_plants()
    drawn = curves(plots.plot_classes(x, y))
    assert all(np.array_equal(drawn[f"class {kind}"], x[y == kind]) for kind in range(3))


@pytest.mark.parametrize(("temperature", "expected"), [(1, softmax([2, 1, 0])), (4, softmax([0.5, 0.25, 0]))])
def test_bars_are_as_high_as_softmax_says(temperature, expected):
    ax = plots.plot_softmax([2, 1, 0], temperature=temperature)
    assert [bar.get_height() for bar in ax.patches] == expected.tolist()
    assert ax.get_ylim() == (0, 1)


def test_bars_of_one_toss_are_its_two_probabilities():
    assert [bar.get_height() for bar in plots.plot_bernoulli_pmf(0.7).patches] == pytest.approx([0.3, 0.7])


def test_accuracy_and_cost_are_drawn_as_they_came():
    accuracy, cost = curves(plots.plot_staircase(STEPS, STEPS.round(), STEPS**2)).values()
    assert np.array_equal(accuracy, np.column_stack([STEPS, STEPS.round()]))
    assert np.array_equal(cost, np.column_stack([STEPS, STEPS**2]))


def test_learning_curves_start_at_step_zero():
    (curve,) = curves(plots.plot_learning_curves({"a": [3, 2, 1]})).values()
    assert curve.tolist() == [[0, 3], [1, 2], [2, 1]]


def test_the_lines_of_a_cost_surface_are_where_the_cost_is_what_they_say():
    grid = np.linspace(-2, 6, 201), np.linspace(-8, 2, 201)
    ax = plots.plot_cost_surface(MODEL, *grid)
    _, lines = ax.collections[:2]
    assert (ax.get_xlim(), ax.get_ylim()) == ((-2, 6), (-8, 2))
    for level, path in zip(lines.levels, lines.get_paths(), strict=True):
        assert MODEL.cost(path.vertices) == pytest.approx(level, rel=1e-2)


def test_a_cost_surface_is_darkest_in_the_valley():
    colours = plots.plot_cost_surface(MODEL, *GRID).collections[0].get_facecolor()
    assert (np.diff([luminance(colour[:3]) for colour in colours]) > 0).all()


def test_a_path_shows_where_it_starts_and_where_it_ends():
    line, start, end = plots.plot_path([[0, 1], [2, 3], [4, 5]]).lines
    assert line.get_xydata().tolist() == [[0, 1], [2, 3], [4, 5]]
    assert (start.get_xydata().tolist(), end.get_xydata().tolist()) == ([[0, 1]], [[4, 5]])
    assert start.get_marker() != end.get_marker()


def test_a_calibration_point_is_the_mean_prediction_and_the_mean_label_of_its_bin():
    ax = plots.plot_calibration([0, 1, 1, 1, 0], [0.12, 0.18, 0.8, 1.0, 0.95])
    assert curves(ax)["bins of predictions"] == pytest.approx(np.array([[0.15, 0.5], [0.8, 1], [0.975, 0.5]]))


@pytest.mark.parametrize("end", [np.inf, -np.inf])
def test_an_infinite_value_leaves_the_frame_upright(end):
    values = [0.2, 0.4, end]
    ax = plots.plot_curves([0, 1, 2], {"a": values}, xlabel="x", ylabel="y", ylim=(0, 1))
    drawn = curves(ax)["a"]
    assert drawn[:2, 1].tolist() == values[:2]
    assert abs(drawn[2, 1]) > 50
    assert np.sign(drawn[2, 1]) == np.sign(end)


def test_missing_values_stay_gaps():
    drawn = curves(plots.plot_curves([0, 1], {"a": [np.nan, 1]}, xlabel="x", ylabel="y", ylim=(0, 1)))["a"]
    assert np.isnan(drawn[0, 1])


# What moves


def test_moving_artists_have_the_look_of_the_course_and_nothing_to_show_yet():
    with plt.rc_context(STRANGE_SETTINGS):
        _, ax = plots.new_axes()
        point, line, text = (
            plots.moving_point(ax, marker="s"),
            plots.moving_line(ax, label="tangent"),
            plots.readout(ax),
        )
    assert (point.get_marker(), point.get_linestyle(), len(point.get_xdata())) == ("s", "None", 0)
    assert (line.get_label(), line.get_linewidth(), len(line.get_xdata())) == ("tangent", 2.5, 0)
    assert (text.get_text(), text.get_fontsize()) == ("", 13)


def test_the_readout_stands_above_the_frame_and_below_the_edge():
    figure, ax = plots.new_axes()
    text = plots.readout(ax)
    text.set_text("J = 1")
    figure.canvas.draw()
    box = text.get_window_extent()
    assert ax.bbox.y1 < box.y0 < box.y1 < figure.bbox.y1


@pytest.mark.parametrize(("nrows", "ncols"), [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)])
def test_every_panel_has_the_same_margins_in_inches(nrows, ncols):
    _, alone = plots.new_axes()
    figure, axes = plots.new_axes(nrows, ncols)
    corners = [ax.bbox.corners()[[0, 3]] for ax in np.atleast_1d(axes).flat]
    (left, bottom), (right, top) = np.min(corners, axis=(0, 1)), np.max(corners, axis=(0, 1))
    assert [left, bottom] == pytest.approx([alone.bbox.x0, alone.bbox.y0])
    assert [figure.bbox.x1 - right, figure.bbox.y1 - top] == pytest.approx(
        [alone.figure.bbox.x1 - alone.bbox.x1, alone.figure.bbox.y1 - alone.bbox.y1]
    )


# Colours


def luminance(colour):
    """Relative luminance of a colour, as the Web Content Accessibility Guidelines define it."""
    return linear(colour) @ [0.2126, 0.7152, 0.0722]


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def lightness_and_hue(linear_rgb):
    """CIE L*a*b* of linear sRGB under D65."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear_rgb
    f = np.cbrt(xyz / [0.9505, 1, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


BLINDNESS = {  # Machado, Oliveira, Fernandes (2009), severity 1
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
STYLES = list(plots.LOOK["axes.prop_cycle"])


@pytest.mark.parametrize("style", STYLES)
def test_every_line_stands_out_from_white_paper(style):
    assert contrast(style["color"], "white") >= 3


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_any_two_of_the_first_three_colours_differ_for_the_colour_blind(blindness):
    seen = [lightness_and_hue(np.clip(BLINDNESS[blindness] @ linear(style["color"]), 0, 1)) for style in STYLES[:3]]
    assert min(np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)) > 30


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(STYLES, 2)))
def test_any_two_lines_differ_in_grey_because_their_dashes_do(one, other):
    assert one["linestyle"] != other["linestyle"]


def test_any_two_classes_differ_in_shape():
    assert len({look["marker"] for look in plots.CLASSES}) == len(plots.CLASSES)


def test_numbers_on_the_cost_surface_can_be_read_on_its_darkest_shade():
    darkest = plots.plot_cost_surface(MODEL, *GRID).collections[0].get_facecolor()[0][:3]
    assert contrast(darkest, plots.BLACK) >= 4.5


# In a notebook


def shown_in_a_notebook(figure):
    """What a kernel with inline figures sends: the data and their metadata."""
    display = DisplayFormatter()
    display.formatters["image/png"].for_type(Figure, lambda figure: print_figure(figure, base64=True))
    return display.format(figure)


def test_a_notebook_stores_the_alternative_text_beside_the_picture():
    ax = plots.plot_entropy(0.3)
    data, metadata = shown_in_a_notebook(ax.figure)
    assert set(data) == {"image/png", "text/plain"}
    assert metadata == {"image/png": {"alt": ax.figure.get_label()}}
    assert data["text/plain"] == ax.figure.get_label()


def test_nbconvert_gives_the_alternative_text_to_the_picture():
    data, metadata = shown_in_a_notebook(plots.plot_entropy(0.3).figure)
    output = nbformat.v4.new_output("display_data", data, metadata=metadata)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    page, _ = nbconvert.HTMLExporter(template_name="classic").from_notebook_node(notebook)
    assert '<img alt="For y = 0.3, cross-entropy is the entropy plus' in page


def test_a_figure_of_two_plots_is_described_by_two_sentences():
    figure, (left, right) = plots.new_axes(ncols=2)
    plots.plot_activation("sigmoid", ax=left)
    plots.plot_activation("tanh", ax=right)
    assert figure.get_label() == (
        "The sigmoid function and its slope against z. The tanh function and its slope against z."
    )


def test_a_figure_without_a_plot_describes_itself():
    figure, _ = plots.new_axes()
    assert shown_in_a_notebook(figure)[0]["text/plain"] == "<DescribedFigure size 640x400 with 1 Axes>"


def test_outside_of_a_notebook_ipython_is_not_imported():
    program = "import lossedu.plots, sys; sys.exit('IPython' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_many_figures_may_be_open_without_a_warning():
    assert len({plots.new_axes()[0].number for _ in range(25)}) == 25
