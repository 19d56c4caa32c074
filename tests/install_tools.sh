#!/bin/sh
# See to it that the tests have a Chromium ($CHROMIUM, one on the PATH, or Debian's) and curl.
set -eu

browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$name" ] && command -v "$name"; then
            return 0
        fi
    done
    return 1
}

missing=""
found=$(browser) && echo "browser: $found" || missing="chromium fonts-noto-cjk"
command -v curl >/dev/null || missing="$missing curl"
[ -n "$missing" ] || exit 0

echo "Installing what the tests need: $missing" >&2
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
# shellcheck disable=SC2086 # one word a package
$as_root apt-get update -q && $as_root apt-get install -y -q $missing || {
    echo "Could not install: $missing. Install them by hand, or set CHROMIUM=/path/to/a/browser." >&2
    exit 1
}
