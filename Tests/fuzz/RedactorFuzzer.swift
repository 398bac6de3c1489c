// libFuzzer's target over redaction: secrets in a form that the input chooses, in text that it chooses, cut as it
// chooses. A broken promise is a crash.

private let secrets = [
    ("FIRST", "c4n/ary\"+\\ü€😀 7f3b&<Zq'9"), ("SECOND", "aaaabaaaabaaaac"), ("THIRD", "0123456789abcdef"),
]
private let patterns = SecretPatterns(secrets)
/// Every form of every secret.
private let forms: [[UInt8]] = secrets.flatMap { secret in
    SecretEncodings.forms(of: secret.1, shortest: SecretPatterns.shortestValue).sorted {
        $0.lexicographicallyPrecedes($1)
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRedactor(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 3 else { return 0 }
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let (form, step) = (forms[(Int(input[0]) << 8 | Int(input[1])) % forms.count], Int(input[2]) % 97 + 1)
    // 0x01 in the input stands for the whole form, 0x02 for its first half, 0x03 for its second.
    var text: [UInt8] = []
    for byte in input.dropFirst(3) {
        switch byte {
        case 1: text += form
        case 2: text += form.prefix(form.count / 2)
        case 3: text += form.dropFirst(form.count / 2)
        default: text.append(byte)
        }
    }
    let whole = redact([text])
    let pieces = stride(from: 0, to: text.count, by: step).map { Array(text[$0..<min(text.count, $0 + step)]) }
    precondition(redact(pieces) == whole, "what comes out depends on how it is cut")
    precondition(!contains(shown(whole), form), "a secret comes through")
    checkLines(text, form)
    return 0
}

private func redact(_ pieces: [[UInt8]]) -> [UInt8] {
    var redactor = StreamRedactor(patterns)
    var output: [UInt8] = []
    for piece in pieces { redactor.append(piece, to: &output) }
    redactor.finish(&output)
    return output
}

private func checkLines(_ text: [UInt8], _ form: [UInt8]) {
    var redactor = LogRedactor(patterns)
    for bytes in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
        let line = OutputLine(stream: .stdout, text: String(decoding: bytes, as: UTF8.self))
        let redacted = redactor.redact(line).text
        precondition(RedactionMark.isForm(redacted, of: line.text) || bytes.contains(0x1B), "a line is made up")
        precondition(!contains(shown(Array(redacted.utf8)), form), "a secret comes through in a line")
    }
}

/// What a terminal shows: a code takes the letter behind it along.
private func shown(_ bytes: [UInt8]) -> [UInt8] {
    EscapeCodes(bytes, isComplete: true, holdsSecret: { _ in false }).text
}

private func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard text.count >= part.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0] == part[0] && text[$0...].starts(with: part) }
}
