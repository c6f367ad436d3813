"""Time and peak memory of lossedu beside SciPy, scikit-learn and PyTorch, all in one run, each on one thread.

A ratio above 1 means that lossedu is quicker, or needs less.  Memory is what a call adds at its peak to the inputs, its
result included; Linux tells it.  PyTorch is not in the environment of the course: install it beside it to compare.
"""

import os
import time
from multiprocessing import get_context
from pathlib import Path

os.environ.update(dict.fromkeys(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"], "1"))

import numpy as np

import lossedu

SIZES, CLASSES, ROUNDS, SECONDS = (10**3, 10**5, 10**7), 10, 7, 0.05
PEERS = ("SciPy", "scikit-learn", "PyTorch")
TOO_SMALL_TO_SEE = 256 * 1024  # bytes: less may come from memory that was there


def inputs(n, number=np.asarray):
    """Labels, probabilities and logits, n of each; the logits also as rows of classes with an index for each row."""
    rng = np.random.default_rng(0)
    y, z = rng.integers(0, 2, n).astype(float), rng.normal(0, 3, n)
    k = rng.integers(0, CLASSES, n // CLASSES)
    arrays = {"y": y, "p": rng.random(n), "z": z, "rows": z.reshape(-1, CLASSES), "k": k}
    return {name: number(array) for name, array in arrays.items()}


def ours():
    return inputs, {
        "sigmoid(z)": lambda y, p, z, rows, k: lossedu.sigmoid(z),
        "BCE(y, ŷ)": lambda y, p, z, rows, k: lossedu.binary_cross_entropy(y, p),
        "BCE(y, z)": lambda y, p, z, rows, k: lossedu.binary_cross_entropy_with_logits(y, z),
        "slope of BCE(y, z)": lambda y, p, z, rows, k: lossedu.binary_cross_entropy_with_logits_gradient(y, z),
        "softmax(z)": lambda y, p, z, rows, k: lossedu.softmax(rows),
        "CE(y, z)": lambda y, p, z, rows, k: lossedu.cross_entropy_with_logits(k, rows),
        "slope of CE(y, z)": lambda y, p, z, rows, k: lossedu.cross_entropy_with_logits_gradient(k, rows),
    }


def scipy():
    from scipy.special import expit, log_expit, log_softmax, softmax, xlog1py, xlogy

    return inputs, {
        "sigmoid(z)": lambda y, p, z, rows, k: expit(z),
        "BCE(y, ŷ)": lambda y, p, z, rows, k: -(xlogy(y, p) + xlog1py(1 - y, -p)),
        "BCE(y, z)": lambda y, p, z, rows, k: -(y * log_expit(z) + (1 - y) * log_expit(-z)),
        "slope of BCE(y, z)": lambda y, p, z, rows, k: expit(z) - y,
        "softmax(z)": lambda y, p, z, rows, k: softmax(rows, axis=-1),
        "CE(y, z)": lambda y, p, z, rows, k: -log_softmax(rows, axis=-1)[np.arange(len(k)), k],
        "slope of CE(y, z)": lambda y, p, z, rows, k: softmax(rows, axis=-1) - np.eye(CLASSES)[k],
    }


def scikit_learn():
    from sklearn._loss import HalfBinomialLoss, HalfMultinomialLoss
    from sklearn.metrics import log_loss

    binary, many = HalfBinomialLoss(), HalfMultinomialLoss(n_classes=CLASSES)
    return inputs, {
        "BCE(y, ŷ)": lambda y, p, z, rows, k: log_loss(y, p),
        "BCE(y, z)": lambda y, p, z, rows, k: binary.loss(y, z),
        "slope of BCE(y, z)": lambda y, p, z, rows, k: binary.gradient(y, z),
        "CE(y, z)": lambda y, p, z, rows, k: many.loss(k.astype(float), rows),
        "slope of CE(y, z)": lambda y, p, z, rows, k: many.gradient(k.astype(float), rows),
    }


def pytorch():
    import torch
    from torch.nn import functional

    torch.set_num_threads(1)
    each = {"reduction": "none"}
    return lambda n: inputs(n, torch.from_numpy), {
        "sigmoid(z)": lambda y, p, z, rows, k: torch.sigmoid(z),
        "BCE(y, ŷ)": lambda y, p, z, rows, k: functional.binary_cross_entropy(p, y, **each),
        "BCE(y, z)": lambda y, p, z, rows, k: functional.binary_cross_entropy_with_logits(z, y, **each),
        "slope of BCE(y, z)": lambda y, p, z, rows, k: torch.sigmoid(z) - y,
        "softmax(z)": lambda y, p, z, rows, k: torch.softmax(rows, -1),
        "CE(y, z)": lambda y, p, z, rows, k: functional.cross_entropy(rows, k, **each),
        "slope of CE(y, z)": lambda y, p, z, rows, k: torch.softmax(rows, -1) - functional.one_hot(k, CLASSES),
    }


LIBRARIES = {"lossedu": ours, "SciPy": scipy, "scikit-learn": scikit_learn, "PyTorch": pytorch}


def installed():
    """Load every library that is there, and name those that are not."""
    found = {}
    for name, load in LIBRARIES.items():
        try:
            found[name] = load()
        except ImportError:
            print(f"{name} is not installed, so its columns stay empty.")
    return found


def best_seconds(calls):
    """Time the calls in turn, several rounds of them, and keep the best of each."""
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(ROUNDS):
        for name, call in calls.items():
            best[name] = min(best[name], seconds(call))
    return best


def seconds(call):
    start, count = time.perf_counter(), 0
    while not count or time.perf_counter() - start < SECONDS:
        call()
        count += 1
    return (time.perf_counter() - start) / count


def peak_bytes(name, what, n):
    """What one call adds to the memory of a fresh copy of this process."""
    with get_context("fork").Pool(1) as pool:
        return pool.apply(added_bytes, (name, what, n))


def added_bytes(name, what, n):
    make_inputs, calls = found[name]
    calls[what](**make_inputs(100 * CLASSES))  # what is loaded once does not count
    arrays = make_inputs(n)
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
    before = resident_bytes("VmRSS")
    result = calls[what](**arrays)
    added = resident_bytes("VmHWM") - before
    return added if result is not None and added > TOO_SMALL_TO_SEE else None


def resident_bytes(which):
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(which))
    return int(line.split()[1]) * 1024


def row(what, n):
    names = [name for name in LIBRARIES if name in found and what in found[name][1]]
    memory = {name: peak_bytes(name, what, n) for name in names} if Path("/proc/self/clear_refs").exists() else {}
    arrays = {name: found[name][0](n) for name in names}
    times = best_seconds({name: (lambda name=name: found[name][1][what](**arrays[name])) for name in names})
    own = memory.get("lossedu")
    cells = [f"{what:<19}", f"{n:>9.0e}", f"{times['lossedu'] * 1e9 / n:>8.1f} ns"]
    cells += [f"{times[peer] / times['lossedu']:>12.2f}" if peer in times else f"{'':>12}" for peer in PEERS]
    cells += [f"{own / n:>8.1f} B" if own else f"{'–':>10}"]
    cells += [f"{memory[peer] / own:>12.2f}" if own and memory.get(peer) else f"{'':>12}" for peer in PEERS]
    return " ".join(cells)


if __name__ == "__main__":
    found = installed()
    print("Time and added memory of lossedu for one element; then, for each peer, theirs / ours:")
    peers = " ".join(f"{peer:>12}" for peer in PEERS)
    print(f"{'':<19} {'elements':>9} {'time':>11} {peers} {'memory':>10} {peers}")
    for what in found["lossedu"][1]:
        for n in SIZES:
            print(row(what, n), flush=True)
