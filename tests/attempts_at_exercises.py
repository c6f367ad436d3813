"""Attempts as learners write them, each an expression in the names that its exercise gives it."""

import fractions
import math
import statistics

import numpy as np
import scipy.special
import scipy.stats

import lossedu
from lossedu import checks


def check_soft_labels(attempt):
    return checks.check_binary_cross_entropy(attempt, soft_labels=True)


ARGUMENTS = {
    checks.check_sigmoid: "z",
    checks.check_softmax: "z",
    checks.check_squared_error: "y, p",
    checks.check_binary_cross_entropy: "y, p",
    checks.check_binary_cross_entropy_with_logits: "y, z",
    checks.check_cross_entropy: "y, p",
    checks.check_bernoulli_log_likelihood: "y, pi",
    checks.check_bernoulli_mle: "y",
    checks.check_gradient_by_logit: "y, z",
    check_soft_labels: "y, p",
}


def xlog(a, b):
    return scipy.special.xlogy(a, b)


def s(z):
    return 1 / (1 + np.exp(-z))


def stable_s(z):
    return scipy.special.expit(z)


def softplus(z):
    return np.logaddexp(0, z)


def bce(y, p):
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


def exact_bce(y, p):
    return -(xlog(y, p) + xlog(1 - y, 1 - p)).mean()


def e(z):
    return np.exp(z - z.max(axis=1, keepdims=True))


def soft(z):
    return e(z) / e(z).sum(axis=1, keepdims=True)


def write_to(array, value):
    array[...] = value
    return array


def softmax_of_two(z):
    return scipy.special.softmax(np.stack([z * 0, z]), axis=0)[1]


NAMES = {
    **{module.__name__: module for module in (fractions, lossedu, math, np, scipy, statistics)},
    **{
        function.__name__: function
        for function in (bce, e, exact_bce, s, soft, softmax_of_two, softplus, stable_s, write_to)
    },
    "np": np,
    "xlogy": xlog,
    "grid": np.linspace(0.01, 0.99, 99),
}


def attempt(check, expression):
    """Return the function that a learner wrote, from its expression."""
    return eval(f"lambda {ARGUMENTS[check]}: {expression}", NAMES.copy())


def listed(table):
    """Yield (check, slug, expression) from a table of checks, slugs and expressions."""
    return [(check, slug, text) for check, slugs in table.items() for slug, texts in slugs.items() for text in texts]


WRONG_FOR_ANY_NUMBER = {
    "raises": ["undefined_name", "1 / 0", "np.log('ŷ')"],
    "ignores-input": ["0.5", "7", "np.float64(0.25)", "0.0"],
    "wrong-type": ["None", "'0.3'", "[0.3]", "(0.1, 0.2)", "{}", "True", "0.3 + 0j", "np.array(['a'])", "lambda: 1"],
}

WRONG = {
    checks.check_sigmoid: {
        "missing-minus": [
            "1 / (1 + np.exp(z))",
            "np.exp(-z) / (1 + np.exp(-z))",
            "1 - stable_s(z)",
            "1 / (1 - np.exp(-z))",
        ],
        "term-missing": ["1 / np.exp(-z)", "np.exp(z)"],
        "activation-twice": ["s(s(z))", "1 / (1 + np.exp(-(1 / (1 + np.exp(-z)))))"],
        "wrong-log-base": ["1 / (1 + 2 ** -z)", "1 / (1 + 10 ** -z)"],
        "extra-half": ["s(z) / 2", "0.5 / (1 + np.exp(-z))"],
        "rounded": ["np.round(s(z), 2)", "s(z).round(4)", "(z > 0) * 1.0", "np.round(s(z))"],
        "mutates-input": ["1 / (1 + np.exp(write_to(z, -z)))", "np.exp(z, out=z) / (1 + z)"],
        "ignores-input": ["np.full(z.shape, 0.5)", "z * 0 + 0.62", "np.zeros_like(z)", "np.full(len(z), s(z[0]))"],
        "wrong-type": [
            "[1 / (1 + math.exp(-v)) for v in z]",
            "None",
            "'σ'",
            "s(z).mean()",
            "s(z).tolist()",
            "s(z)[:, None]",
            "z > 0",
        ],
        "raises": ["1 / (1 + exp(-z))", "1 / 0", "z.sigmoid()"],
        "other": [
            "1 / 1 + np.exp(-z)",
            "np.tanh(z)",
            "s(z) * (1 - s(z))",
            "np.maximum(z, 0)",
            "z",
            "s(np.abs(z))",
            "np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))",
        ],
    },
    checks.check_softmax: {
        "wrong-axis": [
            "np.exp(z) / np.exp(z).sum(axis=0)",
            "np.exp(z) / np.exp(z).sum()",
            "np.exp(z - z.max()) / np.sum(np.exp(z - z.max()))",
            "e(z) / e(z).sum(0, keepdims=True)",
            "soft(z.T).T",
            "soft(z - z.max(axis=0))",
        ],
        "not-normalised": [
            "np.exp(z)",
            "e(z)",
            "s(z)",
            "e(z) / e(z).mean(axis=1, keepdims=True)",
            "np.exp(z - z.max())",
        ],
        "activation-twice": ["soft(soft(z))", "soft(np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True))"],
        "missing-minus": ["soft(-z)", "np.exp(-z) / np.exp(-z).sum(axis=1, keepdims=True)"],
        "wrong-log-base": [
            "2 ** z / (2 ** z).sum(axis=1, keepdims=True)",
            "10 ** z / (10 ** z).sum(axis=1, keepdims=True)",
        ],
        "term-missing": ["np.exp(z) / (np.exp(z).sum(axis=1, keepdims=True) - np.exp(z))", "soft(z) / (1 - soft(z))"],
        "rounded": ["soft(z).round(3)", "np.round(soft(z), 1)"],
        "mutates-input": [
            "soft(write_to(z, z - z.max(axis=1, keepdims=True)))",
            "np.exp(z, out=z) / z.sum(axis=1, keepdims=True)",
        ],
        "ignores-input": ["np.ones_like(z) / z.shape[1]", "np.full(z.shape, 0.2)"],
        "wrong-type": [
            "soft(z).tolist()",
            "[list(row) for row in soft(z)]",
            "soft(z).sum()",
            "soft(z).argmax(axis=1)",
            "None",
            "'p'",
        ],
        "raises": ["np.exp(z) / np.exp(z).sum(axis=1)", "math.exp(z)", "softmax(z)"],
        "other": ["np.log(soft(z))", "z / z.sum(axis=1, keepdims=True)"],
    },
    checks.check_squared_error: {
        "missing-square": [
            "np.mean(y - p)",
            "abs(np.mean(y - p))",
            "np.sum(y - p)",
            "(p - y).mean()",
            "sum(a - b for a, b in zip(y, p)) / len(y)",
        ],
        "absolute-for-square": ["np.mean(np.abs(y - p))", "np.linalg.norm(y - p, 1) / y.size"],
        "sum-for-mean": ["np.sum((y - p) ** 2)", "(y - p) @ (y - p)", "sum((a - b) ** 2 for a, b in zip(y, p))"],
        "half-for-mean": ["0.5 * np.sum((y - p) ** 2)", "((p - y) ** 2).sum() / 2"],
        "extra-half": [
            "np.mean((y - p) ** 2) / 2",
            "np.sum((y - p) ** 2) / (2 * len(y))",
            "0.5 * np.square(y - p).mean()",
        ],
        "mean-for-sum": ["np.mean((y - p) ** 2) / len(y)", "np.sum((y - p) ** 2) / len(y) ** 2"],
        "missing-minus": ["-np.mean((y - p) ** 2)", "np.mean((y + p) ** 2)"],
        "labels-against-themselves": [
            "np.mean((y - y) ** 2)",
            "np.sum((y - y.reshape(y.shape)) ** 2) / len(y)",
            "np.mean((p - p) ** 2)",
        ],
        "shape-table": [
            "np.mean((y - p.reshape(-1, 1)) ** 2)",
            "np.mean((y[:, None] - p) ** 2)",
            "np.square(np.subtract.outer(y, p)).mean()",
        ],
        "rounded": [
            "round(np.mean((y - p) ** 2), 2)",
            "np.round(np.mean((y - p) ** 2), 3)",
            "np.mean((y - p) ** 2).round(1)",
        ],
        "mutates-input": ["np.mean(write_to(p, p - y) ** 2)", "np.mean(np.subtract(y, p, out=y) ** 2)"],
        "ignores-input": [
            "0.0",
            "3.75",
            "np.mean(y ** 2)",
            "np.mean(p ** 2)",
            "(y[0] - p[0]) ** 2",
            "np.mean((y[:-1] - p[:-1]) ** 2)",
            "np.mean((y[1:] - p[1:]) ** 2)",
            "np.sum((y - p) ** 2) / 4",
        ],
        "wrong-type": [
            "(y - p) ** 2",
            "[(a - b) ** 2 for a, b in zip(y, p)]",
            "None",
            "str(np.mean((y - p) ** 2))",
            "np.mean((y - p) ** 2) > 0",
        ],
        "raises": ["np.mean((y - yhat) ** 2)", "mean_squared_error(y, p)", "y[99]"],
        "other": [
            "np.sqrt(np.mean((y - p) ** 2))",
            "np.mean(y - p) ** 2",
            "np.sum((y - p) ** 2) / (len(y) - 1)",
            "np.max((y - p) ** 2)",
            "np.median((y - p) ** 2)",
            "np.mean((y - p) ** 4)",
            "np.mean(y - p ** 2)",
            "np.sqrt(np.sum((y - p) ** 2))",
            "np.sum(y - p) ** 2 / len(y)",
            "3 * np.mean((y - p) ** 2)",
        ],
    },
    checks.check_binary_cross_entropy: {
        "missing-minus": [
            "-bce(y, p)",
            "np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))",
            "np.log(np.where(y == 1, p, 1 - p)).mean()",
            "-np.mean(y * np.log(p)) + np.mean((1 - y) * np.log(1 - p))",
            "np.mean(y * np.log(p) - (1 - y) * np.log(1 - p))",
        ],
        "labels-swapped": [
            "bce(1 - y, p)",
            "-np.mean((1 - y) * np.log(p) + y * np.log(1 - p))",
            "-np.log(np.where(y == 0, p, 1 - p)).mean()",
            "bce(y, 1 - p)",
        ],
        "arguments-swapped": [
            "bce(p, y)",
            "-np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))",
            "bce(p, np.clip(y, 1e-15, 1 - 1e-15))",
            "-np.mean(p * np.log(y + 1e-7) + (1 - p) * np.log(1 - y + 1e-7))",
            "exact_bce(p, y)",
        ],
        "sum-for-mean": [
            "bce(y, p) * len(y)",
            "-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))",
            "-np.sum(y * np.log(p + 1e-3) + (1 - y) * np.log(1 - p + 1e-3))",
            "-sum(math.log(b if a else 1 - b) for a, b in zip(y, p))",
        ],
        "half-for-mean": ["-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / 2", "bce(y, p) * y.size * 0.5"],
        "extra-half": ["bce(y, p) / 2", "-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / (2 * len(y))"],
        "mean-for-sum": ["bce(y, p) / len(y)", "-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) / y.shape[0]"],
        "wrong-log-base": [
            "-np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))",
            "-np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p))",
            "sum(-math.log(b if a else 1 - b, 2) for a, b in zip(y, p)) / len(y)",
        ],
        "term-missing": [
            "-np.mean(y * np.log(p))",
            "-np.mean((1 - y) * np.log(1 - p))",
            "-np.mean(y * np.log(p) + (1 - y) * np.log(p))",
            "-np.mean(y * np.log(p) + y * np.log(1 - p))",
            "-np.sum(np.log(p[y == 1])) / len(y)",
            "-np.mean(np.log(p) + np.log(1 - p))",
            "-np.log(p).sum()",
        ],
        "activation-twice": [
            "bce(y, s(p))",
            "-np.mean(y * np.log(1 / (1 + np.exp(-p))) + (1 - y) * np.log(1 - 1 / (1 + np.exp(-p))))",
            "np.mean(softplus(p) - y * p)",
        ],
        "labels-against-themselves": [
            "bce(y, y)",
            "exact_bce(y, y)",
            "bce(y, np.clip(y, 1e-7, 1 - 1e-7))",
            "bce(p, p)",
            "-np.mean(y * np.log(y + 1e-15) + (1 - y) * np.log(1 - y + 1e-15))",
        ],
        "shape-table": [
            "bce(y[:, None], p)",
            "-np.mean(y * np.log(p.reshape(-1, 1)) + (1 - y) * np.log(1 - p.reshape(-1, 1)))",
            "exact_bce(y, p[:, None])",
        ],
        "rounded": [
            "round(bce(y, p), 2)",
            "np.round(bce(y, p), 4)",
            "exact_bce(y, p).round(1)",
            "float(f'{bce(y, p):.3f}')",
        ],
        "mutates-input": [
            "bce(y, np.clip(p, 1e-15, 1 - 1e-15, out=p))",
            "bce(y, write_to(p, p + 1e-9))",
            "exact_bce(write_to(y, 1 - y), 1 - p)",
        ],
        "ignores-input": [
            "0.2284",
            "0",
            "y.mean()",
            "-np.log(p[0])",
            "bce(y[:2], p[:2])",
            "bce(y[:-1], p[:-1])",
            "-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / 3",
        ],
        "wrong-type": [
            "-(y * np.log(p) + (1 - y) * np.log(1 - p))",
            "[bce(y, p)]",
            "None",
            "f'{bce(y, p)}'",
            "-np.log(np.where(y == 1, p, 1 - p))",
        ],
        "raises": ["math.log(p)", "bce(y)", "-np.mean(y * log(p))", "y.log()", "[-math.log(b) for b in p][99]"],
        "other": [
            "np.mean((y - p) ** 2)",
            "np.mean(np.abs(y - p))",
            "np.mean((p > 0.5) == y)",
            "np.nan",
            "np.mean(np.log(y * p))",
            "np.exp(bce(y, p))",
            "2 * bce(y, p)",
            "bce(y, p) + 0.1 * np.sum(p ** 2)",
            "np.sum((y - p) ** 2)",
            "-np.median(y * np.log(p) + (1 - y) * np.log(1 - p))",
        ],
        "clipped": ["bce(y, np.clip(p, 0.1, 0.9))", "-np.log(np.clip(np.where(y == 1, p, 1 - p), 0.2, 1)).mean()"],
        "epsilon-in-log": [
            "-np.mean(y * np.log(p + 0.01) + (1 - y) * np.log(1 - p + 0.01))",
            "-np.mean(np.log(np.where(y == 1, p, 1 - p) + 0.1))",
        ],
    },
    checks.check_binary_cross_entropy_with_logits: {
        "logit-as-probability": [
            "bce(y, z)",
            "-np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))",
            "bce(y, np.clip(z, 1e-15, 1 - 1e-15))",
            "-np.mean(y * np.log(np.maximum(z, 1e-9)) + (1 - y) * np.log(np.maximum(1 - z, 1e-9)))",
        ],
        "activation-twice": ["bce(y, s(s(z)))", "np.mean(softplus(s(z)) - y * s(z))"],
        "term-missing": [
            "np.mean(softplus(z))",
            "np.mean(-y * z)",
            "-np.mean(y * np.log(s(z)))",
            "-np.mean((1 - y) * np.log(1 - s(z)))",
            "np.mean(np.maximum(z, 0) - y * z)",
            "np.mean(np.log1p(np.exp(-np.abs(z))) - y * z)",
            "np.mean(np.maximum(z, 0) - y * z + np.log(np.exp(-np.abs(z))))",
            "np.mean(np.maximum(z, 0) - y * z + np.exp(-np.abs(z)))",
            "np.mean(np.maximum(z, 0) - y + np.log1p(np.exp(-np.abs(z))))",
        ],
        "missing-minus": [
            "np.mean(np.maximum(z, 0) - y * z - np.log1p(np.exp(-np.abs(z))))",
            "np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(np.abs(z))))",
            "-bce(y, s(z))",
            "np.mean(softplus(z) + y * z)",
            "np.mean(y * z - softplus(z))",
        ],
        "labels-swapped": ["bce(1 - y, s(z))", "np.mean(softplus(z) - (1 - y) * z)", "np.mean(softplus(-z) + y * z)"],
        "arguments-swapped": ["bce(z, s(y))", "np.mean(softplus(y) - z * y)"],
        "sum-for-mean": ["np.sum(softplus(z) - y * z)", "bce(y, s(z)) * len(y)"],
        "half-for-mean": ["np.sum(softplus(z) - y * z) / 2", "bce(y, s(z)) * len(y) / 2"],
        "extra-half": ["np.mean(softplus(z) - y * z) / 2", "bce(y, s(z)) / 2"],
        "mean-for-sum": ["np.mean(softplus(z) - y * z) / len(y)", "bce(y, s(z)) / y.size"],
        "wrong-log-base": [
            "-np.mean(y * np.log2(s(z)) + (1 - y) * np.log2(1 - s(z)))",
            "np.mean(softplus(z) - y * z) / math.log(10)",
        ],
        "labels-against-themselves": ["np.mean(softplus(y) - y * y)", "bce(y, s(y))", "np.mean(softplus(z) - z * z)"],
        "shape-table": ["np.mean(softplus(z) - y[:, None] * z)", "bce(y, s(z.reshape(-1, 1)))"],
        "rounded": ["round(np.mean(softplus(z) - y * z), 3)", "np.round(bce(y, s(z)), 1)"],
        "mutates-input": ["bce(y, write_to(z, s(z)))", "np.mean(np.logaddexp(0, z, out=z))"],
        "ignores-input": ["0.5", "np.log(2)", "np.mean(y)", "np.mean(softplus(z[:-1]) - y[:-1] * z[:-1])"],
        "wrong-type": ["softplus(z) - y * z", "None", "[0.1]", "'J'"],
        "raises": ["np.mean(softplus(logits))", "math.log1p(math.exp(z))", "1 / 0"],
        "other": [
            "np.mean((s(z) - y) ** 2)",
            "np.mean((z - y) ** 2)",
            "np.mean(np.maximum(0, 1 - (2 * y - 1) * z))",
            "np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-z)))",
            "np.mean(np.max(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))",
        ],
    },
    checks.check_cross_entropy: {
        "missing-minus": ["np.sum(y * np.log(p)) / len(y)", "np.mean(np.log(np.sum(y * p, axis=1)))"],
        "sum-for-mean": [
            "-np.sum(y * np.log(p))",
            "-np.log(p[y == 1]).sum()",
            "-sum(math.log(b[a.argmax()]) for a, b in zip(y, p))",
        ],
        "mean-for-sum": [
            "-np.mean(y * np.log(p))",
            "-np.log((y * p).mean(axis=1)).mean()",
            "-np.mean(np.mean(y * np.log(p), axis=1))",
            "-np.log(p[y == 1]).mean() / len(y)",
        ],
        "wrong-axis": [
            "-np.log((y * p).sum())",
            "-np.log((y * p).sum()) / len(y)",
            "-np.sum(y * np.log(p)) / y.shape[1]",
            "-np.sum(y * np.log(p), axis=0).mean()",
        ],
        "half-for-mean": ["-np.sum(y * np.log(p)) / 2", "-0.5 * np.log(p[y == 1]).sum()"],
        "extra-half": ["-np.sum(y * np.log(p)) / len(y) / 2", "-np.log(p[y == 1]).mean() / 2"],
        "wrong-log-base": ["-np.sum(y * np.log2(p)) / len(y)", "-np.log10(p[y == 1]).mean()"],
        "labels-swapped": ["-np.sum((1 - y) * np.log(p)) / len(y)", "-np.sum(y * np.log(1 - p)) / len(y)"],
        "arguments-swapped": ["-np.sum(p * np.log(y)) / len(y)", "-np.sum(p * np.log(y + 1e-9)) / len(y)"],
        "activation-twice": ["-np.sum(y * np.log(soft(p))) / len(y)", "-np.log(soft(p)[y == 1]).mean()"],
        "term-missing": ["-np.sum(np.log(p)) / len(y)", "-np.log(p).sum(axis=1).mean()"],
        "labels-against-themselves": [
            "-np.sum(y * np.log(y)) / len(y)",
            "-np.sum(xlogy(y, y)) / len(y)",
            "-np.sum(y * np.log(y + 1e-7)) / len(y)",
            "-np.sum(p * np.log(p)) / len(y)",
        ],
        "shape-table": ["-np.mean(y @ np.log(p).T)", "-np.mean(np.sum(y[:, None] * np.log(p), axis=-1))"],
        "rounded": ["round(-np.sum(y * np.log(p)) / len(y), 2)", "np.round(-np.log(p[y == 1]).mean(), 4)"],
        "mutates-input": [
            "-np.sum(y * np.log(write_to(p, p + 1e-12))) / len(y)",
            "-np.sum(np.multiply(y, np.log(p), out=y)) / len(p)",
        ],
        "ignores-input": [
            "1.1",
            "y.mean()",
            "-np.log(p[:, 0]).mean()",
            "-np.log(p.max(axis=1)).mean()",
            "-np.log(p[0][y[0] == 1])[0]",
        ],
        "wrong-type": [
            "-np.sum(y * np.log(p), axis=1)",
            "-y * np.log(p)",
            "None",
            "[1.0]",
            "(-y * np.log(p)).tolist()",
        ],
        "raises": ["-np.sum(t * np.log(p))", "-np.mean(np.dot(y, np.log(p)))", "y.foo"],
        "other": [
            "np.mean((y - p) ** 2)",
            "np.sum((y - p) ** 2) / len(y)",
            "-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(y)",
            "np.mean(p.argmax(axis=1) == y.argmax(axis=1))",
        ],
    },
    checks.check_bernoulli_log_likelihood: {
        "missing-minus": [
            "-np.sum(np.where(y == 1, np.log(pi), np.log(1 - pi)))",
            "-(y * np.log(pi) + (1 - y) * np.log(1 - pi)).sum()",
            "np.sum(y * np.log(pi) - (1 - y) * np.log(1 - pi))",
        ],
        "mean-for-sum": [
            "np.mean(y * np.log(pi) + (1 - y) * np.log(1 - pi))",
            "sum(math.log(pi if a else 1 - pi) for a in y) / len(y)",
        ],
        "labels-swapped": [
            "np.sum((1 - y) * np.log(pi) + y * np.log(1 - pi))",
            "np.sum(np.log(np.where(y == 0, pi, 1 - pi)))",
        ],
        "term-missing": [
            "y.sum() * np.log(pi)",
            "np.sum((1 - y) * np.log(1 - pi))",
            "np.sum(y * np.log(pi) + (1 - y) * np.log(pi))",
            "np.sum(y * np.log(pi) + y * np.log(1 - pi))",
        ],
        "wrong-log-base": [
            "np.sum(np.log2(np.where(y == 1, pi, 1 - pi)))",
            "sum(math.log10(pi if a else 1 - pi) for a in y)",
        ],
        "extra-half": [
            "np.sum(np.log(np.where(y == 1, pi, 1 - pi))) / 2",
            "0.5 * sum(math.log(pi if a else 1 - pi) for a in y)",
        ],
        "activation-twice": [
            "np.sum(y * np.log(s(pi)) + (1 - y) * np.log(1 - s(pi)))",
            "np.sum(y * pi - softplus(pi))",
        ],
        "arguments-swapped": [
            "sum(math.log(y if a else 1 - y) for a in pi)",
            "(pi * np.log(y)).sum() + (1 - pi).sum() * math.log(1 - y)",
        ],
        "rounded": [
            "round(np.sum(np.log(np.where(y == 1, pi, 1 - pi))), 2)",
            "float(f'{np.log(np.where(y == 1, pi, 1 - pi)).sum():.1f}')",
        ],
        "mutates-input": [
            "np.log(write_to(y, np.where(y == 1, pi, 1 - pi))).sum()",
            "np.multiply(y, np.log(pi), out=y).sum()",
        ],
        "ignores-input": [
            "-2.5",
            "len(y) * np.log(0.5)",
            "bce(y, y.mean() * 0.9 + 0.05)",
            "np.log(np.where(y[:-1] == 1, pi, 1 - pi)).sum()",
        ],
        "wrong-type": ["y * np.log(pi) + (1 - y) * np.log(1 - pi)", "None", "[-2.5]", "str(pi)"],
        "raises": ["sum(math.log(p) for p in pi)", "np.sum(y * log(pi))", "pi[0]"],
        "other": [
            "np.prod(np.where(y == 1, pi, 1 - pi))",
            "pi ** y.sum() * (1 - pi) ** (1 - y).sum()",
            "np.sum(y - pi)",
        ],
    },
    checks.check_bernoulli_mle: {
        "sum-for-mean": ["y.sum()", "sum(y)", "np.count_nonzero(y)"],
        "labels-swapped": ["1 - y.mean()", "np.mean(y == 0)", "(len(y) - sum(y)) / len(y)"],
        "missing-minus": [
            "-y.mean()",
            "grid[np.argmin([np.prod(np.where(y == 1, q, 1 - q)) for q in grid])]",
            "min((0, 1), key=lambda q: np.prod(np.where(y == 1, q, 1 - q)) + abs(q - (y.mean() < 0.5)))",
        ],
        "half-for-mean": ["y.sum() / 2", "sum(y) * 0.5"],
        "extra-half": ["y.mean() / 2", "y.sum() / (2 * len(y))"],
        "mean-for-sum": ["y.mean() / len(y)", "y.sum() / len(y) ** 2"],
        "rounded": [
            "round(y.mean(), 1)",
            "round(y.mean(), 3)",
            "np.round(y.mean())",
            "np.linspace(0, 1, 101)[np.argmin(abs(np.linspace(0, 1, 101) - y.mean()))]",
        ],
        "mutates-input": ["write_to(y, y / len(y)).sum()", "(y.sort(), y.mean())[1]"],
        "ignores-input": ["0.5", "0.7", "y[0]", "y[:-1].mean()", "y.sum() / 7"],
        "wrong-type": ["y", "None", "[y.mean()]", "'k / n'", "True"],
        "raises": ["y.mean(2)", "k / n", "y[100]"],
        "other": [
            "(y.sum() + 1) / (len(y) + 2)",
            "y.sum() / (len(y) - 1)",
            "y.sum() / (len(y) - y.sum())",
            "len(y) / y.sum()",
            "y.std()",
        ],
    },
    checks.check_gradient_by_logit: {
        "missing-minus": [
            "(s(-z) - y) / len(y)",
            "1 / (1 + np.exp(z)) - y",
            "(y - s(z)) / len(y)",
            "-(s(z) - y) / y.size",
            "(s(z) + y) / len(y)",
        ],
        "sum-for-mean": ["s(z) - y", "(1 - y) * s(z) - y * s(-z)", "-y * (1 - s(z)) + (1 - y) * s(z)"],
        "half-for-mean": ["(s(z) - y) / 2", "0.5 * (stable_s(z) - y)"],
        "extra-half": ["(s(z) - y) / (2 * len(y))", "(s(z) - y) / len(y) / 2"],
        "mean-for-sum": ["(s(z) - y) / len(y) ** 2", "(s(z) - y) / len(y) / len(y)"],
        "labels-swapped": ["(s(z) - (1 - y)) / len(y)", "(s(z) + y - 1) / y.size"],
        "arguments-swapped": ["(s(y) - z) / len(y)", "(stable_s(y) - z) / z.shape[0]"],
        "logit-as-probability": ["(z - y) / len(y)", "-(y - z) / z.size"],
        "activation-twice": ["(s(s(z)) - y) / len(y)", "(s(z) - y) * s(z) * (1 - s(z)) / len(y)"],
        "term-missing": [
            "s(z) / len(y)",
            "-y / len(y)",
            "(s(z) - y) / (s(z) * (1 - s(z))) / len(y)",
            "(-y / s(z) + (1 - y) / (1 - s(z))) / len(y)",
            "-y * (1 - s(z)) / len(y)",
            "(1 - y) * s(z) / len(y)",
        ],
        "labels-against-themselves": ["(s(y) - y) / len(y)", "(stable_s(y) - y.copy()) / y.size"],
        "shape-table": [
            "(s(z) - y[:, None]) / len(y)",
            "(s(z)[:, None] - y) / len(y)",
            "(s(z) - y[:, None]).mean(axis=0) / len(y)",
            "(s(z)[:, None] - y).sum(axis=1) / len(y)",
        ],
        "rounded": ["((s(z) - y) / len(y)).round(3)", "np.round((s(z) - y) / len(y), 1)"],
        "mutates-input": [
            "write_to(z, (s(z) - y) / len(y))",
            "np.subtract(s(z), y, out=y) / len(y)",
        ],
        "ignores-input": ["np.zeros_like(z)", "np.full(z.shape, 0.1)", "z * 0"],
        "wrong-type": [
            "np.mean(s(z) - y)",
            "np.mean(softplus(z) - y * z)",
            "bce(y, s(z)) * len(y)",
            "((s(z) - y) / len(y)).tolist()",
            "None",
            "[0.1] * len(y)",
            "((s(z) - y) / len(y))[:, None]",
        ],
        "raises": ["(sigmoid(z) - y) / len(y)", "(math.exp(z) - y) / len(y)", "y / 'n'"],
        "other": [
            "2 * (s(z) - y) * s(z) * (1 - s(z)) / len(y)",
            "2 * (s(z) - y) / len(y)",
            "np.sign(z - y)",
            "softplus(z) - y * z",
            "-np.log(np.where(y == 1, s(z), 1 - s(z)))",
        ],
    },
    check_soft_labels: {
        "ignores-input": [
            "-np.mean(np.log(np.where(y == 1, p, 1 - p)))",
            "-np.sum(np.log(np.where(y == 1, p, 1 - p)))",
            "-np.log(np.choose(y.astype(int), [1 - p, p])).mean()",
            "-sum(np.log(b) if a else np.log(1 - b) for a, b in zip(y, p)) / len(y)",
            "np.where(y > 0.5, -np.log(p), -np.log(1 - p)).mean()",
            "exact_bce(np.round(y), p)",
            "-np.log(np.where(y == 1, p, 1 - p).clip(1e-3)).mean()",
            "0.4",
        ],
        "term-missing": [
            "-np.mean(y * np.log(p))",
            "-np.mean((1 - y) * np.log(1 - p))",
            "np.where(y == 1, -y * np.log(p), -(1 - y) * np.log(1 - p)).mean()",
            "np.where(y == 0, -(1 - y) * np.log(1 - p), -y * np.log(p)).mean()",
            "np.where(y >= 0.5, -y * np.log(p), -(1 - y) * np.log(1 - p)).mean()",
            "-(np.log(p[y == 1]).sum() + np.log(1 - p[y == 0]).sum()) / len(y)",
        ],
        "missing-minus": ["-bce(y, p)", "np.mean((1 - y) * np.log(1 - p) - y * np.log(p))"],
        "sum-for-mean": ["bce(y, p) * len(y)", "-np.sum(xlogy(y, p) + xlogy(1 - y, 1 - p))"],
        "labels-swapped": ["bce(1 - y, p)", "bce(y, 1 - p)"],
        "arguments-swapped": ["exact_bce(p, y)", "bce(p, np.clip(y, 1e-15, 1 - 1e-15))"],
        "labels-against-themselves": ["bce(y, y)", "exact_bce(y, y)", "exact_bce(p, p)"],
        "wrong-log-base": ["bce(y, p) / np.log(2)", "bce(y, p) / math.log(10)"],
        "shape-table": ["bce(y[:, None], p)", "exact_bce(y, p[:, None])"],
        "activation-twice": ["bce(y, s(p))", "np.mean(softplus(p) - y * p)"],
        "raises": ["-np.log(np.stack([1 - p, p])[y.tolist(), range(len(y))]).mean()", "math.log(p)"],
        "other": [
            "-np.log(y * p + (1 - y) * (1 - p)).mean()",
            "-np.log1p(-np.abs(y - p)).mean()",
            "np.mean((y - p) ** 2)",
        ],
    },
}

ALMOST = {
    checks.check_sigmoid: {
        "overflow": [
            "np.exp(z) / (1 + np.exp(z))",
            "np.array([1 / (1 + math.exp(-v)) for v in z])",
            "1 / (1 + math.exp(-z))",
            "np.exp(z) / (np.exp(z) + 1)",
        ],
        "clipped": ["np.clip(s(z), 1e-5, 1 - 1e-5)", "s(np.clip(z, -10, 10))"],
    },
    checks.check_softmax: {
        "overflow": [
            "np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)",
            "np.array([[math.exp(v) / sum(math.exp(w) for w in r) for v in r] for r in z])",
            "np.exp(z - z.max()) / np.exp(z - z.max()).sum(axis=1, keepdims=True)",
        ],
        "clipped": ["np.clip(soft(z), 1e-7, 1)", "soft(np.clip(z, -15, 15))"],
    },
    checks.check_binary_cross_entropy: {
        "nan-at-ends": [
            "bce(y, p)",
            "-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(y)",
            "-(y @ np.log(p) + (1 - y) @ np.log(1 - p)) / y.size",
            "-np.nanmean(y * np.log(p) + (1 - y) * np.log(1 - p))",
            "np.nan_to_num(bce(y, p))",
        ],
        "clipped": [
            "bce(y, np.clip(p, 1e-15, 1 - 1e-15))",
            "bce(y, np.clip(p, 1e-7, 1 - 1e-7))",
            "-np.mean(np.log(np.maximum(np.where(y == 1, p, 1 - p), 1e-12)))",
            "-np.mean(y * np.maximum(np.log(p), -100) + (1 - y) * np.maximum(np.log(1 - p), -100))",
            "bce(y, np.clip(p, 0.001, 0.999))",
            "-np.mean(y * np.log(np.clip(p, 1e-8, None)) + (1 - y) * np.log(np.clip(1 - p, 1e-8, None)))",
            "np.nan_to_num(exact_bce(y, p))",
        ],
        "epsilon-in-log": [
            "-np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))",
            "-np.mean(np.log(np.where(y == 1, p, 1 - p) + 1e-15))",
            "-np.sum(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8)) / len(y)",
            "bce(y, p + 1e-10)",
            "-np.mean(y * np.log(p + 1e-3) + (1 - y) * np.log(1 - p + 1e-3))",
            "-np.mean(y * np.log(1e-5 + p) + (1 - y) * np.log(1e-5 + 1 - p))",
        ],
        "raises": [
            "-sum(a * math.log(b) + (1 - a) * math.log(1 - b) for a, b in zip(y, p)) / len(y)",
            "-sum(math.log(b) if a else math.log(1 - b) for a, b in zip(y, p)) / len(y)",
        ],
        "rounded": ["exact_bce(y, p.astype(np.float32))", "float(exact_bce(y.astype('f4'), p.astype('f4')))"],
    },
    checks.check_binary_cross_entropy_with_logits: {
        "nan-at-ends": ["bce(y, s(z))", "-np.mean(y * np.log(stable_s(z)) + (1 - y) * np.log(1 - stable_s(z)))"],
        "overflow": [
            "np.mean(np.log(1 + np.exp(z)) - y * z)",
            "np.mean(np.log1p(np.exp(z)) - y * z)",
            "-np.log(np.where(y == 1, s(z), 1 - s(z))).mean()",
            "sum(math.log(1 + math.exp(b)) - a * b for a, b in zip(y, z)) / len(y)",
        ],
        "clipped": [
            "bce(y, np.clip(s(z), 1e-15, 1 - 1e-15))",
            "np.mean(softplus(np.clip(z, -30, 30)) - y * np.clip(z, -30, 30))",
        ],
        "epsilon-in-log": [
            "-np.mean(y * np.log(s(z) + 1e-7) + (1 - y) * np.log(1 - s(z) + 1e-7))",
            "-np.mean(np.log(np.where(y == 1, s(z), 1 - s(z)) + 1e-12))",
        ],
    },
    checks.check_cross_entropy: {
        "nan-at-ends": [
            "-np.sum(y * np.log(p)) / len(y)",
            "-np.mean(np.sum(y * np.log(p), axis=1))",
            "-np.einsum('ij,ij->i', y, np.log(p)).mean()",
        ],
        "clipped": [
            "-np.sum(y * np.log(np.clip(p, 1e-15, 1))) / len(y)",
            "-np.sum(y * np.log(np.clip(p, 1e-7, 1 - 1e-7))) / len(y)",
        ],
        "epsilon-in-log": [
            "-np.sum(y * np.log(p + 1e-7)) / len(y)",
            "-np.log(p[y == 1] + 1e-9).mean()",
            "-np.sum(y * np.log(p + 1e-3)) / len(y)",
        ],
        "raises": ["-sum(math.log(b[a.argmax()]) for a, b in zip(y, p)) / len(y)"],
    },
    checks.check_bernoulli_log_likelihood: {
        "nan-at-ends": [
            "np.sum(y * np.log(pi) + (1 - y) * np.log(1 - pi))",
            "y.sum() * np.log(pi) + (len(y) - y.sum()) * np.log(1 - pi)",
        ],
        "overflow": ["np.log(np.prod(np.where(y == 1, pi, 1 - pi)))", "np.log(np.prod(pi ** y * (1 - pi) ** (1 - y)))"],
        "clipped": [
            "-bce(y, np.clip(pi, 1e-15, 1 - 1e-15)) * len(y)",
            "np.sum(np.log(np.maximum(np.where(y == 1, pi, 1 - pi), 1e-10)))",
        ],
        "epsilon-in-log": [
            "np.sum(y * np.log(pi + 1e-7) + (1 - y) * np.log(1 - pi + 1e-7))",
            "np.sum(np.log(np.where(y == 1, pi, 1 - pi) + 1e-12))",
        ],
        "raises": [
            "sum(a * math.log(pi) + (1 - a) * math.log(1 - pi) for a in y)",
            "sum(math.log(pi if a else 1 - pi) for a in y)",
        ],
    },
    checks.check_bernoulli_mle: {
        "clipped": ["np.clip(y.mean(), 1e-6, 1 - 1e-6)", "min(max(y.mean(), 0.001), 0.999)"],
        "raises": ["{0: 0.0}.get(y.sum()) or math.exp(math.log(y.sum()) - math.log(len(y))) if y.sum() else 1 / 0"],
    },
    check_soft_labels: {
        "nan-at-ends": ["bce(y, p)", "-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / len(y)"],
        "clipped": ["bce(y, np.clip(p, 1e-15, 1 - 1e-15))", "np.nan_to_num(exact_bce(y, p))"],
        "epsilon-in-log": ["-np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))"],
        "raises": ["-sum(a * math.log(b) + (1 - a) * math.log(1 - b) for a, b in zip(y, p)) / len(y)"],
    },
    checks.check_gradient_by_logit: {
        "nan-at-ends": [
            "(-y / s(z) + (1 - y) / (1 - s(z))) * s(z) * (1 - s(z)) / len(y)",
            "(s(z) - y) / (s(z) * (1 - s(z))) * s(z) * (1 - s(z)) / len(y)",
        ],
        "overflow": [
            "(np.exp(z) / (1 + np.exp(z)) - y) / len(y)",
            "np.array([1 / (1 + math.exp(-b)) - a for a, b in zip(y, z)]) / len(y)",
        ],
        "clipped": ["(np.clip(s(z), 1e-6, 1 - 1e-6) - y) / len(y)", "(s(np.clip(z, -12, 12)) - y) / len(y)"],
    },
}
