#!/bin/bash
# Fuzzes the tar reader and the judge of artifacts, and redaction, with libFuzzer for SECONDS (60) each, in .build/fuzz.
# A finding is written there, and the exit status tells of it.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:-60}
out=.build/fuzz
artifacts=Sources/OutpostCore/Artifacts
mkdir -p "$out/corpus" "$out/redactor-corpus"

# The sources themselves: a module of the whole package cannot be linked with the fuzzer's main.
swiftc -O -parse-as-library -swift-version 6 -package-name outpost -module-name ArtifactFuzzer \
    -enable-upcoming-feature InternalImportsByDefault -sanitize=fuzzer,address \
    "$artifacts"/{ArtifactJudge,ArtifactLimits,ArtifactManifest,ArtifactPath,ArtifactRejection,TarReader,TarReader+Header}.swift \
    Tests/fuzz/ArtifactFuzzer.swift -o "$out/artifact-fuzzer"

Tests/fuzz/seeds.py "$out/seeds"
"$out/artifact-fuzzer" -max_total_time="$seconds" -max_len=16384 -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
    -artifact_prefix="$out/" "$out/corpus" "$out/seeds"

swiftc -O -parse-as-library -swift-version 6 -package-name outpost -module-name RedactorFuzzer \
    -enable-upcoming-feature InternalImportsByDefault -sanitize=fuzzer,address \
    Sources/OutpostCore/Redaction/*.swift \
    Sources/OutpostCore/{Hexadecimal,Ports/OutputLine}.swift Tests/fuzz/RedactorFuzzer.swift -o "$out/redactor-fuzzer"
"$out/redactor-fuzzer" -max_total_time="$seconds" -max_len=512 -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
    -artifact_prefix="$out/" "$out/redactor-corpus"
