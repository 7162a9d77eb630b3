#!/usr/bin/env bash
# Aligns real pairs of files that have one size, City100's: the LR image stands for the wide photo, the HR image for one a hair longer.
#
#   tests/rig/real-pair.sh OUT LR HR [SETTINGS...]
#
# OUT gets alignment/ with report.html, the error field as a plot, and alignment.json. Limits count pixels of the LR file: where it is an
# enlarged photo, --set aligner:limit allows for that.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
coz=${COZ:-"$here/../../coz"}
out=$1; lr=$(realpath "$2"); hr=$(realpath "$3")
shift 3
mkdir -p "$out/photos"
out=$(cd "$out" && pwd)
# The folder camera goes by names where there is no EXIF; two photos need two focal lengths.
ln -sf "$lr" "$out/photos/lr_100.00mm.${lr##*.}"
ln -sf "$hr" "$out/photos/hr_100.01mm.${hr##*.}"
rm -rf "$out/alignment"
result=$(cd "$out" && $coz run "$here/real-pair.json" --json --set camera:folder="$out/photos" --set lens:folder="$out/photos" "$@")
run=$(jq -r .run <<<"$result")
mv "$run/alignment" "$out/alignment"
rm -rf "$run"
jq -c '.alignment.frames[] | {scale, is_accepted, rejections, metrics}' "$out/alignment/alignment.json"
