#!/usr/bin/env bash
# Cleans one day with what the desk knows, and adds the day to it.
# Takes DAY.jsonl.zst, the file to write and the desk; gives the file whole or not at all, and copydesk's exit code.
set -euo pipefail
day=$1 clean=$2 desk=$3

part=$clean.part
trap 'rm -f -- "$part"' EXIT
zstd -dc -- "$day" | "${COPYDESK:-copydesk}" filter --desk "$desk" --learn --delay 0 --progress json | zstd -q >"$part"
mv -- "$part" "$clean"
