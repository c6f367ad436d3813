"""A step and a derivation: a chain of formulas in which each is computed, by one named rule, from the one before."""

from collections.abc import Callable
from dataclasses import dataclass, field

import sympy as sp
from sympy.core.relational import Relational

from .display import latex, text
from .proof import holds, known, lower_bound, result_of, same


@dataclass(frozen=True)
class Step:
    """One line of a derivation: what was done, by which rule, and the formula that came of it.

    Parameters
    ----------
    title : str
        What is done, in words: "take the logarithm".
    rule : str
        Why it is allowed: "ln(ab) = ln a + ln b".
    expr : sympy.Basic
        The formula after the step.
    name : sympy.Basic, optional
        What the formula is called, the left-hand side: ``J``.
    of : str, optional
        Title of the step it was computed from; the one before if not given.
    proof : callable, optional
        States what the step claims, see :mod:`lossedu.derivations.proof`; a rewriting if not given.

    Examples
    --------
    A step shows as a formula in a notebook, and as one line in a terminal:

    >>> Step("differentiate by z", "power rule", 2 * sp.Symbol("z"), name=sp.Symbol("slope"))
    differentiate by z (power rule): slope = 2*z
    """

    title: str
    rule: str
    expr: sp.Basic
    name: sp.Basic | None = None
    of: str | None = None
    proof: Callable = field(default=same, repr=False, compare=False)

    def __repr__(self):
        rule = f" ({self.rule})" if self.rule else ""
        name = f"{self.name} = " if self.name is not None else ""
        return f"{self.title}{rule}: {name}{self.expr}"

    def _repr_latex_(self):
        rule = rf"\quad {text(f'({self.rule})')}" if self.rule else ""
        return rf"$\displaystyle \begin{{aligned}} & {text(self.title)}{rule} \\ & {self.formula} \end{{aligned}}$"

    @property
    def formula(self):
        """LaTeX of the step's formula, with its name on the left if it has one."""
        return latex(self.expr) if self.name is None else f"{latex(self.name)} = {latex(self.expr)}"


class Derivation:
    """A chain of steps that can be read, shown, and proved.

    Parameters
    ----------
    title : str
        What the first formula is.
    expr : sympy.Basic
        The first formula.
    rule : str, optional
        Where it comes from.
    name : sympy.Basic, optional
        What it is called.
    proof : callable, optional
        What must be true of it; nothing is asked if not given.

    Examples
    --------
    Give a formula when the step only rewrites; give a function when the step does something to the formula:

    >>> x = sp.Symbol("x", positive=True)
    >>> steps = Derivation("area of a square", x**2)
    >>> _ = steps.then("take the logarithm", "both sides", sp.log)
    >>> _ = steps.then("bring down the power", "ln aᵇ = b ln a", sp.expand_log(steps.last))
    >>> steps.last
    2*log(x)
    >>> steps.verify()
    """

    def __init__(self, title, expr, *, rule="", name=None, proof=None):
        self.steps = [Step(title, rule, expr, name, proof=proof or known(expr))]

    def then(self, title, rule, expr, *, name=None, of=None, proof=None):
        """Add a step: ``expr`` is a formula of the same value, or a function to apply to the formula before.

        ``of`` names an earlier step to start from; ``proof`` states another claim than these two.
        """
        if not isinstance(expr, sp.Basic):
            proof, expr = proof or result_of(expr), expr(self[of].expr)
        self.steps.append(Step(title, rule, expr, name, of, proof or same))
        return self

    @property
    def last(self):
        """The formula reached so far."""
        return self.steps[-1].expr

    def __getitem__(self, title):
        """Step with this title; the last one for ``None``."""
        titles = [step.title for step in self]
        if title is not None and title not in titles:
            raise KeyError(f"no step is called {title!r}; the steps are {titles}")
        return self.steps[-1 if title is None else titles.index(title)]

    def __iter__(self):
        return iter(self.steps)

    def __len__(self):
        return len(self.steps)

    def verify(self):
        """Prove each step from the one it came from, by algebra and at random rational points.

        Raises
        ------
        AssertionError
            If a step does not follow; the message names it.
        """
        for number, step in enumerate(self.steps, start=1):
            before = self.steps[number - 2].expr if step.of is None else self[step.of].expr
            if not _follows(step, before):
                raise AssertionError(f"step {number}, {step.title!r}, does not follow: {step.expr}")

    def __repr__(self):
        return "\n".join(f"{number}. {step!r}" for number, step in enumerate(self.steps, start=1))

    def _repr_latex_(self):
        lines = r" \\ ".join(_aligned(step, step is self.steps[0]) for step in self.steps)
        return rf"$\displaystyle \begin{{aligned}} {lines} \end{{aligned}}$"


def _follows(step, before):
    try:
        return all(holds(claim) for claim in step.proof(before, step.expr))
    except (AttributeError, TypeError):
        return False  # not even a formula of the kind that the step works on: a statement, say, in place of a number


def _aligned(step, first):
    no_sign = (first and step.name is None) or isinstance(step.expr, Relational)
    sign = "" if no_sign else r"\geq" if step.proof is lower_bound else "="
    name = "" if step.name is None else latex(step.name)
    return rf"{name} &{sign} {latex(step.expr)} && {text(step.title)}"
