// libFuzzer's target over the pure part of the artifact intake: the tar reader and the judge of its entries.
//
// The input is the tar, fed in pieces whose size depends on the input; a broken promise is a crash. Checksums are made
// right first where the first byte is odd, so that mutations reach what lies behind them.

private let limits = ArtifactLimits(totalBytes: 1 << 20, fileBytes: 64 << 10, entries: 64)

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzArtifacts(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let first = unsafe start?.pointee else { return 0 }
    var bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))[...]
    bytes = bytes.dropFirst()
    var tar = Array(bytes)
    if first & 1 == 1 { repairChecksums(&tar) }
    var intake = Intake()
    do throws(ArtifactRejection) {
        try intake.run(tar, pieces: Int(first >> 1) * 8 + 1)
    } catch {
        intake.isRejected = true
    }
    intake.checkEnd()
    return 0
}

/// What the store does with a tar, without files, and with every promise checked.
private struct Intake {
    var reader = TarReader()
    var judge = ArtifactJudge(limits: limits)
    var isRejected = false
    private var open: (verdict: ArtifactJudge.Verdict, remaining: Int)?
    private var files: [String] = []
    private var facts = 0
    private var others = 0

    mutating func run(_ tar: [UInt8], pieces: Int) throws(ArtifactRejection) {
        for start in stride(from: 0, to: tar.count, by: pieces) {
            let piece = Array(tar[start..<min(start + pieces, tar.count)])
            do {
                var events: [TarReader.Event] = []
                try reader.consume(piece) { events.append($0) }
                for event in events { take(event) }
            } catch let error as ArtifactRejection {
                throw error
            } catch {
                preconditionFailure("an error that is no rejection: \(error)")
            }
        }
        try reader.finish()
    }

    private mutating func take(_ event: TarReader.Event) {
        switch event {
        case .entry(let entry):
            precondition(open == nil, "an entry begins within another")
            precondition(entry.size >= 0, "a negative size")
            let verdict = judge.judge(entry)
            check(verdict, entry)
            open = (verdict, entry.size)
        case .data(let bytes):
            guard let (verdict, remaining) = open else { preconditionFailure("data without an entry") }
            precondition(!bytes.isEmpty && bytes.count <= remaining, "more data than was told")
            open = (verdict, remaining - bytes.count)
        case .end:
            precondition(open?.remaining == 0, "an entry ends early")
            open = nil
        }
    }

    private mutating func check(_ verdict: ArtifactJudge.Verdict, _ entry: TarReader.Entry) {
        switch verdict {
        case .skipped:
            others += entry.kind == .directory ? 0 : 1
        case .fact(let name):
            facts += 1
            precondition(!name.isEmpty && entry.size <= ArtifactJudge.maximumFact(name), "a fact that is none")
        case .file(let path):
            precondition(entry.kind == .file && entry.size <= limits.fileBytes, "no file, or a large one")
            let parts = path.text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            for part in parts.map({ String(Substring($0)) }) {
                precondition(!part.isEmpty && part != "." && part != ".." && !part.utf8.contains(0), "a way out")
            }
            precondition(ArtifactJudge.names.contains(String(Substring(parts[0]))), "a name of ours")
            precondition(parts.count == 1 || parts[0].elementsEqual("files".utf8), "below a file")
            files.append(path.text.lowercased())
        }
    }

    func checkEnd() {
        precondition(files.count + facts <= limits.entries, "more entries than allowed")
        precondition(Set(files).count == files.count, "two entries under one name")
        for file in files {
            precondition(!files.contains { $0.hasPrefix(file + "/") }, "a file in another's path")
        }
        precondition(others == 0 || !judge.refused.isEmpty, "a refusal that is not told")
        precondition(judge.refused.count <= limits.entries + 1, "refusals without a bound")
    }
}

private func repairChecksums(_ bytes: inout [UInt8]) {
    for block in stride(from: 0, to: bytes.count - 511, by: 512)
    where bytes[(block + 257)..<(block + 262)].elementsEqual("ustar".utf8) {
        for position in 148..<156 { bytes[block + position] = 32 }
        let sum = String(bytes[block..<(block + 512)].reduce(0) { $0 + Int($1) }, radix: 8)
        let text = Array((String(repeating: "0", count: 6 - sum.count) + sum + "\0 ").utf8)
        bytes.replaceSubrange((block + 148)..<(block + 156), with: text)
    }
}
