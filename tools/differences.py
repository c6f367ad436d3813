"""Write docs/differences.md, the table of lesson 09 as a page.

python tools/differences.py
"""

from importlib.metadata import version
from pathlib import Path

from lossedu.frameworks import DIFFERENCES

PAGE = Path(__file__).parent.parent / "docs" / "differences.md"
INTRODUCTION = """\
# Where libraries are not right

The same questions were put to lossedu and to scikit-learn {scikit-learn}, PyTorch {torch}, Keras {keras} and
optax {optax}: what do these observations cost? Nearly always all of them answer the same. These are the questions where
they do not. [Lesson 09](../notebooks/09_in_the_frameworks.ipynb) tells the stories behind them.

* **Bold** is a number, or a nan (not a number), where something else is right. lossedu is the judge.
* *refuses* means an error message, *warns* a number with a warning. A dash means that the library has no such loss.
* y is what was observed: a number, a class, or a target for each class. ŷ is a prediction, and z a logit, the number
  before the sigmoid or the softmax. *slope* is the slope of the cost by ŷ.
* PyTorch was given float64. Keras (here on PyTorch) and optax (on JAX) compute in float32 where nothing is said.

"""
END = """

`make lab-frameworks` opens a place to ask more:

```python
from lossedu.frameworks import ask

ask("binary_cross_entropy", y=[1], given=[0])
```

This page is written by `make refresh-frameworks`, and `make test-frameworks` puts every question again.
"""


def page():
    """Return the page: what was asked of which versions, how to read the answers, and the table."""
    versions = {name: short(version(name)) for name in ("scikit-learn", "torch", "keras", "optax")}
    return INTRODUCTION.format(**versions) + DIFFERENCES._repr_markdown_() + END


def short(number):
    """Return the first two parts of a version."""
    return ".".join(number.split(".")[:2])


if __name__ == "__main__":
    PAGE.write_text(page())
