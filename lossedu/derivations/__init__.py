"""Where the losses come from: pmf → likelihood → logarithm → minus → mean → loss → slope, computed by SymPy.

Each function returns a :class:`Derivation`, a chain of steps that can be read, shown, and proved::

    from lossedu import derivations as derive

    steps = derive.binary_cross_entropy()      # shows as aligned LaTeX in a notebook, as plain lines elsewhere
    steps["take the logarithm"]                # one step, by its title: a formula with what was done, and why
    steps.steps[0], steps.last                 # the first step; the formula reached at the end
    steps["change the sign"].expr              # the SymPy object, to go on with:  .subs(derive.pi, 0.3).doit()
    steps.verify()                             # proves every step; an AssertionError names one that does not follow

A chain can be built, or taken further, by the reader::

    more = derive.binary_cross_entropy_gradient()
    more.then("put y = 1", "the label is 1", lambda slope: slope.subs(derive.y, 1))   # a function: do this
    more.then("cancel", "a / ab = 1 / b", sympy.cancel(more.last))                   # a formula: the same value

Read the modules in this order: ``symbols`` · ``steps`` · ``proof`` · ``rules`` · ``binary`` · ``gaussian`` ·
``categorical`` · ``outputs``; ``display`` is about looks alone.  This package shares no code with
:mod:`lossedu.losses` and :mod:`lossedu.likelihood`: two roads to one number.
"""

from functools import partial

from .binary import (
    bernoulli_mle,
    bernoulli_mle_of_equal_labels,
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_curvature,
    binary_cross_entropy_with_logits_gradient,
    least_binary_cross_entropy,
)
from .categorical import (
    cross_entropy,
    cross_entropy_gradient,
    cross_entropy_with_logits,
    cross_entropy_with_logits_gradient,
    gibbs_inequality,
    kl_divergence,
    least_cross_entropy,
    softmax_of_two_classes,
    softmax_shift_invariance,
)
from .display import latex
from .gaussian import (
    squared_error,
    squared_error_gradient,
    squared_error_with_logits_curvature,
    squared_error_with_logits_gradient,
    squared_error_with_logits_inflection,
)
from .outputs import relu_derivative, rescale, sigmoid_derivative, tanh_derivative, tanh_from_sigmoid
from .steps import Derivation, Step
from .symbols import (
    C,
    Sigmoid,
    alpha,
    c,
    high,
    i,
    j,
    k,
    low,
    n,
    o,
    pi,
    pi_hat,
    shift,
    sigma,
    y,
    y_hat,
    y_hats,
    ys,
    z,
    zs,
)

DERIVATIONS = {
    "binary_cross_entropy": binary_cross_entropy,
    "binary_cross_entropy_gradient": binary_cross_entropy_gradient,
    "binary_cross_entropy_with_logits": binary_cross_entropy_with_logits,
    "binary_cross_entropy_with_logits_gradient": binary_cross_entropy_with_logits_gradient,
    "binary_cross_entropy_with_logits_curvature": binary_cross_entropy_with_logits_curvature,
    "least_binary_cross_entropy": least_binary_cross_entropy,
    "bernoulli_mle": bernoulli_mle,
    "bernoulli_mle of zeros": partial(bernoulli_mle_of_equal_labels, 0),
    "bernoulli_mle of ones": partial(bernoulli_mle_of_equal_labels, 1),
    "squared_error": squared_error,
    "squared_error_gradient": squared_error_gradient,
    "squared_error_with_logits_gradient": squared_error_with_logits_gradient,
    "squared_error_with_logits_curvature": squared_error_with_logits_curvature,
    "squared_error_with_logits_inflection": squared_error_with_logits_inflection,
    "cross_entropy": cross_entropy,
    "cross_entropy_gradient": cross_entropy_gradient,
    "cross_entropy_with_logits": cross_entropy_with_logits,
    "cross_entropy_with_logits_gradient": cross_entropy_with_logits_gradient,
    "softmax_shift_invariance": softmax_shift_invariance,
    "softmax_of_two_classes": softmax_of_two_classes,
    "kl_divergence": kl_divergence,
    "gibbs_inequality": gibbs_inequality,
    "least_cross_entropy": least_cross_entropy,
    "sigmoid_derivative": sigmoid_derivative,
    "tanh_derivative": tanh_derivative,
    "tanh_from_sigmoid": tanh_from_sigmoid,
    "relu_derivative": relu_derivative,
    "rescale": rescale,
}

__all__ = [
    "DERIVATIONS",
    "C",
    "Derivation",
    "Sigmoid",
    "Step",
    "alpha",
    "bernoulli_mle",
    "bernoulli_mle_of_equal_labels",
    "binary_cross_entropy",
    "binary_cross_entropy_gradient",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_curvature",
    "binary_cross_entropy_with_logits_gradient",
    "c",
    "cross_entropy",
    "cross_entropy_gradient",
    "cross_entropy_with_logits",
    "cross_entropy_with_logits_gradient",
    "gibbs_inequality",
    "high",
    "i",
    "j",
    "k",
    "kl_divergence",
    "latex",
    "least_binary_cross_entropy",
    "least_cross_entropy",
    "low",
    "n",
    "o",
    "pi",
    "pi_hat",
    "relu_derivative",
    "rescale",
    "shift",
    "sigma",
    "sigmoid_derivative",
    "softmax_of_two_classes",
    "softmax_shift_invariance",
    "squared_error",
    "squared_error_gradient",
    "squared_error_with_logits_curvature",
    "squared_error_with_logits_gradient",
    "squared_error_with_logits_inflection",
    "tanh_derivative",
    "tanh_from_sigmoid",
    "y",
    "y_hat",
    "y_hats",
    "ys",
    "z",
    "zs",
]
