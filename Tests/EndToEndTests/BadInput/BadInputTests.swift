internal import Testing

/// What goes wrong because of what a user said, or of what the machine has.
///
/// Each has its own exit status and words, and leaves nothing behind. One at a time, so that what the engine has before
/// and after can be compared.
@Suite("Bad input", .serialized, .whereEngineIsExpected, .images(of: "claude"))
enum BadInputTests {}

/// Words that are expected in a message.
struct Complaint: Sendable {
    let status: Status
    let words: [String]

    init(_ status: Status, _ words: String...) {
        self.status = status
        self.words = words
    }

    /// Checks the end of a run that was never more than its input.
    func check(_ ending: Ending, sourceLocation: SourceLocation = #_sourceLocation) {
        expect(ending, status, sourceLocation: sourceLocation)
        for word in words {
            #expect(ending.errors.contains(word), "\(ending.testDescription)", sourceLocation: sourceLocation)
        }
        #expect(!ending.complaints.isEmpty, "\(ending.testDescription)", sourceLocation: sourceLocation)
        #expect(!ending.text.contains("Fatal error"), sourceLocation: sourceLocation)
        #expect(!ending.text.contains("Swift."), "that is for developers", sourceLocation: sourceLocation)
    }
}

extension Workbench {
    /// Runs `body`, and checks that the engine has nothing afterwards that it had not before.
    func leavingNothing<Output>(_ body: () async throws -> Output) async throws -> Output {
        let before = try await EngineCensus.take()
        let output = try await body()
        #expect(try await before.newcomers() == [])
        #expect(try await leftInEngine() == [])
        return output
    }
}
