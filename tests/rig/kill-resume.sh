#!/usr/bin/env bash
# Kills a simulated capture with -9 at random instants, lets it go on each time, and compares the session with an uninterrupted one.
# usage: tests/rig/kill-resume.sh [KILLS=20] [SEED=1]; exit code 1 if anything differs.
# COZ=PROGRAM runs that instead of ./coz: another build. It must become coz (exec), for the kill to hit it.
set -u
kills=${1:-20}
RANDOM=${2:-1}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
coz=${COZ:-$root/coz}
work=$(mktemp -d)
experiment=kill-resume-$$
trap 'rm -rf "$work" "$root/runs/$experiment"' EXIT
cat >"$work/capture.json" <<JSON
{
  "name": "$experiment",
  "task": { "name": "capture", "frames": 12, "settle": 0.1, "settings": ["iso=100", "aperture=8"] },
  "camera": { "name": "simulated", "width": 480 },
  "lens": { "name": "simulated", "speed": 200 }
}
JSON
"$coz" list tasks >/dev/null || exit 1 # builds, so that no kill hits a build
export COZ_NO_BUILD=1
cd "$work" || exit 1

capture() { "$coz" run capture.json --set "task:session=$1" --json >"$1.out" 2>"$1.err"; }

# step, hash, length of the frames: what a resumed session must have in common with an uninterrupted one
frames() { grep '"type":"frame"' "$1/session.jsonl" | sed -E 's/.*"step":([0-9]+).*"sha256":"([0-9a-f]+)","length":([0-9]+).*/\1 \2 \3/' | sort -n; }

capture whole || { cat whole.err; exit 1; }
frames whole >whole.txt
# From the first to the last line of the manifest: the time in which a kill can hit the sweep.
milliseconds=$(($(date -d "$(tail -1 whole/session.jsonl | sed -E 's/.*"time":"([^"]+)".*/\1/')" +%s%3N) - $(date -d "$(head -1 whole/session.jsonl | sed -E 's/.*"time":"([^"]+)".*/\1/')" +%s%3N)))
echo "uninterrupted: $(wc -l <whole.txt) frames, sweep of $milliseconds ms"

bad=0 done=0 session=0
while ((done < kills)); do
    name=killed-$((++session))
    while ((done < kills)); do
        lines=$(wc -l 2>/dev/null <"$name/session.jsonl" || echo 0)
        capture "$name" 2>/dev/null &
        pid=$!
        # The shell function runs in a subshell that waits for coz, which exec has made of the launcher; or coz has taken its place.
        until [[ $(wc -l 2>/dev/null <"$name/session.jsonl" || echo 0) -gt $lines ]] || ! kill -0 $pid 2>/dev/null; do sleep 0.02; done
        delay=$((RANDOM * milliseconds / 32768))
        sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
        child=$(pgrep -P $pid)
        if ! kill -9 "${child:-$pid}" 2>/dev/null; then
            wait $pid 2>/dev/null
            break # it was done before the kill
        fi
        wait $pid 2>/dev/null
        ((done++))
        echo "kill $done: $name after $delay ms, $(frames "$name" | wc -l) frames, last line: $(tail -1 "$name/session.jsonl" | cut -c1-60)"
    done
    capture "$name" || { cat "$name.err"; bad=1; }
    frames "$name" >"$name.txt"
    cmp -s whole.txt "$name.txt" || { echo "$name differs:"; diff whole.txt "$name.txt"; bad=1; }
    while read -r step hash length; do
        file=$name/frames/$(printf '%04d' "$step").jpg
        [[ $(sha256sum <"$file" | cut -d' ' -f1) == "$hash" && $(stat -c %s "$file") == "$length" ]] || { echo "$file is not what was recorded"; bad=1; }
    done <"$name.txt"
    [[ $(find "$name/frames" -type f | wc -l) == $(wc -l <whole.txt) ]] || { echo "$name: files without a frame"; bad=1; }
    # A kill in mid-write leaves the simulator a .tmp or the notes of a picture that is not there: no picture.
    left=$(find "$name.devices/simulated/card" -name '*.JPG' -printf '%f ')
    [[ -z $left ]] || { echo "$name: pictures left on the card: $left"; bad=1; }
done
((bad == 0)) && echo "$done kills in $session sessions: the same frames each time, every SHA-256 right" || echo "FAILED"
exit $bad
