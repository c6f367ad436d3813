"""The last function of a model: its slope, and its range."""

import sympy as sp

from .proof import values
from .rules import slope_by
from .steps import Derivation
from .symbols import Sigmoid, explicit, high, low, o, sigma, z


def sigmoid_derivative():
    """Slope of the sigmoid: σ(1 − σ), at most ¼.

    Returns
    -------
    Derivation
        The step "take out σ" has σ(1 − σ); the last step has the slope at z = 0.

    Examples
    --------
    >>> sigmoid_derivative()["take out σ"].expr
    (1 - sigma(z))*sigma(z)
    """
    name = sp.Derivative(sigma, z)
    steps = Derivation("sigmoid", sigma.rewrite(sp.exp), name=sigma)
    steps.then("differentiate by z", "(1 / u)′ = −u′ / u²", slope_by(z), name=name)
    steps.then("put e⁻ᶻ = 1 / σ − 1", "σ = 1 / (1 + e⁻ᶻ)", steps.last.subs(sp.exp(-z), 1 / sigma - 1), name=name)
    steps.then("take out σ", "σ² / σ = σ", sigma * sp.expand(steps.last / sigma), name=name)
    return steps.then(
        "put z = 0", "σ(0) = ½: the steepest place", lambda slope: explicit(slope).subs(z, 0), name=sp.Subs(name, z, 0)
    )


def tanh_derivative():
    """Slope of tanh: 1 − tanh², at most 1.

    Returns
    -------
    Derivation
        The step "write tanh" has 1 − tanh²; the last step has the slope at z = 0.

    Examples
    --------
    >>> tanh_derivative()["write tanh"].expr
    1 - tanh(z)**2
    """
    name = sp.Derivative(sp.tanh(z), z)
    up, down = sp.exp(z), sp.exp(-z)
    steps = Derivation("hyperbolic tangent", (up - down) / (up + down), name=sp.tanh(z))
    steps.then("differentiate by z", "(u / v)′ = (u′v − uv′) / v²", slope_by(z), name=name)
    tanh_in = steps.last.subs(up - down, sp.tanh(z) * (up + down))
    steps.then("write tanh", "eᶻ − e⁻ᶻ = (eᶻ + e⁻ᶻ) tanh z", tanh_in, name=name)
    return steps.then(
        "put z = 0", "tanh 0 = 0: the steepest place", lambda slope: slope.subs(z, 0), name=sp.Subs(name, z, 0)
    )


def tanh_from_sigmoid():
    """Tanh is a sigmoid stretched to (−1, 1): tanh z = 2σ(2z) − 1.

    Returns
    -------
    Derivation
        Ends with tanh z.

    Examples
    --------
    >>> tanh_from_sigmoid().steps[0].expr
    2*sigma(2*z) - 1
    """
    stretched = rescale().last.subs({low: -1, high: 1, o: Sigmoid(2 * z)})
    steps = Derivation("sigmoid of 2z, rescaled to (−1, 1)", stretched)
    steps.then("write out σ", "σ(z) = 1 / (1 + e⁻ᶻ)", explicit(steps.last))
    steps.then("use one denominator", "2 / u − 1 = (2 − u) / u", sp.together(steps.last))
    return steps.then("write tanh", "multiply by eᶻ above and below", sp.simplify(steps.last).rewrite(sp.tanh))


def relu_derivative():
    """Slope of ReLU: 1 for z > 0 and 0 for z < 0.

    Returns
    -------
    Derivation
        Ends with the slope.

    Notes
    -----
    At z = 0 there is no slope: the graph has a corner.  Programs take 0 there, and so does this formula.

    Examples
    --------
    >>> relu_derivative().last
    Piecewise((1, z > 0), (0, True))
    """
    relu = sp.Function("relu")(z)
    steps = Derivation("rectified linear unit", sp.Piecewise((z, z > 0), (0, True)), name=relu)
    return steps.then(
        "differentiate by z", "each piece alone; 0 at the corner", slope_by(z), name=sp.Derivative(relu, z)
    )


def rescale():
    """Straight line from (0, 1) to (a, b): a + (b − a) o.

    Returns
    -------
    Derivation
        Ends with the line, in the symbols ``o``, ``low`` (a) and ``high`` (b).

    Examples
    --------
    >>> rescale().last
    a + o*(-a + b)
    """
    slope, start = sp.symbols("m q", real=True)
    steps = Derivation("a straight line", slope * o + start)
    (ends,) = sp.solve([steps.last.subs(o, 0) - low, steps.last.subs(o, 1) - high], [slope, start], dict=True)
    return steps.then(
        "fix both ends", "a at o = 0, b at o = 1", steps.last.subs(ends), proof=values(o, {0: low, 1: high})
    )
