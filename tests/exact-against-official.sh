#!/usr/bin/env bash
# Trains one small model on scenes with known sub-pixel offsets, in mode exact and in mode official, and prints the PSNR of both.
# Many minutes on two cores; COZ_STEPS=100 COZ_SEEDS=1 takes about three. What was seen is in docs/training.md.
cd "$(dirname "$0")/.." || exit 1
exec dotnet test tests/Coz.Tests "$@" --filter "FullyQualifiedName~ExactAgainstOfficial" --logger "console;verbosity=detailed"
