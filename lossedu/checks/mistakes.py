"""The mistakes that a check can name, each with a title, an explanation and a hint."""

from typing import NamedTuple

__all__ = ["MISTAKES", "Mistake"]


class Mistake(NamedTuple):
    """What a mistake is called, what it does, and where to look for it without being told the answer."""

    title: str
    explanation: str
    hint: str


# In the order in which to mend them: first that the function runs, then what goes in, then the formula, then its sign,
# then the average, then the digits, then the ends.  Of two mistakes the earlier one is named.
MISTAKES = {
    "raises": Mistake(
        "It stops with an error",
        "Python stopped inside your function.",
        "Call your function yourself on the input below, and read the last line of what Python says.",
    ),
    "wrong-type": Mistake(
        "Not the kind of answer that is asked",
        "What came back is not the kind of answer that is asked.",
        "Look at the line with `return`: which step makes the kind of value that the task asks for?",
    ),
    "mutates-input": Mistake(
        "It changes its arguments",
        "Your function writes into the arrays it was given, so whoever calls it finds the data changed.",
        "Look for `+=`, `-=`, `out=` or an assignment to a part of an array, and put the result into a new one.",
    ),
    "ignores-input": Mistake(
        "It does not look at all of its input",
        "The answer stays the same when the input changes.",
        "Does every argument, and every observation, take part in the answer?",
    ),
    "labels-against-themselves": Mistake(
        "Compared with itself",
        "One argument is compared with itself, so the other one makes no difference.",
        "Look at each line that assigns or reshapes: does the right-hand side start from the wrong array?",
    ),
    "arguments-swapped": Mistake(
        "The arguments are the wrong way round",
        "The arguments are taken in the wrong order: when they change places, the mistake is gone.",
        "The observation comes first. Look at the order of the parameters, then at which of them is in the logarithm.",
    ),
    "shape-table": Mistake(
        "A table in place of a row",
        "Every label meets every prediction, as in a table, where each should meet its own alone.",
        "Look at the shapes: (N,) together with (N, 1) makes (N, N).",
    ),
    "logit-as-probability": Mistake(
        "A logit taken for a probability",
        "The logit is used as if it were a probability, but it can be any number.",
        "What turns a logit into a probability?",
    ),
    "activation-twice": Mistake(
        "The activation is applied twice",
        "The values go through the activation once more than they should.",
        "Which values in your formula are probabilities, and which are logits?",
    ),
    "wrong-axis": Mistake(
        "Along the wrong axis",
        "The step over the classes runs along another axis of the table.",
        "Each row is one observation, and the classes are on the last axis: which axis should the sum run along?",
    ),
    "not-normalised": Mistake(
        "The probabilities do not sum to 1",
        "The values of one row do not sum to 1, so they are not probabilities yet.",
        "What should each row be divided by?",
    ),
    "term-missing": Mistake(
        "A part of the formula is missing",
        "A part of the formula is missing, so some of the values have no say.",
        "Write the formula out for one small example: is each of its parts in your code?",
    ),
    "missing-square": Mistake(
        "The square is missing",
        "The differences are averaged as they are, so a positive and a negative one cancel.",
        "What keeps an error above and an error below from cancelling?",
    ),
    "absolute-for-square": Mistake(
        "The absolute value in place of the square",
        "The size of each difference is averaged, where its square is asked.",
        "An error of 2 should cost four times as much as an error of 1: what does yours cost?",
    ),
    "labels-swapped": Mistake(
        "0 and 1 are swapped",
        "The labels 0 and 1 have changed places: each is treated as the other.",
        "Put in one observation with label 1: which of the two terms is left?",
    ),
    "wrong-log-base": Mistake(
        "Another base than e",
        "The logarithm or the power is to another base than e.",
        "This course uses e throughout: what are its logarithm and its power called in NumPy?",
    ),
    "missing-minus": Mistake(
        "The sign is the wrong way round",
        "The sign is the wrong way round: a minus is missing, or there is one too many.",
        "Work out one small example by hand, and look at the sign of each part.",
    ),
    "half-for-mean": Mistake(
        "Half the sum in place of the mean",
        "The sum is divided by 2, where it should be divided by the number of observations.",
        "What happens to your answer when every observation is there twice?",
    ),
    "sum-for-mean": Mistake(
        "The sum in place of the mean",
        "The observations are added and not averaged, so the answer grows with their number.",
        "What happens to your answer when every observation is there twice?",
    ),
    "mean-for-sum": Mistake(
        "Divided by a number too often",
        "The answer is divided by a number, of observations or of classes, once too often.",
        "Count the divisions: which of `mean` and `/` is one too many?",
    ),
    "extra-half": Mistake(
        "A half too much",
        "The answer is half of what is asked.",
        "Some books put ½ in front to make the derivative shorter: does the task ask for it?",
    ),
    "rounded": Mistake(
        "Digits are lost",
        "The answer is near, but digits are lost on the way.",
        "Look for a rounding, a coarse grid or a small number type, and round only what is shown.",
    ),
    "epsilon-in-log": Mistake(
        "A small number is added inside the logarithm",
        "A small number inside the logarithm keeps it from becoming infinite, and shifts every answer a little.",
        "What should the answer be for a perfect prediction, and for one that ruled out what happened?",
    ),
    "clipped": Mistake(
        "The values are clipped",
        "The values are held back from their ends, so the answer has a limit that the formula does not have.",
        "What should the answer be at the very end, and does yours get there?",
    ),
    "overflow": Mistake(
        "Out of the range of numbers",
        "Far out, a number becomes too large or too small for the computer, and the answer is lost.",
        "Which step makes a huge or a tiny number on the way to an ordinary one, and can it be left out?",
    ),
    "nan-at-ends": Mistake(
        "Not a number at the ends",
        "At the ends 0 is multiplied by infinity or divided by 0, and the result is not a number.",
        "0 · ln 0 counts as 0: how can you leave out a term whose factor is 0?",
    ),
    "other": Mistake(
        "A mistake without a name",
        "The answer differs from the right one, in a way that is not among the known mistakes.",
        "Work out the input below by hand, step by step, and compare each step with your code.",
    ),
}
