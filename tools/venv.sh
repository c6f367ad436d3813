#!/bin/sh
# Usage: venv.sh PYTHON FOLDER LOCK.  Makes the environment that the lock describes, with lossedu in it, editable.
set -eu
"$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || {
    echo "lossedu needs Python 3.11 to 3.14; '$1' is $("$1" --version 2>&1). Choose another: make PYTHON=python3.12 ..." >&2
    exit 1
}
"$1" -m venv "$2" || {
    echo "'$1 -m venv' failed. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
}
"$2/bin/python" -m pip install --quiet uv
export VIRTUAL_ENV="$2"
"$2/bin/uv" pip sync --quiet --compile-bytecode "$3"  # so that a first import, of SymPy above all, is quick
"$2/bin/uv" pip install --quiet --no-deps --editable .
"$2/bin/jupyter" labextension disable --level=sys_prefix "@jupyterlab/apputils-extension:announcements" 2>/dev/null  # no news prompt
