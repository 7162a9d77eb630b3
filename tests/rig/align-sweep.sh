#!/usr/bin/env bash
# Aligns simulated captures and compares with the true warps; what was seen is in docs/rig.md.
#
#   tests/rig/align-sweep.sh OUT procedural SEEDS [WIDTH]     procedural scenes, x1.35 to x6
#   tests/rig/align-sweep.sh OUT mosaic SEEDS PHOTO...        mosaics of photos, 2664x2000, x1.26 to x4; fewer than 12 photos of 3840x2160 are shown twice
#   tests/rig/align-sweep.sh OUT photo SEED PHOTO...          a photo each, x1.2 to x4
#   tests/rig/align-sweep.sh OUT bad SEEDS [PHOTO...]         frames with faults that must be rejected; without a photo 1332x1000 procedural
#   tests/rig/align-sweep.sh OUT full PHOTO...                all of docs/rig.md for photos so large: 7 procedural scenes, 3 mosaics, each photo twice, 112 bad frames
#   tests/rig/align-sweep.sh OUT summary                      the figures of all that OUT holds
#
# SEEDS is a list with commas. OUT gets a file of pairs for each session, and a session that has its file is not run again: a long sweep can be
# stopped, and goes on with the same command. COZ is the command to run (./coz); with KEEP=1 the run of each session is kept.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
coz=${COZ:-"$here/../../coz"}
out=$1; kind=$2; seeds=${3:-}
shift $(($# < 3 ? $# : 3))
mkdir -p "$out"
out=$(cd "$out" && pwd)

session() { # NAME EXPERIMENT SETTINGS...
  local name=$1 experiment=$2; shift 2
  [ -s "$out/$name.json" ] && return
  local result
  result=$($coz run "$here/$experiment" --json "$@" 2>"$out/$name.log") || { echo "$name failed: see $out/$name.log" >&2; return; }
  jq --arg session "$name" '[.pairs[] + {session: $session}]' <<<"$result" >"$out/$name.part" && mv "$out/$name.part" "$out/$name.json"
  rm -f "$out/$name.log"
  [ -n "${KEEP:-}" ] || rm -rf "$(jq -r .run <<<"$result")"
  jq -r '.[] | [.session, .scale, .accepted, .true_p95, .estimate_p95, (.faults | join(" ")), (.reasons | join("; "))] | @tsv' "$out/$name.json"
}

list() { realpath "$@" | jq -cRn '[inputs]'; }

case $kind in
  procedural)
    for seed in ${seeds//,/ }; do session "procedural-$seed" sweep-6.json --set seed="$seed" --set camera:scene_seed="$seed" --set camera:width="${1:-2664}"; done ;;
  mosaic)
    # The photos in another order for each seed: scene_seed orders only what lies beyond a mosaic's edges.
    for seed in ${seeds//,/ }; do
      first=$((seed % $#)); photos=("${@:first + 1}" "${@:1:first}")
      session "mosaic-$seed" sweep.json --set seed="$seed" --set camera:scene_seed="$seed" --set camera:width=2664 --set task:steps:0:frames=7 --set "camera:scene=$(list "${photos[@]}")"
    done ;;
  photo)
    for photo in "$@"; do session "photo-$seeds-$(basename "${photo%.*}")" sweep.json --set seed="$seeds" --set "camera:scene=$(list "$photo")"; done ;;
  bad)
    # Frame 1 is the anchor; each session has each fault at another scale.
    for seed in ${seeds//,/ }; do
      at=(); for i in 0 1 2 3 4 5 6; do at+=($((2 + (i + seed) % 7))); done
      scene=(); name="bad-$seed"
      if [ $# -gt 0 ]; then photo=${!#}; photos=("$@"); photo=${photos[$((seed % $#))]}; scene=(--set "camera:scene=$(list "$photo")"); name="bad-photo-$seed"; fi
      session "$name" sweep.json --set seed="$seed" --set camera:scene_seed="$seed" "${scene[@]}" \
        --set "camera:faults:parallax_at=[${at[0]},${at[1]}]" --set "camera:faults:flat_sky_at=[${at[2]}]" --set "camera:faults:moving_patch_at=[${at[3]},${at[4]}]" \
        --set "camera:faults:exposure_jump_at=[${at[5]}]" --set "camera:faults:other_scene_at=[${at[6]}]"
    done ;;
  full)
    # Seeds from 201: thresholds were chosen on others. The short ones first.
    photos=("$seeds" "$@")
    for seed in 201 202; do "$0" "$out" photo $seed "${photos[@]}"; done
    "$0" "$out" bad 201,202,203,204
    "$0" "$out" bad 205,206,207,208,209,210,211,212,213,214,215,216 "${photos[@]}"
    "$0" "$out" procedural 201,202,203,204,205,206,207
    "$0" "$out" mosaic 201,202,203 "${photos[@]}" ;;
  summary)
    jq -s 'add | {
      good: (map(select(.faults == [])) | {pairs: length, rejected: map(select(.accepted | not)) | length,
        accepted_outside: map(select(.accepted and .true_p95 > (if .scale > 4.5 then 0.15 else 0.1 end))) | length,
        worst_true: map(select(.accepted) | .true_p95) | max, worst_estimate_error: map(select(.accepted) | (.true_p95 - .estimate_p95) | fabs) | max}),
      by_scale: (map(select(.faults == [] and .accepted)) | group_by(.scale | round) | map({scale: (.[0].scale | round), pairs: length, mean: (map(.true_p95) | add / length), worst: (map(.true_p95) | max)})),
      bad: (map(select(.faults != [])) | {pairs: length, accepted: map(select(.accepted)) | length}),
      reasons: (map(select(.faults != [])) | group_by(.faults) | map({fault: (.[0].faults | join(" ")), reasons: (map(.reasons[0] // "accepted" | split(":")[0]) | group_by(.) | map({(.[0]): length}) | add)})),
      rejected_good: map(select(.faults == [] and (.accepted | not)) | {session, scale, reasons, true_p95})
    }' "$out"/*.json ;;
  *) sed -n '2,12p' "$0"; exit 2 ;;
esac
