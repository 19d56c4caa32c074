#!/bin/sh
# Make a virtual environment, also on a Debian whose python3 came without venv and pip.
# usage: make_venv.sh PYTHON FOLDER
set -eu
python=$1
folder=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "jianbao needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.12" >&2
    exit 1
}
"$python" -m venv "$folder" 2>/dev/null && exit 0
rm -rf "$folder"
echo "This Python has no venv; installing Debian's python3-venv ..." >&2
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update -q && $as_root apt-get install -y -q python3-venv || {
    echo "Could not install it. Run: apt-get install python3-venv, then make again." >&2
    exit 1
}
"$python" -m venv "$folder"
