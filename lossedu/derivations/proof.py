"""What a step claims, and the two judges of a claim: algebra for every value, arithmetic at random rational points.

A *proof* is a function ``(before, here)`` that states the claim of a step as SymPy relations between the expression it
came from and its own.  Most steps only rewrite (:func:`same`) or apply an operation (:func:`result_of`).
"""

import random
from functools import cache
from itertools import product

import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanAtom

from .symbols import C, Sigmoid, c, explicit, k, n, observations, pi, sigma, y, y_hat, y_hats, ys, z

POINTS = 3  # random points for each claim
DIGITS = 30  # worked with at each of them
PROBABILITIES = (pi, y, y_hat)


def same(before, here):
    """Claim that the value has not changed: a rewriting."""
    return [equal(before, here)]


def result_of(operation):
    """``operation``, done afresh on the expression before with every σ written out, gives this one."""
    return lambda before, here: [equal(operation(explicit(before)), here)]


def known(expr):
    """Claim that this is ``expr``, which another derivation, or SymPy's own library, has reached."""
    compared = same_shape if isinstance(expr, Relational) else equal
    return lambda before, here: [compared(expr, here)]


def values(symbol, expected):
    """Claim that the formula takes the ``expected`` value at each of the given values of ``symbol``."""
    return lambda before, here: [equal(here.subs(symbol, value), result) for value, result in expected.items()]


def root(symbol):
    """Claim that the expression before is zero where ``symbol`` has the value found here."""
    return lambda before, here: [equal(before.subs(symbol, here), 0)]


def one_hot(before, here):
    """Claim that, for a one-hot label, the formula is the predicted probability of the class that came."""
    return [
        equal(here.subs(C, size).doit().subs({ys[label]: int(label == came) for label in range(size)}), y_hats[came])
        for size in (2, 3, 4)
        for came in range(size)
    ]


def lower_bound(before, here):
    """Claim that no term of the sum is above its term before: they touch where y/ŷ = 1, and part on both sides."""
    r, t = sp.symbols("r t", positive=True)
    gap = ((before.function - here.function) / ys[k]).subs(ys[k], r * y_hats[k])
    slope = sp.diff(gap, r)
    return [equal(gap.subs(r, 1), 0), slope.subs(r, 1 + t) > 0, slope.subs(r, 1 / (1 + t)) < 0]


def sign(before, here):
    """Claim a sign, "… < 0" or "… > 0", of the expression before."""
    return [equal(before, here.lhs), equal(here.rhs, 0), here]


def negative_below(before, here):
    """Claim that the expression before is negative for 0 < σ < bound, zero there, and positive for bound < σ < 1."""
    t = sp.Symbol("t", positive=True)
    below, above = here.rhs / (1 + t), (here.rhs + t) / (1 + t)
    return [
        same_shape(here, sp.Lt(sigma, here.rhs)),
        before.subs(sigma, below) < 0,
        equal(before.subs(sigma, here.rhs), 0),
        before.subs(sigma, above) > 0,
    ]


def same_bound(before, here):
    """Claim that σ(z) below a bound is z below the z of that bound, because σ rises."""
    at_bound = explicit(before.lhs).subs(z, here.rhs)
    return [same_shape(here, sp.Lt(z, here.rhs)), equal(at_bound, before.rhs), sp.diff(explicit(before.lhs), z) > 0]


def same_shape(left, right):
    """Claim that two statements are the same, letter by letter."""
    return sp.true if left == right else sp.false


def equal(left, right):
    """Claim left = right, and do not judge it yet."""
    return sp.Eq(left, right, evaluate=False)


@cache
def holds(claim):
    """Whether algebra and arithmetic both say that ``claim`` is true."""
    if isinstance(claim, BooleanAtom):
        return bool(claim)
    return all(_by_arithmetic(claim, point) for point in range(POINTS)) and _by_algebra(claim)


def _by_algebra(claim):
    if isinstance(claim, sp.Eq):
        return all(_is_zero(case) for case in _cases(claim.lhs - claim.rhs))
    gap = sp.factor(sp.together(_in_positive_numbers(claim.lhs - claim.rhs)))
    return claim.func(gap, 0) == sp.true


def _is_zero(difference):
    for tidy in (explicit, _open_logarithms, sp.expand, sp.factor_terms, _close_sums, sp.simplify):
        if difference == 0:
            return True
        difference = tidy(difference)
    return difference == 0


def _open_logarithms(expr):
    return sp.expand_log(expr.rewrite(sp.exp), force=True)


def _close_sums(expr):
    """Add up the sums that have a closed form; ``c`` is one of the classes, so the first branch is meant."""
    return expr.doit().replace(
        sp.Piecewise, lambda first, *others: first.expr if first.cond.has(c) else sp.Piecewise(first, *others)
    )


def _cases(difference):
    """Split an absolute value or a maximum: each side of zero, and zero."""
    if not difference.has(sp.Abs, sp.Max):
        return [difference]
    (variable,) = difference.free_symbols & {s for part in difference.atoms(sp.Abs, sp.Max) for s in part.free_symbols}
    t = sp.Symbol("t", positive=True)
    return [difference.subs(variable, side) for side in (t, -t, 0)]


def _in_positive_numbers(expr):
    """Each number between 0 and 1 as 1/(1 + t) with t > 0; n observations as ones and zeros, some of each."""
    ones, zeros = sp.symbols("ones zeros", positive=True)
    expr = expr.subs(sp.Sum(ys[observations[0]], observations), ones).subs(n, ones + zeros)
    for part in [*expr.atoms(Sigmoid), *PROBABILITIES]:
        expr = expr.subs(part, 1 / (1 + sp.Dummy("t", positive=True)))
    return expr


def _by_arithmetic(claim, point):
    gap = _at(claim.lhs, point) - _at(claim.rhs, point)
    if isinstance(claim, sp.Eq):
        return abs(gap) < sp.Rational(1, 10) ** (DIGITS - 5)
    return bool(claim.func(gap, 0))


def _at(expr, point):
    expr = sp.sympify(expr).xreplace({n: sp.Integer(2 + point), C: sp.Integer(2 + point), c: sp.Integer(point)})
    expr = expr.replace(sp.Sum, _written_out(sp.Add)).replace(sp.Product, _written_out(sp.Mul))
    return expr.xreplace({unknown: _number(str(unknown), point) for unknown in expr.free_symbols}).evalf(DIGITS)


def _written_out(operation):
    """Write a sum or a product term by term, for limits that are numbers."""

    def written_out(function, *limits):
        indices, ranges = zip(*((index, range(first, last + 1)) for index, first, last in limits), strict=True)
        places = (dict(zip(indices, map(sp.Integer, place), strict=True)) for place in product(*ranges))
        return operation(*(function.xreplace(place) for place in places))

    return written_out


@cache
def _number(name, point):
    """Draw a rational number: anywhere for a logit, a range or a shift, in (0, 1) for everything else."""
    draw = random.Random(f"{name} {point}")
    fraction = sp.Float(sp.Rational(draw.randrange(1, 1000), 1000), DIGITS + 10)
    return 8 * fraction - 4 if name[0] in "zabs" and not name.startswith("alpha") else fraction
