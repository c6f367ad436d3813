#!/bin/sh
# Usage: torch.sh FOLDER.  Adds PyTorch's CPU build to an environment; never one that brings CUDA.
"$1/bin/python" -m pip install --quiet --no-deps --require-hashes -r requirements-torch.lock || {
    echo "PyTorch's CPU build was not found for this Python: see requirements-torch.lock for those that are known." >&2
    echo "On Linux, use Python 3.11 and let pip see the CPU wheels (PIP_FIND_LINKS or PIP_EXTRA_INDEX_URL)." >&2
    exit 1
}
