"""lossedu: loss functions you can take hold of.

Read the modules in this order; each builds only on those above it:

* ``validation``: what may come in, and what is said when something else does
* ``activations``: from logits to probabilities and back
* ``losses``: losses of one observation, and their gradients
* ``likelihood``: how likely a sample is, and which parameter makes it most likely
* ``samples``: seeded data sets
* ``descent``: walking downhill on a cost
* ``derivations``: where each loss comes from, step by step
* ``plots``, ``live``, ``explorers``: pictures, and pictures that follow sliders
* ``checks``: answers to attempts at the exercises
* ``lecture``: JupyterLab on a projector
* ``frameworks``: the same question put to scikit-learn, PyTorch, Keras and optax, for lesson 09

The numeric names, and ``lecture_mode``, can be imported from here; this needs NumPy and nothing else.
"""

from lossedu.activations import *  # noqa: F403
from lossedu.descent import *  # noqa: F403
from lossedu.lecture import *  # noqa: F403
from lossedu.likelihood import *  # noqa: F403
from lossedu.losses import *  # noqa: F403
from lossedu.samples import *  # noqa: F403
