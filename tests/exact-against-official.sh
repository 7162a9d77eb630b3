#!/usr/bin/env bash
# Trains one small model on scenes with known sub-pixel offsets, in mode exact and in mode official, and prints the PSNR of both. A few
# minutes; COZ_STEPS and COZ_SEEDS make it longer or shorter. What was seen is in docs/training.md.
cd "$(dirname "$0")/.." || exit 1
exec dotnet test tests/Coz.Tests "$@" --filter "FullyQualifiedName~ExactAgainstOfficial" --logger "console;verbosity=detailed"
