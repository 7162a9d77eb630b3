#!/usr/bin/env bash
# Kills 20 trainings with SIGKILL, half of them while a checkpoint's temporary file exists, and compares the bytes they end with.
# COZ_KILL_SEED repeats a series; what was seen so far is in docs/training.md. COZ_KILL_TESTS names another series.
cd "$(dirname "$0")/.." || exit 1
COZ_KILLS=${COZ_KILLS:-20} exec dotnet test tests/Coz.Tests "$@" --filter "FullyQualifiedName~${COZ_KILL_TESTS:-Train.KillTests}" --logger "console;verbosity=detailed"
