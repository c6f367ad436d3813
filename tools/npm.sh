#!/bin/sh
# The static pages need npm once, to fetch what runs in the browser: find it, or install Debian's where that is allowed.
set -eu
if command -v npm >/dev/null; then exit; fi
[ "$(id -u)" = 0 ] && SUDO= || SUDO="sudo -n"
$SUDO apt-get update -qq </dev/null &&
    $SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends npm </dev/null || {
    echo "The static pages need npm, to fetch what runs in the browser. Install it (nodejs.org, or your system's packages)." >&2
    exit 1
}
