#!/bin/bash
# Fuzzes the tar reader and the judge of artifacts, and redaction, with libFuzzer for SECONDS (60) each, in .build/fuzz,
# which keeps what it has learnt for the next time. A finding is written there, and the exit status tells of it.
#
# With RUNS set it is so many runs of each instead, both at once, and without the address sanitizer: that takes three
# times as long, and Swift's own checks of bounds and overflows stay.
set -euo pipefail
cd "$(dirname "$0")/../.."

out=.build/fuzz
artifacts=Sources/OutpostCore/Artifacts
if [ -n "${RUNS:-}" ]; then
    sanitizers=fuzzer
    bound=-runs=$RUNS
else
    sanitizers=fuzzer,address
    bound=-max_total_time=${1:-60}
fi
mkdir -p "$out/corpus" "$out/redactor-corpus"

# The sources themselves: a module of the whole package cannot be linked with the fuzzer's main.
build() {
    local name=$1
    shift
    swiftc -O -wmo -parse-as-library -swift-version 6 -package-name outpost -module-name "$name" \
        -enable-upcoming-feature InternalImportsByDefault -sanitize="$sanitizers" "$@" "Tests/fuzz/$name.swift" \
        -o "$out/$name"
}

fuzz() {
    local name=$1
    shift
    "$out/$name" "$bound" -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 -artifact_prefix="$out/" "$@"
}

build ArtifactFuzzer \
    "$artifacts"/{CommitSearch,ArtifactJudge,ArtifactLimits,ArtifactManifest,ArtifactPath,ArtifactRejection,TarReader,TarReader+Header}.swift \
    Sources/OutpostCore/PlainText.swift
build RedactorFuzzer Sources/OutpostCore/Redaction/*.swift Sources/OutpostCore/{Hexadecimal,Ports/OutputLine}.swift
Tests/fuzz/seeds.py "$out/seeds"

if [ -n "${RUNS:-}" ]; then
    # Short inputs: they hold every case in less time.
    fuzz ArtifactFuzzer -max_len=4096 "$out/corpus" "$out/seeds" >"$out/artifacts.log" 2>&1 &
    first=$!
    fuzz RedactorFuzzer -max_len=64 "$out/redactor-corpus" >"$out/redactor.log" 2>&1 &
    second=$!
    code=0
    wait "$first" || code=$?
    wait "$second" || code=$?
    grep -H "^Done\|^stat::\|SUMMARY" "$out"/{artifacts,redactor}.log
    exit "$code"
fi
fuzz ArtifactFuzzer -max_len=16384 "$out/corpus" "$out/seeds"
fuzz RedactorFuzzer -max_len=512 "$out/redactor-corpus"
