"""Gradient descent that returns its whole path, and the small model that descends it."""

import numpy as np

from lossedu.activations import sigmoid
from lossedu.losses import LOSSES
from lossedu.validation import extended_real, finite, label, positive, single, whole_number

__all__ = ["LogisticModel", "gradient_descent"]


def gradient_descent(gradient, start, rate, steps):
    r"""Walk downhill: step against the gradient again and again, and remember every place.

    .. math:: \theta_{t + 1} = \theta_t - \text{rate} \cdot \nabla J(\theta_t)

    Parameters
    ----------
    gradient : callable
        Takes the parameters and returns the gradient of the cost there, in the same shape.
    start : array_like, shape (P,) or scalar
        Parameters to start from.
    rate : float
        Learning rate, greater than 0: how far to step for a slope of 1.
    steps : int
        Number of steps, 0 or more.

    Returns
    -------
    ndarray, shape (steps + 1, P) or (steps + 1,)
        The parameters after 0, 1, 2, … steps; the start is the first row.

    Raises
    ------
    ValueError
        If ``start`` is not finite, ``rate`` is not positive, ``steps`` is not a whole number, the gradient is NaN or of
        another shape than the parameters, or a step leads beyond the largest floating-point number.

    Notes
    -----
    Nothing is random and nothing stops early: the same call gives the same path.

    References
    ----------
    Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées, C. R. Acad. Sci. 25.

    Examples
    --------
    On the parabola θ², whose slope is 2θ, a rate of ¼ halves the distance with each step:

    >>> gradient_descent(lambda theta: 2 * theta, start=8, rate=0.25, steps=3)
    array([8., 4., 2., 1.])
    """
    if not callable(gradient):
        raise ValueError(f"gradient is {gradient!r}: a function of the parameters is expected.")
    path = [finite("start", start)]
    rate = single("rate", positive("rate", rate))
    for step in range(1, whole_number("steps", steps, least=0) + 1):
        path.append(next_place(path[-1], gradient(path[-1].copy()), rate, step))
    return np.array(path)


class LogisticModel:
    r"""Logistic regression on fixed data: its cost and gradient are functions of the parameters alone.

    .. math:: \hat y = \sigma(w_1 x_1 + \dots + w_D x_D + b), \qquad J = \frac1N \sum_{i=1}^N \text{loss}(y_i, \hat y_i)

    Parameters
    ----------
    x : array_like, shape (N,) or (N, D)
        Inputs, in any unit.
    y : array_like, shape (N,)
        Labels, 0 or 1; soft labels in [0, 1] are allowed.
    loss : {"binary_cross_entropy", "squared_error"}
        What a wrong prediction costs.
    bias : bool
        Whether the model has the intercept b.

    Raises
    ------
    ValueError
        If ``x`` is not a table of finite numbers, ``y`` does not have one label in [0, 1] for each row of ``x``, or the
        loss is unknown.

    Notes
    -----
    The parameters are one vector: the weights, then b. An array of shape (..., P) holds many such vectors, a path or a
    grid of them, and ``logits``, ``predict``, ``cost`` and ``gradient`` treat each one.

    References
    ----------
    Cox (1958), The Regression Analysis of Binary Sequences, J. R. Stat. Soc. B 20(2).

    Examples
    --------
    A slope of 2 and an intercept of −4 put the threshold at x = 2:

    >>> model = LogisticModel(x=[1, 2, 3], y=[0, 1, 1])
    >>> model.predict([2, -4])
    array([0.11920292, 0.5       , 0.88079708])
    """

    def __init__(self, x, y, *, loss="binary_cross_entropy", bias=True):
        self.x, self.y = table(finite("x", x)), label("y", y)
        if self.y.shape != self.x.shape[:1]:
            raise ValueError(f"y has shape {self.y.shape}: one label for each row of x is expected, {len(self.x)}.")
        if not isinstance(loss, str) or loss not in BY_LOGIT:
            raise ValueError(f"loss is {loss!r}: one of {', '.join(BY_LOGIT)} is expected.")
        if not isinstance(bias, bool):
            raise ValueError(f"bias is {bias!r}: True or False is expected.")
        self.loss, self.bias = loss, bias
        self.columns = np.column_stack([self.x, np.ones(len(self.x))]) if bias else self.x

    @np.errstate(over="ignore", invalid="ignore")
    def logits(self, parameters):
        """Return z, one logit for each row of x: shape (..., N)."""
        parameters = finite("parameters", parameters)
        if parameters.shape[-1:] != self.columns.shape[1:]:
            raise ValueError(f"parameters has shape {parameters.shape}: {self.columns.shape[1]} in a row are expected.")
        return (parameters[..., np.newaxis, :] * self.columns).sum(axis=-1)

    def predict(self, parameters):
        """Return ŷ = σ(z), the probability that each label is 1: shape (..., N)."""
        return sigmoid(self.logits(parameters))

    @np.errstate(over="ignore", invalid="ignore")
    def cost(self, parameters):
        """Return J, the mean loss: shape (...,)."""
        z = self.logits(parameters)
        return mean(BY_LOGIT[self.loss].value(np.broadcast_to(self.y, z.shape), z), axis=-1)

    @np.errstate(over="ignore", invalid="ignore")
    def gradient(self, parameters):
        """Return the derivative of J by each parameter: the shape of the parameters."""
        z = self.logits(parameters)
        slopes = BY_LOGIT[self.loss].gradient(np.broadcast_to(self.y, z.shape), z)
        return mean(slopes[..., np.newaxis] * self.columns, axis=-2)


BY_LOGIT = {name: LOSSES[f"{name}_with_logits"] for name in ["binary_cross_entropy", "squared_error"]}


def mean(values, axis):
    """Return the mean; it is finite if the values are, though their sum may not be."""
    result = values.mean(axis=axis)
    return np.where(np.isfinite(result), result, (values / values.shape[axis]).sum(axis=axis))[()]


@np.errstate(over="ignore", invalid="ignore")
def next_place(place, slope, rate, step):
    """Return the place after one step against the slope, if there is one."""
    slope = extended_real("the gradient", slope)
    if slope.shape != place.shape:
        raise ValueError(
            f"the gradient has shape {slope.shape} at step {step}: that of start, {place.shape}, is expected."
        )
    following = place - rate * slope
    if not np.isfinite(following).all():
        raise ValueError(f"step {step} leads from {place} to {following}: is the rate, {rate}, too large?")
    return following


def table(x):
    """Return inputs as a table, shape (N, D); those of one feature are a column."""
    if x.ndim not in (1, 2):
        raise ValueError(f"x has shape {x.shape}: (N,) or (N, D) is expected.")
    return x.reshape(len(x), -1)
