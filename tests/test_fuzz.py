"""Whatever comes in: a number comes out, or a ``ValueError`` that names the argument; nothing else, and no warning."""

import array
import datetime
import decimal
import fractions
import inspect
import re

import judge
import matplotlib
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps
from matplotlib.figure import Figure

from lossedu import LogisticModel, activations, checks, descent, explorers, likelihood, losses, plots, samples
from lossedu.live import LiveFigure
from lossedu.validation import LARGEST

matplotlib.use("agg")

MODULES = [activations, descent, likelihood, losses, samples]
FUNCTIONS = [getattr(module, name) for module in MODULES for name in module.__all__]
FUNCTIONS = [function for function in FUNCTIONS if inspect.isfunction(function)]
TAKING = [function for function in FUNCTIONS if inspect.signature(function).parameters]
PLOTS = [getattr(plots, name) for name in plots.__all__ if name.startswith("plot_")]
CHECKS = [getattr(checks, name) for name in checks.__all__ if name.startswith("check_")]
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(MANY, max_examples=30)


# --- what comes in ----------------------------------------------------------------------------------------------------


class Unwilling:
    """What a tensor that requires a gradient, or lies on a GPU, does when NumPy asks for its numbers."""

    def __init__(self, error):
        self.error = error

    def __array__(self, *_, **__):
        raise self.error


class Willing:
    """A tensor of another library."""

    def __array__(self, *_, **__):
        return np.array([0.25, 0.5])


class Sparse:
    """A matrix that NumPy takes for one object."""

    shape, dtype, nnz = (2, 2), np.dtype(float), 1


class Rows(np.ndarray):
    """Somebody's subclass."""

    mask = "ours"


def nested(depth):
    return 0.5 if depth == 0 else [nested(depth - 1)]


def within_itself():
    rows = []
    rows.append(rows)
    return rows


HUGE, TWO_AND_TWO = 10**400, np.array([[0.5, 0.5], [1, 0]])
READ_ONLY = np.array([0.0, 1.0])
READ_ONLY.flags.writeable = False
SIGNALLING = np.array([0x7FA00000], dtype=np.uint32).view(np.float32)
STRUCTURED = np.array([(1, 2.0)], dtype="i4,f8")
ODDITIES = [
    None, ..., NotImplemented, True, np.True_, "", "0.5", b"1", ["0", "1"], {}, {"y": 1}, {0.5}, (), [], [[]], [[], []],
    np, object(), range(2), range(0), slice(None), 1j, [0, 1j], np.nan, [0, np.nan], -0.0, np.inf, [np.inf, -np.inf],
    HUGE, -HUGE, [HUGE], 2**63, 2**64, [2**64, -1], -1, 0.5, 1e308, 5e-324, [0, [1]], [[0], [0, 1]],
    [0, None], nested(40), nested(70), within_itself(), decimal.Decimal("0.5"), [fractions.Fraction(1, 2)],
    datetime.date(2024, 1, 1), datetime.timedelta(1), np.timedelta64(1, "D"), np.datetime64("NaT", "D"),
    np.array(["a"], dtype=np.dtypes.StringDType()), np.array([0, None], dtype=object), STRUCTURED, STRUCTURED[0],
    np.void(b"12"), np.rec.array([(1,)], names="mask"), np.float16(0.5), np.longdouble("1e4000"), SIGNALLING,
    np.array([1, np.nan], dtype=np.longdouble), memoryview(b"ab"), memoryview(READ_ONLY), memoryview(STRUCTURED),
    array.array("d", [0.5]), bytearray(b"01"), np.ma.masked, [0, np.ma.masked], np.ma.array([0, 1], mask=[0, 1]),
    [np.ma.array([0, 1], mask=[0, 1])], np.ma.array([0.5]), np.ma.array([(1, 2.0)], dtype="i4,f8", mask=[(1, 0)]),
    READ_ONLY, READ_ONLY.view(Rows), TWO_AND_TWO[::-1, ::2], TWO_AND_TWO.T, TWO_AND_TWO.astype(">f8"), np.array(0.5),
    np.full((1,) * 32, 1.0), np.full((1,) * 33, 1.0), np.full((1,) * 63, 1.0), np.full((1,) * 64, 1.0),
    np.empty((0, 2)), np.empty((2, 0)), np.broadcast_to(0.5, (2, 2)), Willing(), [Willing()], Sparse(),
    *[Unwilling(error("no numbers for you")) for error in (RuntimeError, TypeError, ValueError, AttributeError)],
    [Unwilling(RuntimeError("no numbers for you"))],
]  # fmt: skip
WELCOME = [0, 1, True, 0.5, 2, 3, [0, 1], [1, 0], [0.0, 0.25], [1, 2], [0.5, 0.5], TWO_AND_TWO, np.eye(2), [[3, -4]]]
EXTREMES = [0.0, -0.0, 1, 0.5, -1, 40, -800, 5e-324, 1e-300, 1e300, -1e300, LARGEST, -LARGEST]


SMALL = nps.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
NUMBERS = nps.arrays(float, nps.array_shapes(max_dims=2, max_side=3), elements=st.sampled_from(EXTREMES))
TYPES = st.one_of(nps.boolean_dtypes(), nps.integer_dtypes(), nps.unsigned_integer_dtypes(), nps.floating_dtypes())
ANY_TYPE = nps.arrays(TYPES | nps.complex_number_dtypes() | nps.unicode_string_dtypes(), SMALL)


def one_of(values):
    return st.integers(0, len(values) - 1).map(values.__getitem__)  # they need not have a hash


KINDS = [one_of(WELCOME), one_of(EXTREMES), NUMBERS, one_of(ODDITIES), ANY_TYPE]


@st.composite
def anything(draw):
    return draw(st.one_of(KINDS[0], *KINDS))


@st.composite
def functions(draw):
    answer = draw(anything())
    return draw(st.sampled_from([np.sign, np.zeros_like, lambda _: answer]))


# What is not an array: a size, a switch, a name, a function.
OWN = {
    "gradient": st.one_of(anything(), functions(), functions()),
    "steps": st.one_of(st.integers(-1, 5), anything()),
    "n_classes": st.one_of(st.integers(-1, 5), anything()),
    "n_tosses": st.one_of(st.integers(-1, 20), anything()),
    "n_heads": st.one_of(st.integers(-1, 20), anything()),
    "loss": st.one_of(st.sampled_from(["binary_cross_entropy", "squared_error"]), anything()),
    "bias": st.one_of(st.booleans(), anything()),
}


def arguments_of(function):
    names = inspect.signature(function).parameters
    return st.fixed_dictionaries({name: OWN.get(name, anything()) for name in names})


# --- what comes out ---------------------------------------------------------------------------------------------------


def name_of(function):
    return function.__name__


def longest(*values):
    return max(map(np.shape, values), key=len)


SHAPES = {  # where it is not that of the argument with the most axes
    "one_hot": lambda labels, n_classes: (*np.shape(labels), n_classes),
    "rescale": lambda o, low, high: np.shape(o),
    "smooth_labels": lambda y, smoothing, n_classes: np.shape(y),
    "cross_entropy": lambda y, y_hat: np.shape(y_hat)[:-1],
    "cross_entropy_with_logits": lambda y, z: np.shape(z)[:-1],
    "bernoulli_likelihood": lambda y, pi: np.shape(pi),
    "bernoulli_log_likelihood": lambda y, pi: np.shape(pi),
    "bernoulli_mle": lambda y: (),
    "categorical_pmf": lambda y, pi: np.shape(y),
    "categorical_likelihood": lambda y, pi: (),
    "categorical_log_likelihood": lambda y, pi: (),
    "categorical_mle": lambda y, n_classes: (n_classes,),
    "gaussian_likelihood": lambda y, mu, sigma: longest(mu, sigma),
    "gaussian_log_likelihood": lambda y, mu, sigma: longest(mu, sigma),
    "gaussian_mle": lambda y: (2,),
    "gradient_descent": lambda gradient, start, rate, steps: (steps + 1, *np.shape(start)),
    "coin_tosses": lambda n_tosses, n_heads: (n_tosses,),
}


def frozen(value, depth=3):
    """All of an argument that could be changed."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.strides, value.flags.writeable, np.asarray(value).tobytes()
    if isinstance(value, dict):
        return {name: frozen(part, depth) for name, part in value.items()}
    if isinstance(value, array.array | bytearray):
        return bytes(value)
    return [frozen(row, depth - 1) for row in value] if isinstance(value, list) and depth else id(value)


def answer_of(function, **arguments):
    """What the function answers: numbers, or None for a ``ValueError`` that names an argument; both are fine."""
    before = {name: frozen(value) for name, value in arguments.items()}
    try:
        return function(**arguments)
    except ValueError as refusal:
        if not re.search(rf"\b({'|'.join(arguments)}|step)\b", str(refusal)):
            raise
    finally:
        assert {name: frozen(value) for name, value in arguments.items()} == before


def parts(answer):
    return answer if isinstance(answer, tuple) else [answer]


def assert_is_numbers(answer, shape):
    for part in parts(answer):
        assert type(part) in (np.ndarray, np.float64, np.int64)
        assert not np.isnan(part).any()
    assert np.shape(answer) == shape


def shares_memory(answer, arguments):
    """Whether a change of the answer would be a change of an argument."""
    taken = [value for value in arguments.values() if isinstance(value, np.ndarray)]
    return any(np.may_share_memory(part, value) for part in parts(answer) for value in taken)


def as_numpy_sees(value):
    return np.asarray(value) if isinstance(value, Willing | memoryview) else value


def in_float64(arguments):
    """The same numbers, as plain as can be; the tests against mpmath show for those that the bounds hold."""
    numbers = {name: value for name, value in arguments.items() if name not in OWN}
    with np.errstate(all="ignore"):
        return arguments | {name: np.array(np.asarray(value), dtype=float) for name, value in numbers.items()}


@pytest.mark.parametrize("function", TAKING, ids=name_of)
def test_anything_gives_numbers_or_a_value_error_that_names_an_argument(function):
    shape_of = SHAPES.get(function.__name__, lambda **values: longest(*values.values()))

    @MANY
    @given(arguments_of(function))
    def check(arguments):
        answer = answer_of(function, **arguments)
        if answer is not None:
            assert_is_numbers(answer, shape_of(**{name: as_numpy_sees(value) for name, value in arguments.items()}))
            assert not shares_memory(answer, arguments)
            assert all(map(np.array_equal, parts(answer), parts(function(**in_float64(arguments)))))

    check()


# --- far out, where the other tests of the bounds do not go -----------------------------------------------------------

deviations = st.sampled_from([5e-324, 1e-310, 1e-200, 1, 1e200, LARGEST]) | st.floats(5e-324, LARGEST)


@judge.drawn_a_little
@given(o=judge.probabilities, one=judge.numbers, other=judge.numbers)
def test_rescale_is_within_its_bound_over_all_of_float64(o, one, other):
    assume(one != other)
    low, high = sorted((one, other))
    truth = (1 - judge.mp.mpf(o)) * judge.mp.mpf(low) + judge.mp.mpf(o) * judge.mp.mpf(high)
    bound = judge.promised(activations.rescale)
    assert judge.ulps(activations.rescale(o, low, high), truth, [low, high]) <= bound


@judge.drawn_a_little
@given(y=st.lists(judge.numbers, min_size=1, max_size=4), mu=judge.numbers, sigma=deviations)
def test_the_gaussian_log_likelihood_is_within_its_bound_over_all_of_float64(y, mu, sigma):
    terms = judge.terms_of_gaussian_log_likelihood(y, mu, sigma)
    bound = judge.promised(likelihood.gaussian_log_likelihood)
    assert judge.ulps(likelihood.gaussian_log_likelihood(y, mu, sigma), sum(terms), terms) <= bound


@judge.drawn_a_little
@given(mu=judge.numbers, t=st.floats(-37, 37), sigma=st.floats(1e-300, 1e300))
def test_the_gaussian_density_is_within_its_bound_over_all_of_float64(mu, t, sigma):
    assume(abs(t * sigma) < LARGEST / 2 and abs(mu) < LARGEST / 2)
    y = mu + t * sigma
    t = (judge.mp.mpf(y) - judge.mp.mpf(mu)) / judge.mp.mpf(sigma)
    assume(abs(t) < 37)
    truth = judge.mp.exp(-(t**2) / 2) / (judge.mp.mpf(sigma) * judge.mp.sqrt(2 * judge.mp.pi))
    assert judge.ulps(likelihood.gaussian_pdf(y, mu, sigma), truth) <= 4 + 4 * t**2


# --- models -----------------------------------------------------------------------------------------------------------


@MANY
@given(arguments_of(LogisticModel), anything())
def test_a_model_of_anything_gives_numbers_or_a_value_error_that_names_an_argument(arguments, parameters):
    model = answer_of(LogisticModel, **arguments)
    for method in ("predict", "cost", "gradient") if model else ():
        answer = answer_of(getattr(model, method), parameters=parameters)
        if answer is not None:
            *many, P = np.shape(parameters)
            shape = {"predict": (*many, len(model.y)), "cost": tuple(many), "gradient": (*many, P)}[method]
            assert_is_numbers(answer, shape)


@pytest.mark.parametrize("function", FUNCTIONS, ids=name_of)
def test_a_wrong_number_of_arguments_is_a_type_error(function):
    with pytest.raises(TypeError, match="argument"):
        function(*[0.5] * 9)


@pytest.mark.parametrize("function", [function for function in FUNCTIONS if function not in TAKING], ids=name_of)
def test_data_are_finite_and_the_same_each_time_though_the_last_reader_changed_them(function):
    for part in function():
        assert np.isfinite(part).all()
    changed = [part.fill(7) or part for part in function()]
    assert not any(np.array_equal(part, seven) for part, seven in zip(function(), changed, strict=True))


# --- plots, checks, live figures, explorers ---------------------------------------------------------------------------

ROWS = st.lists(one_of(EXTREMES), min_size=3, max_size=3) | st.lists(st.integers(0, 2), min_size=3, max_size=3)
ROWS |= st.lists(st.integers(0, 1), min_size=3, max_size=3) | anything()
PAIRS = nps.arrays(float, (3, 2), elements=st.sampled_from(EXTREMES)) | anything()
DRAWN = OWN | {
    "curves": st.dictionaries(st.sampled_from("ab"), ROWS, max_size=2) | anything(),
    "costs": st.dictionaries(st.sampled_from("ab"), anything().map(lambda answer: lambda *_: answer)) | anything(),
    "name": st.sampled_from(list(plots.ACTIVATIONS)) | anything(),
    "quantity": st.sampled_from(["likelihood", "log-likelihood", "cost"]) | anything(),
    "losses": st.lists(st.sampled_from(["squared_error", "binary_cross_entropy"]) | anything(), min_size=1),
    "model": st.just(LogisticModel([1, 2, 3], [0, 1, 0])),
    "gradient": st.booleans(),
    "n_bins": st.integers(-1, 20) | anything(),
    "ylim": st.sampled_from([None, (0, 3)]),
    "path": PAIRS,
    "xlabel": st.just("x"),
    "ylabel": st.just("y"),
}


def drawn_from(plot):
    names = inspect.signature(plot).parameters.keys() - {"xlim", "legend", "label", "description", "ax"}
    own = DRAWN | {"x": PAIRS} if plot is plots.plot_classes else DRAWN
    return st.fixed_dictionaries({name: own.get(name, ROWS) for name in sorted(names)})


@pytest.mark.parametrize("plot", PLOTS, ids=name_of)
def test_anything_gives_a_picture_or_a_value_error_that_names_an_argument(plot):
    @SOME
    @given(drawn_from(plot))
    def check(arguments):
        ax = answer_of(plot, **arguments)
        if ax is not None:
            ax.figure.draw_without_rendering()
            plots.plt.close(ax.figure)

    check()


@st.composite
def attempts(draw):
    answer = draw(anything())

    def alike(*inputs):
        return np.resize(answer, np.shape(inputs[-1]))

    return draw(one_of([answer, lambda *_: answer, lambda *_: answer, alike, np.sign, np.zeros_like]))


@pytest.mark.parametrize("check", CHECKS, ids=name_of)
def test_whatever_an_attempt_answers_is_judged(check):
    @SOME
    @given(attempts())
    def judged(attempt):
        verdict = check(attempt)
        assert verdict.status in ("wrong", "not attempted")
        assert verdict.heading() in repr(verdict)
        assert verdict._repr_html_().startswith("<div")

    judged()


ARTISTS = {
    "Line2D": lambda ax: ax.plot([], [])[0],
    "dots": lambda ax: ax.plot([], [], "o", label="dots")[0],
    "Rectangle": lambda ax: ax.bar([0], [1])[0],
    "BarContainer": lambda ax: ax.barh([0, 1], [1, 1]),
    "Text": lambda ax: ax.text(0, 0, ""),
}
ANSWERS = anything() | st.tuples(anything(), anything()) | st.tuples(anything(), anything(), st.text())


def shown(name, answer, presets=None, options=(0, 1)):
    """What a live figure shows in which an artist gets this answer, or None if it is refused by a name."""
    ax = Figure().add_subplot(xlim=(0, 1), ylim=(0, 1))
    try:
        live = LiveFigure(ax.figure, {ARTISTS[name](ax): lambda k: answer}, presets, k=options)
    except ValueError as refusal:
        if not re.search(rf"\b({name}|k)\b", str(refusal)):
            raise
    else:
        return live._repr_mimebundle_()[0]["text/plain"]


@pytest.mark.parametrize("name", ARTISTS)
@pytest.mark.filterwarnings("ignore:Glyph")  # the still picture's font does not have every sign there is
def test_an_artist_moves_to_anything_or_says_what_it_needs(name):
    @SOME
    @given(ANSWERS)
    def check(answer):
        before = frozen(list(answer) if isinstance(answer, tuple) else answer)
        assert (shown(name, answer) or "LiveFigure: k = 0").startswith("LiveFigure: k = 0")
        assert frozen(list(answer) if isinstance(answer, tuple) else answer) == before

    check()


@SOME
@given(anything() | st.dictionaries(st.text(max_size=2) | st.integers(0, 3), anything(), max_size=3), anything())
def test_a_slider_takes_any_options_and_any_setting_or_says_what_it_needs(options, setting):
    before = frozen(options), frozen(setting)
    assert "k = " in (shown("dots", (0.5, 0.5), options=options) or "k = ")
    assert "k = " in (shown("dots", (0.5, 0.5), {"a": {"k": setting}}, WIDE) or "k = ")
    assert (frozen(options), frozen(setting)) == before


WIDE = [-LARGEST, -1, 0, 0.5, 1, LARGEST]


def test_every_public_function_that_takes_an_array_is_in_these_tests():
    public = [getattr(module, name) for module in [*MODULES, plots, checks] for name in module.__all__]
    takes = {function for function in public if re.search("array_like|callable\n", function.__doc__ or "")}
    assert {*takes} - {LogisticModel} <= {*TAKING, *PLOTS, *CHECKS}
    assert len(takes) > 50
    assert not any(inspect.signature(getattr(explorers, name)).parameters for name in explorers.__all__)
