"""From what an attempt answers to a verdict in words."""

import numpy as np

from lossedu.checks.attempts import CLOSE, SYMBOLIC, Attempt
from lossedu.checks.experiments import Finding, Inquiry, diagnosis, held_back, known_mistake, swapped, two_mistakes
from lossedu.checks.patience import Patience, TookTooLong
from lossedu.checks.verdict import Case, Verdict

SECONDS = 2.0  # for one call; an ordinary one takes microseconds
HUGE = 1e300  # no cost of a finite loss comes near

OF_THE_LESSON = "A name that is not an argument of your function, like `n` or `pi`, can be a symbol of the lesson."
ERRORS = {  # a part of what Python says → a better hint than to read it again
    "math domain error": "`math.log` stops at 0 and below, where `np.log` gives −inf or nan and goes on.",
    "can be converted to Python scalars": "The functions of `math` take one number alone: which take a whole array?",
    "truth value of an array": "`if` and `max` decide once for the whole array: what decides for each element?",
    "could not be broadcast": "A sum or a maximum drops the axis it runs along, unless it has `keepdims=True`.",
    "has no callable": OF_THE_LESSON,
    "Cannot convert expression to float": OF_THE_LESSON,
    "truth value of Relational": OF_THE_LESSON,
}
LEFT_OUT = Finding(
    "nan-at-ends", "At the ends a term is not a number, and more than this term is left out or replaced by 0."
)
REPLACED = Finding(
    "clipped",
    "Where the answer is infinite, a huge number takes its place.",
    title="Infinity is replaced",
    hint="What should a prediction cost that ruled out what happened?",
)


def judge(exercise, function):
    """Try the function, and return the verdict."""
    if function is Ellipsis:
        return not_attempted()
    if not callable(function):
        return Verdict(
            "wrong", "wrong-type", "Give the check your function itself: its name, without brackets after it."
        )
    patience = Patience(SECONDS)
    try:
        return patience.run(lambda: examined(exercise, function, patience))
    except TookTooLong:
        return endless(exercise, patience.inputs)


def examined(exercise, function, patience):
    """Return the verdict on a function whose calls all come to an end."""
    attempt, first = in_a_layout_that_runs(exercise, function, patience)
    gentle = [first] if first.problem else [first, *attempt.on(exercise.gentle[1:])]
    inquiry = Inquiry(exercise, attempt, gentle)
    return verdict_on_problem(inquiry) if gentle[-1].problem else verdict_on_values(inquiry)


def in_a_layout_that_runs(exercise, function, patience):
    """Return the attempt as given or, if that stops, in a layout with a right answer or any; and its first outcome."""
    given = Attempt(function, exercise.right, patience)
    first = given(*exercise.gentle[0])
    if first.problem != "raises":
        return given, first
    others = [Attempt(function, exercise.right, patience, layout) for layout in exercise.layouts]
    tried = [(attempt, attempt(*exercise.gentle[0])) for attempt in others]
    running = [(attempt, outcome) for attempt, outcome in tried if outcome.problem is None]
    return max(running, key=lambda pair: pair[1].right, default=(given, first))


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def not_attempted():
    """Return the verdict on an untouched stub."""
    return Verdict("not attempted", None, "Put your own lines in the place of the three dots, and run the cell.")


def endless(exercise, inputs):
    """Return the verdict on an attempt that was stopped."""
    message = f"Your function ran for {SECONDS:g} seconds and was stopped. Does each of its loops come to an end?"
    case = Case(named(exercise, inputs), exercise.right(*inputs), "nothing yet")
    return Verdict("wrong", "other", message, case, "It does not come to an end")


def verdict_on_problem(inquiry):
    """Return the verdict on an attempt that gives no value for a gentle input."""
    outcome = inquiry.gentle[-1]
    if outcome.problem == "not attempted":
        return not_attempted()
    finding = swapped(inquiry)
    if finding is None and outcome.value is not None:
        finding = known_mistake(inquiry) or two_mistakes(inquiry)
    return wrong(finding or problem_in(outcome, inquiry), outcome, inquiry)


def verdict_on_values(inquiry):
    """Return the verdict on an attempt that gives a value for every gentle input."""
    exercise, gentle = inquiry.exercise, inquiry.gentle
    extreme = inquiry.attempt.on(exercise.ends) + inquiry.attempt.on(exercise.far)
    if any(outcome.problem == "not attempted" for outcome in extreme):
        return not_attempted()
    changed = [outcome for outcome in gentle + extreme if outcome.changed]
    if changed:
        return wrong(Finding("mutates-input"), changed[0], inquiry)
    failing = [outcome for outcome in gentle + extreme if not outcome.right]
    if not failing:
        return right(inquiry, len(gentle) + len(extreme))
    is_inside = failing[0] in gentle
    finding = diagnosis(inquiry) if is_inside else what_fails(failing[0], inquiry)
    if is_inside and not finding.only_at_ends:
        return wrong(finding, failing[0], inquiry)
    return almost(finding, failing, inquiry)


def distance(outcome):
    """Return how far a cost is from what was expected; without a number it is infinitely far."""
    return np.inf if outcome.problem else np.fmin(abs(outcome.value - outcome.expected), np.inf)


def right(inquiry, tried):
    """Return the verdict on a right answer, with what was tried."""
    reach = f", {inquiry.exercise.extremes} among them" if inquiry.exercise.ends else ""
    given = f" It was given {inquiry.attempt.given}." if inquiry.attempt.given else ""
    luck = (
        " On the way a power became infinite, and here this does no harm."
        if inquiry.attempt.patience.overflowed
        else ""
    )
    message = f"{tried} inputs were tried{reach}, and each answer is right to one part in a million.{given}{luck}"
    return Verdict("right", None, message)


def almost(finding, failing, inquiry):
    """Return the verdict on an attempt that is right but in some extreme cases."""
    title, explanation, hint = finding.words()
    exercise = inquiry.exercise
    limit = exercise.ordinary if finding.only_at_ends else where_right(failing, exercise)
    message = f"Right {limit}. {explanation} {hint}"
    shown = max(failing, key=distance) if finding.only_at_ends else failing[0]
    return Verdict("almost", finding.mistake, message, case_of(shown, inquiry), title)


def where_right(failing, exercise):
    """Say where an attempt is right that fails at the ends, or far out, or at both."""
    at_ends = any(is_among(exercise.ends, outcome) for outcome in failing)
    far_out = any(is_among(exercise.far, outcome) and not outcome.within(CLOSE) for outcome in failing)
    limits = [exercise.near] * far_out + [exercise.inside] * (at_ends or not far_out)
    return ", ".join(dict.fromkeys(limits))


def is_among(cases, outcome):
    """Tell whether an outcome belongs to one of these inputs."""
    return any(outcome.inputs[0] is inputs[0] for inputs in cases)


def wrong(finding, outcome, inquiry):
    """Return the verdict on a mistake."""
    title, explanation, hint = finding.words()
    return Verdict("wrong", finding.mistake, f"{explanation} {hint}", case_of(outcome, inquiry), title)


def case_of(outcome, inquiry):
    """Return the outcome as a case that a reader can look at and try again."""
    return Case(
        named(inquiry.exercise, outcome.inputs),
        outcome.expected,
        outcome.words if outcome.problem else outcome.value[()],
    )


def named(exercise, inputs):
    """Return the inputs with the names of their arguments."""
    return dict(zip(exercise.arguments, inputs, strict=True))


def problem_in(outcome, inquiry):
    """Return the finding for a call that gave no value."""
    if outcome.problem in ("raises", "overflow"):
        hint = next((hint for part, hint in ERRORS.items() if part in outcome.words), "")
        says = f"Python stopped inside your function with {outcome.words.rstrip('. ')}."
        return Finding(outcome.problem, says, hint=hint)
    if outcome.problem == "wrong-type" and outcome.words == "None":
        return Finding("wrong-type", "Nothing came back: is a `return` missing?")
    if outcome.problem == "wrong-type":
        says = f"What came back is {outcome.words}. What is asked is {inquiry.exercise.answer}."
        return Finding("wrong-type", says, hint=OF_THE_LESSON if outcome.words == SYMBOLIC else "")
    return Finding(outcome.problem)


# ── right but at the ends ────────────────────────────────────────────────────────────────────────────────────────────


def what_fails(outcome, inquiry):
    """Return why an attempt that is right inside is not right in an extreme case."""
    if outcome.problem:
        return problem_in(outcome, inquiry)
    if finding := held_back(inquiry):
        return finding
    if np.isfinite(outcome.value).all():
        return kept_finite(outcome, inquiry.exercise.surprise is not None)
    is_nan_at_ends = is_among(inquiry.exercise.ends, outcome) and np.isnan(outcome.value).any()
    return Finding("nan-at-ends" if is_nan_at_ends else "overflow")


def kept_finite(outcome, is_logarithm):
    """Return why an answer is a number, and not the expected one, in an extreme case."""
    if not is_logarithm:
        return Finding("clipped")
    if outcome.within(CLOSE):
        return Finding("rounded")
    if np.isfinite(outcome.expected) or outcome.value == 0:
        return LEFT_OUT
    return REPLACED if abs(outcome.value) > HUGE else Finding("clipped")
