#!/usr/bin/env bash
# Checks a newsletter and writes its archive as static files; action.yml runs it, and so can any other CI.
#
# Reads INPUT_SOURCE, INPUT_OUTPUT, INPUT_BASE and INPUT_STRICT; needs `jianbao` on the path.
set -euo pipefail

source=${INPUT_SOURCE:-}
output=${INPUT_OUTPUT:-_site}
data=$(mktemp -d)
trap 'rm -rf -- "$data"' EXIT

case $source$output in
  *$'\n'*) echo "source and output are one line each" >&2; exit 2 ;;
esac

# -I below: a json.py or tomllib.py of the checkout, which may be a stranger's pull request, is not imported.
# Without a source it is what jianbao.toml names, which may be several newsletters; or else the whole checkout.
named='import tomllib
told = tomllib.load(open("jianbao.toml", "rb"))
raise SystemExit(not (told.get("newsletters") or told.get("newsletter", {}).get("source")))'
sources=()
if [ -n "$source" ]; then
  sources=("$source")
elif ! python3 -I -c "$named" 2>/dev/null; then
  sources=(.)
fi

report=$data/report.json
# A line that was not understood is told, and stops the build only where that is asked for.
jianbao --data "$data/index" check --json -- "${sources[@]}" > "$report" || grep -q '^[[{]' "$report"
# Of one newsletter it is a report, of several a list of them.
unread=$(python3 -I -c 'import json, sys
told = json.load(open(sys.argv[1], encoding="utf8"))
print(sum(one["unread"] for one in (told if isinstance(told, list) else [told])))' "$report")
echo "lines not understood: $unread"
if [ "${INPUT_STRICT:-false}" = "true" ] && [ "$unread" != "0" ]; then
  jianbao --data "$data/index" check -- "${sources[@]}" >&2 || true
  exit 1
fi

arguments=(--output "$output")
if [ -n "${INPUT_BASE:-}" ]; then
  arguments+=(--base "$INPUT_BASE")
fi
jianbao --data "$data/index" build "${arguments[@]}" -- "${sources[@]}"
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  printf 'output=%s\n' "$output" >> "$GITHUB_OUTPUT"
fi
