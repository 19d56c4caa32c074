#!/usr/bin/env bash
# Checks a newsletter and writes its archive as static files; action.yml runs it, and so can any other CI.
#
# Reads INPUT_SOURCE, INPUT_OUTPUT, INPUT_BASE and INPUT_STRICT; needs `jianbao` on the path.
set -euo pipefail

source=${INPUT_SOURCE:-.}
output=${INPUT_OUTPUT:-_site}
data=$(mktemp -d)
trap 'rm -rf -- "$data"' EXIT

case $source$output in
  *$'\n'*) echo "source and output are one line each" >&2; exit 2 ;;
esac

report=$data/report.json
# A line that was not understood is told, and stops the build only where that is asked for.
jianbao --data "$data/index" check --json -- "$source" > "$report" || [ "$(head -c 1 "$report")" = "{" ]
unread=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1], encoding="utf8"))["unread"])' "$report")
echo "lines not understood: $unread"
if [ "${INPUT_STRICT:-false}" = "true" ] && [ "$unread" != "0" ]; then
  jianbao --data "$data/index" check -- "$source" >&2 || true
  exit 1
fi

arguments=(--output "$output")
if [ -n "${INPUT_BASE:-}" ]; then
  arguments+=(--base "$INPUT_BASE")
fi
jianbao --data "$data/index" build "${arguments[@]}" -- "$source"
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  printf 'output=%s\n' "$output" >> "$GITHUB_OUTPUT"
fi
