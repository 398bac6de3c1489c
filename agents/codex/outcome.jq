# Reads `codex exec --json`.
include "outcome";
include "outcome-codex";

read_codex(events)
