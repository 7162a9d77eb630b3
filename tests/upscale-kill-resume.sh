#!/usr/bin/env bash
# Kills 10 upscales of a folder with SIGKILL, half of them while a picture is being written, lets each go on with --resume, and compares
# all files with those of a run that was not killed. COZ_KILL_SEED repeats a series; what was seen so far is in docs/upscale.md.
COZ_KILLS=${COZ_KILLS:-10} COZ_KILL_TESTS=Upscale.KillTests exec "$(dirname "$0")/kill-resume.sh" "$@"
