#!/usr/bin/env bash
# Makes the table of docs/performance.md: time and peak memory of upscales x4 to results of 1 to 24 MP, at --memory 512MiB and 2GiB.
#   tests/upscale-table.sh [MODEL]
# MODEL is a checkpoint, or edsr-baseline+lmi (untrained: as fast, as large) if left out. Run it with nothing beside it; it takes some 15
# minutes. COZ_SIZES and COZ_MEMORY choose others, COZ another program: COZ_SIZES="60x40" COZ_MEMORY=512MiB tests/upscale-table.sh
# Peak: the most resident memory of the process while it upscales, less that after the model was loaded.
cd "$(dirname "$0")/.." || exit 1
model=${1:-edsr-baseline+lmi}
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

# A little-endian number of two or four bytes.
short() { printf "\\x$(printf %02x $(($1 & 255)))\\x$(printf %02x $(($1 >> 8 & 255)))"; }
long() { short $(($1 & 65535)); short $(($1 >> 16)); }
entry() { short "$1"; short "$2"; long "$3"; long "$4"; }

# An uncompressed TIFF of digits: the same texture each time, without a picture of anybody's.
picture() {
    local width=$1 height=$2 bytes=$(($1 * $2 * 3))
    {
        printf 'II\x2a\x00'; long 8
        short 9
        entry 256 4 1 "$width"; entry 257 4 1 "$height"
        entry 258 3 3 122
        entry 259 3 1 1; entry 262 3 1 2; entry 273 4 1 128; entry 277 3 1 3; entry 278 4 1 "$height"; entry 279 4 1 "$bytes"
        long 0
        short 8; short 8; short 8
        seq "$bytes" | tr '\n' ' ' | head -c "$bytes"
    } 2>/dev/null
}

# The value of a key of the first picture, from the JSON on standard input.
value() { grep -o "\"$1\": *[^,}]*" <<<"$json" | head -1 | sed 's/^[^:]*: *//; s/"//g'; }

# What the model takes is measured before, so that no row's seconds hold it.
picture 60 40 >"$folder/in.tif"
${COZ:-./coz} upscale "$folder/in.tif" "$folder/out.png" --scale 4 --model "$model" --memory 512MiB >/dev/null 2>"$folder/errors" || { cat "$folder/errors" >&2; exit 1; }

failed=0
echo "| --memory | result | pixels | tiles | window | predicted MiB | peak MiB | seconds | seconds a megapixel |"
echo "|---|---|---|---|---|---|---|---|---|"
for memory in ${COZ_MEMORY:-512MiB 2GiB}; do
    for size in ${COZ_SIZES:-306x204 612x408 866x577 1061x707 1225x816 1500x1000}; do
        picture "${size%x*}" "${size#*x}" >"$folder/in.tif"
        if ! json=$(${COZ:-./coz} upscale "$folder/in.tif" "$folder/out.png" --scale 4 --model "$model" --memory "$memory" --json 2>"$folder/errors"); then
            cat "$folder/errors" >&2
            failed=1
            continue
        fi
        result=$(value size)
        awk -v memory="$memory" -v result="$result" -v tiles="$(value tiles)" -v window="$(value window)" -v predicted="$(value predicted_bytes)" \
            -v peak="$(value peak_bytes)" -v seconds="$(value seconds)" 'BEGIN {
            split(result, side, "x"); pixels = side[1] * side[2] / 1e6
            printf "| %s | %s | %.1f MP | %d | %s | %s | %.0f | %.1f | %.1f |\n", memory, result, pixels, tiles, window,
                predicted == "null" ? "-" : sprintf("%.0f", predicted / 1048576), peak / 1048576, seconds, seconds / pixels }'
    done
done
exit $failed
