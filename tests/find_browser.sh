#!/bin/sh
# See to it that the browser tests have a Chromium: $CHROMIUM, one on the PATH, or Debian's package.
set -eu
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && found=$(command -v "$name"); then
        echo "browser: $found"
        exit 0
    fi
done
echo "No Chromium found; installing Debian's ..." >&2
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update -q && $as_root apt-get install -y -q chromium fonts-noto-cjk || {
    echo "The browser tests need a browser: install chromium, or set CHROMIUM=/path/to/it." >&2
    exit 1
}
