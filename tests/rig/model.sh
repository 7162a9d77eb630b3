#!/usr/bin/env bash
# Captures procedural scenes on the simulated rig, aligns them, builds a data set, trains a small model on it, and compares it with bicubic on the
# test scenes. What was seen is in docs/rig.md.
#
#   tests/rig/model.sh OUT [SETTINGS OF THE TRAINING...]
#
# What is done is not done again: it can be stopped, and goes on with the same command.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
samples="$here/../../samples/experiments"
coz=${COZ:-"$here/../../coz"}
out=$1; shift
mkdir -p "$out"
cd "$out"
out=$PWD
train=10 test=3

for ((i = 1; i <= train + test; i++)); do
  name=$(printf 'scene-%02d' "$i")
  [ -s "$name/alignment/alignment.json" ] && continue
  rm -rf "$name" runs
  mkdir "$name"
  $coz run "$samples/capture-simulated.json" --json --set seed=$((200 + i)) --set camera:scene_seed=$((200 + i)) --set camera:width=1332 --set task:frames=4 --set task:steps=focal --set task:scene="$name" --set task:session="$out/$name/session" >"$name/capture.json"
  run=$($coz run "$samples/align.json" --json --set task:session="$out/$name/session" --set task:report=false | jq -r .run)
  mv "$run/alignment" "$name/"
done
if [ ! -s dataset/index.json ]; then
  rm -rf dataset
  alignments=$(printf '%s\n' "$out"/scene-*/alignment | jq -cRn '[inputs]')
  tests=$(for ((i = train + 1; i <= train + test; i++)); do printf 'scene-%02d\n' "$i"; done | jq -cRn '[inputs]')
  $coz run "$samples/build-dataset.json" --json --set "task:alignments=$alignments" --set "task:test=$tests" --set task:out="$out/dataset" >build.json
  $coz data check dataset --json >check.json
fi
$coz run "$samples/train/rig.json" --resume --json --set data:root="$out/dataset" --set validation:root="$out/dataset" "$@" >train.json
checkpoint=$(jq -r .run train.json)/checkpoints/last.safetensors
$coz run "$samples/benchmark-coz.json" --json --set data:root="$out/dataset" --set data:scales=2,3,4 --set "models=bicubic,$checkpoint" >benchmark.json
jq . benchmark.json
