"""Experiments with an attempt that is wrong: each looks for one kind of mistake, and the source is never read."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from lossedu.checks.attempts import CLOSE, JUDGING, RECOGNISING, Attempt, Outcome, agree
from lossedu.checks.exercises import Exercise
from lossedu.checks.mistakes import MISTAKES, Mistake
from lossedu.checks.variants import LABELS_ALONE
from lossedu.checks.verdict import in_words

PRECEDENCE = list(MISTAKES)
STEP_BY_STEP = "Work out the input below step by step: in which step does that happen?"


class Finding(NamedTuple):
    """A mistake that was found, in words of its own if there are any, and whether it shows at the ends alone."""

    mistake: str
    says: str = ""
    title: str = ""
    hint: str = ""
    only_at_ends: bool = False

    def words(self):
        """Return title, explanation and hint, its own or those of the table."""
        known = MISTAKES[self.mistake]
        return Mistake(self.title or known.title, self.says or known.explanation, self.hint or known.hint)


@dataclass
class Inquiry:
    """An attempt at an exercise, and what it answered to the gentle inputs."""

    exercise: Exercise
    attempt: Attempt
    gentle: list[Outcome]

    @property
    def names(self):
        """The names of the arguments."""
        return self.exercise.arguments


def diagnosis(inquiry):
    """Return the first finding of the experiments, from the plainest explanation to the last."""
    for experiment in EXPERIMENTS:
        if finding := experiment(inquiry):
            return finding
    return Finding("other")


def nearly_right(inquiry):
    """Look for the right formula with a number in its logarithm, with clipping, or with too few digits."""
    if all(outcome.within(CLOSE) for outcome in inquiry.gentle):
        return held_back(inquiry) or Finding("rounded")
    return None


def held_back(inquiry):
    """Find out whether the cost has a limit, and whether clipping or a number inside the logarithm sets it."""
    surprise = inquiry.exercise.surprise
    if surprise is None:
        return None
    limit, perfect = (inquiry.attempt(*surprise(p)) for p in (0.0, 1.0))
    if limit.problem or not np.isfinite(limit.value) or agree(limit.value, limit.expected, CLOSE):
        return None
    beyond = inquiry.attempt(*surprise(min(3 * np.exp(-abs(limit.value)), 1.0)))
    return clipped_or_shifted(limit, perfect, beyond)


def clipped_or_shifted(limit, perfect, beyond):
    """Tell −ln max(p, ε) from −ln(p + ε), both −ln ε at p = 0, by p = 3ε: one is less there by ln 3, one by ln 4."""
    less = abs(float(limit.value)) - abs(float(beyond.value)) if beyond.problem is None else np.nan
    reach = f"however wrong the prediction, the answer never goes beyond {in_words(limit.value)}."
    if abs(less - np.log(3)) < 0.01:
        return Finding("clipped", reach.capitalize(), only_at_ends=True)
    if abs(less - np.log(4)) < 0.01 and perfect.problem is None:
        price = f"A perfect prediction gets {in_words(perfect.value)} in place of 0, and {reach}"
        return Finding("epsilon-in-log", price, only_at_ends=True)
    return None


def held_back_visibly(inquiry):
    """Look for clipping or a number in the logarithm that is too large to be felt at the ends alone."""
    finding = held_back(inquiry)
    return finding and finding._replace(only_at_ends=False)


def known_mistake(inquiry):
    """Look for one known mistake."""
    for variant in inquiry.exercise.variants:
        if answers_like(variant.change(inquiry.exercise.right), inquiry.gentle):
            return as_finding(variant, inquiry)
    return None


def nearly_a_known_mistake(inquiry):
    """Look for one known mistake with clipping or a number in its logarithm that is large enough to show."""
    for variant in inquiry.exercise.variants:
        if answers_like(variant.change(inquiry.exercise.right), inquiry.gentle, tolerance=CLOSE):
            return as_finding(variant, inquiry)
    return None


def as_finding(variant, inquiry):
    """Return the finding for a variant; a comparison with itself must look at something, or else it is a constant."""
    if variant.mistake == "labels-against-themselves" and not notices_anything(inquiry):
        return Finding("ignores-input")
    return Finding(variant.mistake, variant.says, variant.title, variant.hint)


def answers_like(function, outcomes, digits=None, tolerance=RECOGNISING):
    """Tell whether a function gives the answers that came, rounded to some digits if that is asked."""
    answers = []
    for outcome in outcomes:
        answers.append(answer_of(function, outcome.inputs))
        if not alike(outcome.value, answers[-1], digits, tolerance):
            return False
    return any(np.isfinite(answer).any() for answer in answers)


def alike(value, answer, digits=None, tolerance=RECOGNISING):
    """Tell whether a value is the answer of a variant; where the variant itself gives nan, nothing is compared."""
    if answer is None or answer.shape != value.shape:
        return False
    known = ~np.isnan(answer)
    if digits is None:
        return agree(value[known], answer[known], tolerance)
    return agree(value[known], np.round(answer[known], digits), JUDGING)


def answer_of(function, inputs):
    """Return what a variant answers, and None where the right function refuses what the variant puts in."""
    try:
        with np.errstate(all="ignore"):
            return np.asarray(function(*inputs))
    except ValueError:
        return None


def swapped(inquiry):
    """Look for arguments in the wrong order: called the other way round, only a known mistake is left, or none."""
    if not inquiry.exercise.has_order:
        return None
    attempt = inquiry.attempt.with_arguments_swapped()
    around = Inquiry(inquiry.exercise, attempt, attempt.on(inquiry.exercise.gentle))
    if around.gentle[-1].problem:
        return None
    finding = Finding("arguments-swapped")
    if nearly_right(around):
        return finding
    left = known_mistake(around)
    return finding if left and precedence(left) > precedence(finding) else None


def constant(inquiry):
    """Look for an answer that no argument changes, or that is nothing but a comparison with itself."""
    unseen = [k for k in range(len(inquiry.names)) if is_blind_to(k, inquiry)]
    if not unseen:
        return None
    if is_compared_with_itself(inquiry) and notices_anything(inquiry):
        return Finding("labels-against-themselves")
    if len(unseen) < len(inquiry.names) or notices_anything(inquiry):
        return None
    return not_finite(inquiry) or Finding("ignores-input")


def is_compared_with_itself(inquiry):
    """Tell whether the answers are those for labels compared with themselves, or nan."""
    if len(inquiry.names) == 1:
        return False
    answers = [answer_of(LABELS_ALONE.change(inquiry.exercise.right), o.inputs) for o in inquiry.gentle]
    return all(
        np.all(np.isnan(outcome.value) | (np.abs(outcome.value - answer) < 1e-4))
        for outcome, answer in zip(inquiry.gentle, answers, strict=True)
    )


def is_blind_to(k, inquiry):
    """Tell whether the answer to the first input stays the same with argument ``k`` of the second or of the third."""
    first, *others = inquiry.gentle[:3]
    return all(
        inquiry.attempt(*first.inputs[:k], other.inputs[k], *first.inputs[k + 1 :]).same_as(first) for other in others
    )


def notices_anything(inquiry):
    """Tell whether soft labels, or nan in either argument, make any difference."""
    first = inquiry.gentle[0]
    for k, value in enumerate(first.inputs):
        for strange in (np.nan, 0.3):
            mixed = [*first.inputs]
            mixed[k] = value * 0 + strange
            if not inquiry.attempt(*mixed, expected=first.expected).same_as(first):
                return True
    return False


def two_mistakes(inquiry):
    """Look for two known mistakes at once; the one to mend first is named, another formula before all."""
    first = inquiry.gentle[0]
    if not any(np.any(outcome.value) for outcome in inquiry.gentle):
        return None
    for variants, function, answer in pairs(inquiry.exercise):
        if alike(first.value, answer) and answers_like(function, inquiry.gentle):
            another_formula = [variant for variant in variants if variant.mistake == "other"]
            return as_finding(min(another_formula or variants, key=precedence), inquiry)
    return None


@cache
def pairs(exercise):
    """Return every two known mistakes, the function that makes both, and its answer to the first gentle input."""
    found = []
    for inner, outer in combinations(exercise.variants, 2):
        if inner.mistake != outer.mistake:
            function = outer.change(inner.change(exercise.right))
            found.append(((inner, outer), function, answer_of(function, exercise.gentle[0])))
    return found


def precedence(found):
    """Return the place of a variant or a finding in the order of mending."""
    return PRECEDENCE.index(found.mistake)


def few_digits(inquiry):
    """Look for answers that are rounded to a few decimals, of the right function or of a known mistake."""
    right_function = inquiry.exercise.right
    varied = any(np.any(outcome.value != inquiry.gentle[0].value.flat[0]) for outcome in inquiry.gentle)
    for digits in range(5) if varied else ():
        if all(agree(outcome.value, np.round(outcome.value, digits), JUDGING) for outcome in inquiry.gentle):
            if answers_like(right_function, inquiry.gentle, digits):
                kept = "a few decimals" if digits else "whole numbers"
                return Finding("rounded", f"The answers are rounded to {kept}.")
            for variant in inquiry.exercise.variants:
                if digits and answers_like(variant.change(right_function), inquiry.gentle, digits):
                    return as_finding(variant, inquiry)
            return None
    return None


def not_a_distribution(inquiry):
    """Look for rows of a softmax that do not sum to 1."""
    if not inquiry.exercise.is_distribution:
        return None
    if all(sums_to_one(outcome.value, axis=-1) for outcome in inquiry.gentle):
        return None
    along_another = any(all(sums_to_one(outcome.value, axis) for outcome in inquiry.gentle) for axis in (0, None))
    return Finding("wrong-axis" if along_another else "not-normalised")


def sums_to_one(table, axis):
    """Tell whether the values of a table sum to 1 along an axis."""
    total = table.sum(axis=axis)
    return agree(total, np.ones_like(total), RECOGNISING)


def fixed_number(inquiry):
    """Look for a sum that is divided by one number, however many observations there are."""
    share = constant_ratio(inquiry, per_observation=True) if inquiry.exercise.is_mean else None
    divisor = 1 / share if share else 0.0
    if round(divisor) < 3 or not agree(divisor, float(round(divisor)), RECOGNISING):
        return None
    return Finding("ignores-input", f"The sum is divided by {divisor:.0f}, however many observations there are.")


def constant_ratio(inquiry, per_observation=False):
    """Return the one number that all answers divided by the right ones have in common, or None."""
    with np.errstate(all="ignore"):
        ratios = [o.value / o.expected / (len(o.inputs[0]) if per_observation else 1) for o in inquiry.gentle]
    ratios = np.concatenate([np.ravel(ratio) for ratio in ratios])
    same = np.isfinite(ratios).all() and agree(ratios, ratios[0], RECOGNISING)
    return float(ratios[0]) if same else None


def blind_spot(inquiry):
    """Look for an argument, or an observation, that makes no difference."""
    for k, name in enumerate(inquiry.names):
        if is_blind_to(k, inquiry):
            return Finding("ignores-input", f"The answer stays the same when {name} changes.")
    for place in (-1, 0, 1):
        if is_blind_at(place, inquiry):
            which = {-1: "last", 0: "first", 1: "second"}[place]
            return Finding("ignores-input", f"The answer stays the same when the {which} observation changes.")
    return None


def is_blind_at(place, inquiry):
    """Tell whether the answer stays the same when one observation gives way to any of the others that are tried."""
    first, *others = inquiry.gentle[:3]
    for other in others:
        for i in range(len(first.inputs[0])):
            mixed = [
                with_one_changed(value, place, new, i) for value, new in zip(first.inputs, other.inputs, strict=True)
            ]
            if not inquiry.attempt(*mixed).same_as(first):
                return False
    return True


def with_one_changed(value, place, new, i):
    """Return a copy of an array whose element at ``place`` is element ``i`` of another, and a number as it is."""
    if np.ndim(value) == 0:
        return value
    value = np.copy(value)
    value[place] = new[i]
    return value


def constant_factor(inquiry):
    """Look for an answer that is always the same multiple of the right one."""
    factor = constant_ratio(inquiry)
    if factor is None:
        return None
    return Finding("other", f"The answer is {factor:.4g} times the right one, every time.", title="A factor too much")


def not_finite(inquiry):
    """Look for infinity or nan in place of an ordinary number."""
    value = next(outcome.value for outcome in inquiry.gentle if not outcome.right)
    if np.isfinite(value).all():
        return None
    if np.isnan(value).any():
        says = "The answer is not a number (nan), as ln(−1), 0 · ∞ and 0 / 0 are."
        return Finding("other", says, title="Not a number", hint=STEP_BY_STEP)
    came = in_words(value[np.isinf(value)][0])
    says = f"The answer is {came}: the logarithm of 0 is taken, or something is divided by 0."
    return Finding("other", says, title="Infinite", hint=STEP_BY_STEP)


EXPERIMENTS = (
    nearly_right,
    known_mistake,
    swapped,
    constant,
    few_digits,
    fixed_number,
    two_mistakes,
    nearly_a_known_mistake,
    held_back_visibly,
    not_a_distribution,
    not_finite,
    blind_spot,
    constant_factor,
)
