"""Checks name the mistake: every check, every mistake that can occur in it, written in several ways."""

import pytest
from attempts_at_exercises import ALMOST, ARGUMENTS, WRONG, WRONG_FOR_ANY_NUMBER, attempt, listed

from lossedu import checks

NUMBER_CHECKS = [check for check in ARGUMENTS if check.__name__ not in
                 ("check_sigmoid", "check_softmax", "check_gradient_by_logit")]  # fmt: skip


def name(value):
    return getattr(value, "__name__", str(value)).removeprefix("check_")


@pytest.mark.parametrize(("check", "slug", "expression"), listed(WRONG), ids=name)
def test_a_mistake_is_named(check, slug, expression):
    verdict = check(attempt(check, expression))
    assert (verdict.status, verdict.mistake) == ("wrong", slug)
    assert verdict.case is not None


@pytest.mark.parametrize("check", NUMBER_CHECKS, ids=name)
@pytest.mark.parametrize(("slug", "expressions"), WRONG_FOR_ANY_NUMBER.items())
def test_what_is_no_answer_at_all_is_named(check, slug, expressions):
    assert {expression: check(attempt(check, expression)).mistake for expression in expressions} == dict.fromkeys(
        expressions, slug
    )


@pytest.mark.parametrize(("check", "slug", "expression"), listed(ALMOST), ids=name)
def test_a_mistake_at_the_ends_alone_is_almost_right(check, slug, expression):
    verdict = check(attempt(check, expression))
    assert (verdict.status, verdict.mistake) == ("almost", slug)


TWO_MISTAKES_MENDED_IN_TURN = [
    (
        checks.check_binary_cross_entropy,
        [
            ("np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))", "missing-minus"),
            ("-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))", "sum-for-mean"),
            ("-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))", "nan-at-ends"),
            ("-np.mean(np.log(np.where(y == 1, p, 1 - p)))", None),
        ],
    ),
    (
        checks.check_binary_cross_entropy,
        [
            ("-np.sum(p * np.log(y + 1e-7) + (1 - p) * np.log(1 - y + 1e-7))", "arguments-swapped"),
            ("-np.sum(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))", "sum-for-mean"),
            ("-np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))", "epsilon-in-log"),
        ],
    ),
    (
        checks.check_binary_cross_entropy,
        [
            ("-np.mean(y[:, None] * np.log2(p) + (1 - y[:, None]) * np.log2(1 - p))", "shape-table"),
            ("-np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))", "wrong-log-base"),
        ],
    ),
    (
        checks.check_binary_cross_entropy,
        [
            ("round(-np.mean(y * np.log(p)), 3)", "term-missing"),
            ("round(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), 3)", "rounded"),
        ],
    ),
    (
        checks.check_squared_error,
        [
            ("np.sum(y - p)", "missing-square"),
            ("np.sum((y - p) ** 2)", "sum-for-mean"),
            ("np.mean((y - p) ** 2)", None),
        ],
    ),
    (
        checks.check_squared_error,
        [
            ("0.5 * np.mean(np.abs(write_to(y, y - p)))", "mutates-input"),
            ("0.5 * np.mean(np.abs(y - p))", "absolute-for-square"),
            ("0.5 * np.mean((y - p) ** 2)", "extra-half"),
        ],
    ),
    (
        checks.check_binary_cross_entropy_with_logits,
        [
            ("-np.sum(y * np.log(z) + (1 - y) * np.log(1 - z))", "logit-as-probability"),
            ("bce(y, s(z)) * len(y)", "sum-for-mean"),
            ("bce(y, s(z))", "nan-at-ends"),
            ("np.mean(softplus(z) - y * z)", None),
        ],
    ),
    (
        checks.check_cross_entropy,
        [
            ("-np.sum(y * np.log(soft(p)))", "activation-twice"),
            ("-np.sum(y * np.log(p))", "sum-for-mean"),
            ("-np.sum(xlogy(y, p)) / len(y)", None),
        ],
    ),
    (
        checks.check_bernoulli_log_likelihood,
        [
            ("-np.sum((1 - y) * np.log(pi) + y * np.log(1 - pi))", "labels-swapped"),
            ("-np.sum(y * np.log(pi) + (1 - y) * np.log(1 - pi))", "missing-minus"),
            ("-np.mean(y * np.log(pi) + (1 - y) * np.log(1 - pi))", "missing-minus"),
            ("np.mean(y * np.log(pi) + (1 - y) * np.log(1 - pi))", "mean-for-sum"),
            ("np.sum(y * np.log(pi) + (1 - y) * np.log(1 - pi))", "nan-at-ends"),
        ],
    ),
    (
        checks.check_gradient_by_logit,
        [("y - s(z)", "missing-minus"), ("s(z) - y", "sum-for-mean"), ("(s(z) - y) / len(y)", None)],
    ),
    (
        checks.check_softmax,
        [
            ("2 ** -z / (2 ** -z).sum(axis=1, keepdims=True)", "wrong-log-base"),
            ("np.exp(-z) / np.exp(-z).sum(axis=1, keepdims=True)", "missing-minus"),
            ("np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)", "overflow"),
            ("soft(z)", None),
        ],
    ),
    (
        checks.check_sigmoid,
        [("s(s(-z))", "activation-twice"), ("s(-z)", "missing-minus"), ("s(z)", None)],
    ),
    (
        checks.check_bernoulli_mle,
        [("np.sum(1 - y)", "labels-swapped"), ("np.sum(y)", "sum-for-mean"), ("np.mean(y)", None)],
    ),
]


@pytest.mark.parametrize(("check", "steps"), TWO_MISTAKES_MENDED_IN_TURN, ids=name)
def test_of_two_mistakes_the_first_to_mend_is_named_and_then_the_next(check, steps):
    assert [check(attempt(check, expression)).mistake for expression, _ in steps] == [slug for _, slug in steps]


@pytest.mark.parametrize("slug", checks.MISTAKES)
def test_every_mistake_of_the_table_can_be_made(slug):
    assert any(slug in mistakes for mistakes in [*WRONG.values(), *ALMOST.values()])
