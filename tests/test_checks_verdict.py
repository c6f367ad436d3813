"""What a verdict says, and how it shows: a card in JupyterLab, the same text everywhere else."""

import doctest
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import sympy
from attempts_at_exercises import ALMOST, ARGUMENTS, NAMES, WRONG, attempt, check_soft_labels, listed

from lossedu import checks
from lossedu.checks import Case, Verdict, diagnosis
from lossedu.checks.verdict import LOOKS, in_python, in_words

SLUGS = [
    "missing-minus", "labels-swapped", "arguments-swapped", "sum-for-mean", "mean-for-sum", "missing-square",
    "half-for-mean", "extra-half", "absolute-for-square", "wrong-log-base", "epsilon-in-log", "clipped",
    "term-missing", "logit-as-probability", "activation-twice", "labels-against-themselves", "shape-table",
    "nan-at-ends", "overflow", "mutates-input", "ignores-input", "wrong-axis", "not-normalised", "rounded",
    "raises", "wrong-type", "other",
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "attempt", "where"),
    [
        (checks.check_binary_cross_entropy, lambda y, p: bce(y, np.clip(p, 1e-7, 1 - 1e-7)), "ordinary predictions"),
        (
            checks.check_bernoulli_log_likelihood,
            lambda y, p: -len(y) * bce(y, np.clip(p, 1e-7, 1 - 1e-7)),
            "values of π",
        ),
    ],
)
def test_a_clipped_answer_is_called_right_for_ordinary_values_only(check, attempt, where):
    verdict = check(attempt)
    assert (verdict.status, verdict.mistake) == ("almost", "clipped")
    assert f"{where}. " in verdict.message[:45]


def bce(y, p):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def sentences(text):
    return len(re.findall(r"[.!?:](?=\s[A-Z0-9]|$)", text.replace(":", "")))


def test_the_table_holds_the_listed_mistakes():
    assert sorted(checks.MISTAKES) == sorted(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_mistake_has_a_title_an_explanation_and_a_hint(slug):
    mistake = checks.MISTAKES[slug]
    assert mistake.title
    assert mistake.explanation.endswith((".", "?"))
    assert mistake.hint.endswith((".", "?"))
    assert sentences(mistake.explanation) + sentences(mistake.hint) <= 3
    assert not re.search(r"\b(simply|obviously|just|of course)\b", " ".join(mistake))


@pytest.mark.parametrize("check", ARGUMENTS, ids=lambda check: check.__name__)
def test_a_stub_is_not_attempted(check):
    def raises(*inputs):
        raise NotImplementedError

    for stub in (lambda *inputs: ..., ..., raises):
        verdict = check(stub)
        assert (verdict.status, verdict.mistake, verdict.case) == ("not attempted", None, None)


def test_a_result_in_place_of_a_function_is_told():
    assert checks.check_sigmoid(0.5).mistake == "wrong-type"
    assert "without brackets" in checks.check_sigmoid(0.5).message


@pytest.mark.parametrize("table", [WRONG, ALMOST], ids=["wrong", "almost"])
def test_messages_are_one_to_three_sentences(table):
    long = {}
    for check, _, expression in listed(table):
        verdict = check(attempt(check, expression))
        if not 1 <= sentences(re.sub(r"with \w+Error:.*\. (?=[A-Z`])", "with an error. ", verdict.message)) <= 3:
            long[expression] = verdict.message
    assert long == {}


def test_almost_says_what_it_costs():
    verdict = checks.check_binary_cross_entropy(
        lambda y, p: -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))
    )
    assert "-1e-07" in verdict.message
    assert "16.118" in verdict.message


def test_a_wrong_answer_shows_what_went_in_what_was_expected_and_what_came():
    case = checks.check_squared_error(lambda y, p: np.sum((y - p) ** 2)).case
    y, y_hat = case.inputs["y"], case.inputs["y_hat"]
    assert case.expected == pytest.approx(np.mean((y - y_hat) ** 2))
    assert case.came == pytest.approx(np.sum((y - y_hat) ** 2))


def test_almost_shows_the_input_where_the_answer_is_farthest_off():
    case = checks.check_binary_cross_entropy(
        lambda y, p: -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))
    ).case
    assert case.expected == np.inf
    assert np.isfinite(case.came)


def test_a_constant_factor_is_told():
    assert "3 times the right one" in checks.check_squared_error(lambda y, p: 3 * np.mean((y - p) ** 2)).message


# What each attempt gets: the title, and a part of the message.
IN_WORDS = {
    check_soft_labels: {
        "-np.log(np.where(y == 1, p, 1 - p)).mean()": ("taken as 0 or 1", "between 0 and 1 is treated as 0."),
        "-sum(np.log(b if a else 1 - b) for a, b in zip(y, p)) / len(y)": ("taken as 0 or 1", "is treated as 1."),
        "exact_bce(np.round(y), p)": ("taken as 0 or 1", "is rounded to 0 or 1."),
        "-np.log1p(-np.abs(y - p)).mean()": ("Wrong for soft labels", "right for the labels 0 and 1,"),
        "exact_bce(y, p)": ("right", "soft labels and the ends among them"),
    },
    checks.check_gradient_by_logit: {
        "s(z) - y": ("The sum in place of the mean", "the slopes of the sum of the losses, and not of their mean."),
        "(s(z) - y) / 2": ("Half the sum", "what does its division do to each slope?"),
        "(1 / (1 + np.exp(z)) - y) / len(y)": ("sign is the wrong way round", "σ(−z) in place of σ(z)"),
        "np.mean(softplus(z) - y * z)": ("The cost in place of its slope", "This is the cost, one number,"),
        "np.sum(softplus(z) - y * z)": ("The cost in place of its slope", "This is the cost, one number,"),
        "softplus(z) - y * z": ("The cost in place of its slope", "the losses, and not their slopes."),
    },
    checks.check_bernoulli_log_likelihood: {
        "np.sum(y * np.log(pi) + (1 - y) * np.log(1 - pi))": ("Not a number at the ends", "Right wherever 0 < π < 1."),
        "np.log(np.prod(np.where(y == 1, pi, 1 - pi)))": ("Out of the range of numbers", "Right for small samples."),
        "sum(math.log(pi if a else 1 - pi) for a in y)": (
            "an error",
            "`math.log` stops at 0 and below, where `np.log`",
        ),
        "np.sum(np.log(y * pi))": ("Infinite", "The answer is -inf: the logarithm of 0 is taken"),
        "np.sum(np.log(-pi * y))": ("Not a number", "ln(−1)"),
        "np.prod(np.where(y == 1, pi, 1 - pi))": ("Another quantity", "This is the likelihood"),
        "np.nan_to_num(np.sum(y * np.log(pi) + (1 - y) * np.log(1 - pi)))": ("Not a number", "replaced by 0."),
        "np.sum(np.log(np.where(y == 1, pi, 1 - pi))) / sympy.Symbol('n')": ("Not the kind", "is a SymPy expression."),
        "np.log(sympy.Symbol('pi'))": ("an error", "can be a symbol of the lesson."),
        "y * sympy.Symbol('n')": ("Not the kind", "is a SymPy expression."),
    },
    checks.check_binary_cross_entropy: {
        "np.mean((y - p) ** 2)": ("Another quantity", "This is the squared error."),
        "-np.nanmean(y * np.log(p) + (1 - y) * np.log(1 - p))": (
            "Not a number at the ends",
            "more than this term is left",
        ),
        "np.nan_to_num(bce(y, p))": ("Not a number at the ends", "or replaced by 0."),
        "np.nan_to_num(exact_bce(y, p))": ("Infinity is replaced", "a huge number takes its place."),
        "np.log(p) if y == 1 else np.log(1 - p)": ("an error", "what decides for each element?"),
        "math.log(p)": ("an error", "which take a whole array?"),
        "3 * bce(y, p)": ("A factor too much", "3 times the right one"),
        "bce(y, p) / len(y)": ("Divided by a number too often", "The answer is divided by a number"),
    },
    checks.check_squared_error: {
        "np.sqrt(np.mean((y - p) ** 2))": ("Another quantity", "the root of the mean squared error."),
        "np.mean(y - p) ** 2": ("The square comes after the mean", "averaged first"),
        "np.sum((y - p) ** 2) / (len(y) - 1)": ("Divided by one too few", "N − 1"),
        "np.median((y - p) ** 2)": ("A mistake without a name", "not among the known mistakes"),
    },
    checks.check_cross_entropy: {
        "-np.log((y * p).sum())": ("Along the wrong axis", "one logarithm for all observations."),
    },
    checks.check_softmax: {
        "np.exp(z) / np.exp(z).sum(axis=1)": ("an error", "unless it has `keepdims=True`."),
    },
    checks.check_sigmoid: {
        "s(np.abs(z))": ("Right on one side of zero", "right for z ≥ 0 alone."),
        "s(z)": ("right", "On the way a power became infinite"),
        "stable_s(z)": ("right", "right to one part in a million."),
    },
    checks.check_binary_cross_entropy_with_logits: {
        "np.mean(np.maximum(z, 0) - y * z + np.log(np.exp(-np.abs(z))))": ("part of the formula is missing", "“1 +”"),
        "np.mean(softplus(-z) + y * z)": ("0 and 1 are swapped", "or the sign of the logit is wrong."),
    },
}


@pytest.mark.parametrize("check", IN_WORDS, ids=lambda check: check.__name__)
def test_the_title_and_the_message_say_what_is_the_matter(check, monkeypatch):
    monkeypatch.setitem(NAMES, "sympy", sympy)
    verdicts = {expression: check(attempt(check, expression)) for expression in IN_WORDS[check]}
    assert {
        expression: (verdict.heading(), verdict.message)
        for expression, verdict in verdicts.items()
        if not all(
            part in text
            for part, text in zip(IN_WORDS[check][expression], (verdict.heading(), verdict.message), strict=True)
        )
    } == {}


CARDS = doctest.DocTestParser().get_examples((Path(__file__).parent / "cards.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.source.strip())
def test_a_check_says_what_is_on_its_card_word_for_word(card):
    names = NAMES | {check.__name__: check for check in ARGUMENTS} | {"sympy": sympy}
    assert f"{eval(card.source, names)!r}\n" == card.want


def test_an_endless_function_is_named_so(monkeypatch):
    monkeypatch.setattr(diagnosis, "SECONDS", 0.2)
    assert repr(checks.check_sigmoid(lambda z: [0 for _ in itertools.count()])) == (
        "✗ wrong: It does not come to an end  [other]\n"
        "Your function ran for 0.2 seconds and was stopped. Does each of its loops come to an end?\n"
        "input     z = np.array([0.5, -1.2, 2, -0.3])\n"
        "expected  [0.62246, 0.23148, 0.8808, 0.42556]\n"
        "came      nothing yet"
    )


def test_a_power_that_stays_finite_is_not_said_to_be_infinite():
    assert "power" not in checks.check_sigmoid(lambda z: 0.5 + 0.5 * np.tanh(z / 2)).message


@pytest.mark.parametrize("table", [WRONG, ALMOST], ids=["wrong", "almost"])
def test_the_input_that_is_shown_can_be_copied_into_python(table):
    for check, _, expression in listed(table):
        case, copied = check(attempt(check, expression)).case, {"np": np}
        exec(dict(case.rows())["input"], copied)
        assert all(np.array_equal(copied[name], value) for name, value in case.inputs.items())


CARD = Verdict(
    "wrong",
    "raises",
    "It says <b>no</b> & stops, at `a < b`.",
    Case(
        {"y": np.array([1.0, 0.0]), "y_hat": np.array([0.1 + 0.2, 1e-300])},
        np.inf,
        "Error: <script>alert('x')</script>",
    ),
)


def test_the_text_is_the_same_whatever_the_print_options_are():
    with np.printoptions(precision=2, sign="+", threshold=1):
        assert repr(CARD) == (
            "✗ wrong: It stops with an error  [raises]\n"
            "It says <b>no</b> & stops, at `a < b`.\n"
            "input     y = np.array([1, 0]); y_hat = np.array([0.3, 1e-300])\n"
            "expected  inf\n"
            "came      Error: <script>alert('x')</script>"
        )


def test_the_text_names_no_memory_address():
    def raising(z):
        raise ValueError(f"{object()} is not a number")

    assert not re.search(r"0x[0-9a-f]", repr(checks.check_sigmoid(raising)))


def test_an_error_that_ends_in_a_full_stop_gets_no_second_one():
    def raising(z):
        raise ValueError("there is no label X.")

    assert "with ValueError: there is no label X. Call" in checks.check_sigmoid(raising).message


def test_long_inputs_are_shown_short():
    shown = repr(checks.check_bernoulli_log_likelihood(lambda y, pi: np.log(np.prod(np.where(y == 1, pi, 1 - pi)))))
    assert "y = np.repeat([1, 0], [1050, 450]); pi = 0.7\n" in shown
    assert len(shown) < 600


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1e-300, "1e-300"),
        (1 - 1e-6, "0.999999"),
        (np.ones(12), f"np.array([{', '.join(['1'] * 12)}])"),
        (np.ones(13), "np.repeat([1], [13])"),
        (np.repeat([1, 0, 0.5, 1], [5, 1, 6, 2]), "np.repeat([1, 0, 0.5, 1], [5, 1, 6, 2])"),
        (np.array([[1, 0], [0.25, 0.75]]), "np.array([[1, 0], [0.25, 0.75]])"),
    ],
)
def test_an_input_is_written_so_that_python_reads_it(value, text):
    assert in_python(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a list", "a list"),
        (-0.0, "0"),
        (123456.0, "1.2346e+05"),
        (-np.inf, "-inf"),
        (np.nan, "nan"),
        (np.ones(12), f"[{', '.join(['1'] * 12)}]"),
        (np.ones(13), f"[{', '.join(['1'] * 12)}, …] (13 values)"),
        (np.array([[1, 0], [0.25, 0.75]]), "[[1, 0], [0.25, 0.75]]"),
    ],
)
def test_an_answer_is_written_in_five_digits_and_in_twelve_values_at_most(value, text):
    assert in_words(value) == text


def test_long_answers_are_cut():
    case = Case({"y": np.ones(20)}, np.zeros(20), np.arange(20.0))
    assert "came      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …] (20 values)" in repr(case)


class Page(HTMLParser):
    """The tags and the text of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text, self.open = [], "", []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_code_in_a_message_is_code_on_the_card():
    assert "stops, at <code>a &lt; b</code>.</div>" in CARD._repr_html_()


def test_the_card_is_the_same_text_in_a_frame():
    assert CARD._repr_html_() == (
        '<div role="note" style="border: 1px solid #D55E00; border-left-width: 6px; border-radius: 4px; '
        'padding: 0.5em 0.9em; max-width: 46em">'
        "<div><strong>✗ wrong: It stops with an error</strong> <code>raises</code></div>"
        "<div>It says &lt;b&gt;no&lt;/b&gt; &amp; stops, at <code>a &lt; b</code>.</div>"
        "<div>input: <code>y = np.array([1, 0]); y_hat = np.array([0.3, 1e-300])</code></div>"
        "<div>expected: <code>inf</code></div>"
        "<div>came: <code>Error: &lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;</code></div></div>"
    )


def test_the_card_holds_text_and_never_markup():
    page = Page(CARD._repr_html_())
    assert set(page.tags) == {"div", "strong", "code"}
    assert page.open == []
    assert "It says <b>no</b> & stops, at a < b." in page.text
    assert "Error: <script>alert('x')</script>" in page.text


@pytest.mark.parametrize("status", LOOKS)
def test_a_card_says_its_status_in_a_sign_and_a_word_beside_its_colour(status):
    sign, colour = LOOKS[status]
    html = Verdict(status, None, "A message.")._repr_html_()
    assert Page(html).text == f"{sign} {status}A message."
    assert colour in html


def test_a_card_leaves_the_colour_of_the_text_to_the_theme():
    properties = re.findall(r"([\w-]+):", re.search(r'style="([^"]*)"', CARD._repr_html_())[1])
    assert "color" not in properties
    assert "background" not in properties


def test_signs_and_colours_differ_from_status_to_status():
    signs, colours = zip(*LOOKS.values(), strict=True)
    assert len(set(signs)) == len(set(colours)) == 4
