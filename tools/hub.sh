#!/bin/sh
# Usage: hub.sh PYTHON FOLDER.  Makes an environment with a JupyterHub, its proxy, and the lessons as a learner has them.
set -eu
sh tools/npm.sh
"$1" -m venv "$2"
"$2/bin/python" -m pip install --quiet uv
export VIRTUAL_ENV="$2"
sed -E '/^ +--hash/d; s/ *\\$//' requirements.lock >"$2/constraints.txt"  # the lock's versions; its hashes cover more
"$2/bin/uv" pip install --quiet --compile-bytecode --constraint "$2/constraints.txt" --editable ".[lab]" "jupyterhub==6.1.1"
npm install --silent --prefix "$2" configurable-http-proxy@5.3.0
