internal import Foundation
internal import NIOCore
internal import Subprocess
internal import TestSupport
internal import Testing

/// What the program's exit statuses mean to a script that runs it.
enum Status: Int32 {
    case success = 0
    case agentFailed = 1
    case usage = 2
    case noEngine = 3
    case engineHangs = 4
    case agent = 5
    case model = 6
    case task = 7
    case repository = 8
    case reference = 9
    case secret = 10
    case image = 11
    case storage = 12
    case provider = 13
    case infrastructure = 14
    case notFound = 15
    case timeout = 124
    case cancelled = 130
    case killed = 137
}

/// How a run of the program ended.
struct Ending: Sendable, CustomTestStringConvertible {
    let code: Int32
    let output: String
    let errors: String
    let duration: Duration

    var testDescription: String {
        "exit \(code) after \(duration)\n--- stdout\n\(output.suffix(3000))\n--- stderr\n\(errors.suffix(3000))"
    }

    /// All that was said.
    var text: String { output + errors }

    /// The lines on standard error that are the program's own words, not an agent's.
    var complaints: [Substring] { errors.split(separator: "\n").filter { $0.hasPrefix("outpost: ") } }
}

/// Checks an exit status, and shows what was said where it is another.
func expect(_ ending: Ending, _ status: Status, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(ending.code == status.rawValue, "\(ending.testDescription)", sourceLocation: sourceLocation)
}

/// The program while it runs.
struct RunningOutpost: Sendable {
    /// Its process id.
    let id: Int32
    /// Its standard error so far.
    let errors: Observed<ByteBuffer>
    let send: @Sendable (Signal) throws -> Void

    /// Waits until it has said something; what it never says ends with the test's time limit.
    func hasSaid(_ words: String) async throws {
        try await errors.wait { String(buffer: $0).contains(words) }
    }
}
