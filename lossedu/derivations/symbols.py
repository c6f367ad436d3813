"""The symbols of the course, each made once, with what is assumed about it.

A probability is declared only real: that it lies between 0 and 1 is used by :mod:`lossedu.derivations.proof`, which
draws its numbers there.  ``pi`` is the parameter of the Bernoulli distribution; the number 3.14159… is ``sympy.pi``.
"""

import sympy as sp

y, y_hat, z, pi = sp.symbols("y yhat z pi", real=True)  # one observation: label, prediction, logit, parameter
ys, y_hats, zs = (sp.IndexedBase(name, real=True) for name in ("y", "yhat", "z"))  # a row of them: ys[i] is yᵢ
n, C = sp.symbols("n C", integer=True, positive=True)  # how many observations, how many classes
i, j, k, c = sp.symbols("i j k c", integer=True)  # observation i; classes j, k and c
o, low, high = sp.symbols("o a b", real=True)  # an output in (0, 1), and the range (a, b) it is stretched to
shift = sp.Symbol("s", real=True)  # a number added to every logit
alpha = sp.Symbol("alpha", positive=True)  # share of label smoothing
pi_hat = sp.Symbol("pihat", real=True)
J, likelihood, log_likelihood, entropy, divergence = sp.symbols("J likelihood log_likelihood H KL")  # names of results

observations = (i, 1, n)  # counted from 1, as in print
classes = (k, 0, C - 1)  # counted from 0, as in Python: classes 0 and 1 are the labels 0 and 1


class Sigmoid(sp.Function):
    """σ(z) = 1/(1 + e⁻ᶻ), kept in one piece until ``.rewrite(sympy.exp)`` opens it.

    Its slope σ(1 − σ) is used here and derived in :func:`lossedu.derivations.sigmoid_derivative`; each proof opens σ
    first, so no proof leans on it.
    """

    nargs = 1
    is_real = True

    def fdiff(self, argindex=1):
        """Slope by the logit."""
        return self * (1 - self)

    def _eval_rewrite_as_exp(self, logit, **hints):
        return 1 / (1 + sp.exp(-logit))

    def _eval_evalf(self, precision):
        return self.rewrite(sp.exp)._eval_evalf(precision)

    def _pythoncode(self, printer):  # for sympy.lambdify
        return f"({printer.doprint(self.rewrite(sp.exp))})"

    _numpycode = _mpmathcode = _pythoncode

    def _sympystr(self, printer):
        return f"sigma({printer.doprint(self.args[0])})"

    def _latex(self, printer, exp=None):
        power = f"^{{{exp}}}" if exp else ""
        return rf"\sigma{power}\left({printer.doprint(self.args[0])}\right)"


sigma = Sigmoid(z)


def explicit(expr):
    """Every σ(z) written out as 1/(1 + e⁻ᶻ)."""
    return expr.replace(Sigmoid, lambda logit: Sigmoid(logit).rewrite(sp.exp))
