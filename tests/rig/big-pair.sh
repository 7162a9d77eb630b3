#!/usr/bin/env bash
# Time and memory of one pair of the R10's size, 5328x4000, procedural: captured first, then aligned alone.
#
#   tests/rig/big-pair.sh OUT            captures (once), then aligns and measures
#   MEASURE="quiet" tests/rig/big-pair.sh OUT    the same with a command before the measured one
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
coz=${COZ:-"$here/../../coz"}
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$out"
if [ ! -s session/session.jsonl ] || ! grep -q '"type":"closed"' session/session.jsonl; then
  $coz run "$here/../../samples/experiments/capture-simulated.json" --json --set camera:width=5328 --set camera:scene_seed=101 --set task:frames=2 --set task:to=70 --set task:session="$out/session" >capture.json
fi
${MEASURE:-} /usr/bin/time -f '%e s, %U+%S s of processor, %M KB at most' $coz run "$here/../../samples/experiments/align.json" --json --set task:session="$out/session" --set task:report=false | jq -c '.pairs[]'
