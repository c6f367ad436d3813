"""How formulas look: natural logarithms as ln, short and positive terms first, a logarithm after its factor."""

import re

import sympy as sp
from sympy.printing.latex import LatexPrinter
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.printer import Printer

from .symbols import J, divergence, entropy, likelihood, log_likelihood

Printer.set_global_settings(ln_notation=True)  # every SymPy object shown from here on says ln, as the lessons do

NAMES = {likelihood: r"\mathcal{L}", log_likelihood: r"\ell", J: "J", entropy: "H", divergence: r"D_{\mathrm{KL}}"}
NORMAL = 1 / sp.sqrt(2 * sp.pi)  # SymPy keeps it as √2 / (2 √π)
MATHEMATICS = {mark: rf"\{mark}" for mark in "#$%&_{}"} | {"\\": r"\backslash", "^": r"\wedge", "′": "'"}
MATHEMATICS |= {"ŷ": r"\hat{y}", "π": r"\pi", "σ": r"\sigma", "α": r"\alpha", "δ": r"\delta", "Σ": r"\Sigma"}
MATHEMATICS |= {"ℒ": r"\mathcal{L}", "ℓ": r"\ell"}
MATHEMATICS |= {lowered: f"_{{{mark}}}" for lowered, mark in zip("ᵢⱼₖ₀₁", "ijk01", strict=True)}
AMONG_WORDS = str.maketrans({sign: rf"}}{formula}\text{{" for sign, formula in MATHEMATICS.items()})
RAISED = str.maketrans("ᵃᵇˢˣᶻ⁺⁻²", "absxz+-2")
POWER = re.compile(f"[{''.join(map(chr, RAISED))}]+")


class FormulaPrinter(LatexPrinter):
    """SymPy's LaTeX printer, with the order of a textbook."""

    def _as_ordered_terms(self, expr, order=None):
        return sorted(super()._as_ordered_terms(expr, order), key=_place_in_a_sum)

    def _textbook_product(self, expr):
        if set(NORMAL.args) < set(expr.args):
            return rf"\frac{{1}}{{\sqrt{{2 \pi}}}} {self._print(expr / NORMAL)}"
        number, product = expr.as_coeff_Mul()
        above, below = sp.fraction(product)
        if below != 1 and isinstance(above, sp.Sum) and not below.has(sp.Sum):
            return f"{self._print(expr / above)} {self._print(above)}"
        if sp.fraction(expr)[1] != 1 or not product.is_Mul:
            return super()._print_Mul(expr)
        factors = sorted(product.as_ordered_factors(), key=_place_in_a_product)
        numbers = {1: [], -1: ["-"]}.get(number, [self._print(number)])
        return " ".join([*numbers, *(self.parenthesize(factor, PRECEDENCE["Mul"]) for factor in factors)])

    def _one_sign_a_limit(self, expr):
        sign = {sp.Sum: r"\sum", sp.Product: r"\prod"}[expr.func]
        limits = [[self._print(part) for part in limit] for limit in reversed(expr.limits)]
        signs = " ".join(rf"{sign}_{{{index}={start}}}^{{{end}}}" for index, start, end in limits)
        body = self._print(expr.function)
        brackets = expr.function.is_Add or expr.function.could_extract_minus_sign()
        return rf"{signs} \left({body}\right)" if brackets else f"{signs} {body}"

    _print_Mul = _textbook_product  # noqa: N815, SymPy's names
    _print_Sum = _print_Product = _one_sign_a_limit  # noqa: N815


def _place_in_a_sum(term):
    return term.could_extract_minus_sign(), sp.count_ops(term)


def _place_in_a_product(factor):
    base = factor.as_base_exp()[0]
    return 1 * base.is_Add + 2 * isinstance(base, sp.Sum) + 3 * isinstance(base, sp.log)


def latex(expr):
    """Write a formula as LaTeX, as this course prints it."""
    return FormulaPrinter({"long_frac_ratio": 2, "symbol_names": NAMES}).doprint(expr)


def text(words):
    r"""Words beside a formula, as ``\text{…}``; the mathematical signs among them are set as mathematics."""
    among = POWER.sub(lambda power: rf"}}^{{{power[0].translate(RAISED)}}}\text{{", words.translate(AMONG_WORDS))
    return rf"\text{{{among}}}"
