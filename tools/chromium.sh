#!/bin/sh
# The browser tests need Chromium: find it, or install Debian's where that is allowed.
set -eu
for name in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
    if command -v "$name" >/dev/null; then exit; fi
done
[ "$(id -u)" = 0 ] && SUDO= || SUDO="sudo -n"
$SUDO apt-get update -qq </dev/null &&
    $SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-liberation </dev/null || {
    echo "The browser tests need Chromium. Install it, or name yours: make test CHROMIUM=/path/to/chrome" >&2
    exit 1
}
