#!/bin/bash
# Prints how many MB a second redaction takes, optimised as a release is.
set -euo pipefail
cd "$(dirname "$0")/../.."

mkdir -p .build/bench
swiftc -O -wmo -parse-as-library -swift-version 6 -package-name outpost -module-name RedactorBench \
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature ExistentialAny \
    Sources/OutpostCore/Redaction/*.swift Sources/OutpostCore/{Hexadecimal,Ports/OutputLine}.swift \
    Tests/bench/RedactorBench.swift -o .build/bench/redactor-bench
.build/bench/redactor-bench
