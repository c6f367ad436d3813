"""Figures to take hold of: each explorer draws once, names what moves, and names the sliders.

Read ``predictions`` first, then ``likelihoods``, ``logits`` and ``descents``; ``panels`` is what their figures share.
"""

from lossedu.explorers.descents import explore_descent, explore_sigmoid_fit
from lossedu.explorers.likelihoods import explore_likelihood, explore_underflow
from lossedu.explorers.logits import explore_logits, explore_softmax
from lossedu.explorers.predictions import explore_binary_cross_entropy, explore_label_smoothing

__all__ = [
    "explore_binary_cross_entropy",
    "explore_descent",
    "explore_label_smoothing",
    "explore_likelihood",
    "explore_logits",
    "explore_sigmoid_fit",
    "explore_softmax",
    "explore_underflow",
]
