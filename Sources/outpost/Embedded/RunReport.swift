internal import Foundation
internal import OutpostCore

/// The end of a run, for people or for programs.
struct RunReport {
    let outcome: EmbeddedRun.Outcome
    let console: Console
    /// What somebody may want to do with changes, as a line.
    var next: String?

    private var end: DispatchEnd { outcome.result.end }
    private var patch: PatchFile { PatchFile(path: outcome.artifacts + "/diff.patch") }

    /// The exit status that the end means.
    var status: CommandStatus { CommandStatus(end.status, end.reason) }

    /// Prints the end for people; the last line names the artifacts' folder.
    func printForPeople() async {
        if !patch.isEmpty {
            console.note("==> changes", .cyan)
            // A patch that cannot be read must not hide how the run ended.
            do {
                for line in try await patch.summary().lines(console) { console.print(line) }
            } catch {
                console.note("the changes in \(patch.path) cannot be summed up")
            }
        }
        EndLines(end).lines(console).forEach { console.print($0) }
        if !end.flags.isEmpty { console.print("flags: " + end.flags.map(\.rawValue).joined(separator: ", ")) }
        for warning in outcome.result.warnings { console.print("warning: " + Terminal.safe(warning, colours: false)) }
        EgressLines(end.egress).lines.forEach { console.print($0) }
        if status == .success, !patch.isEmpty, let next { console.note(next) }
        if outcome.result.manifest != nil { console.print("artifacts: \(outcome.artifacts)") }
    }

    /// Prints one JSON object.
    func printForPrograms() throws {
        console.print(try Self.encode(document))
    }

    /// The end as programs read it.
    var document: Document {
        Document(
            agent: outcome.result.dispatch.request.agent,
            dispatchID: outcome.result.dispatch.id,
            status: end.status,
            outcome: end.reason,
            exitCode: end.exitCode,
            message: end.message,
            flags: end.flags,
            error: end.error.map(Document.Problem.init),
            egress: end.egress,
            credentials: outcome.result.dispatch.request.options.isDirect ? .direct : nil,
            usage: outcome.result.facts?.outcome?.usage,
            reportedCostUSD: outcome.result.facts?.outcome?.costUSD,
            changes: outcome.result.facts?.changes,
            filesChanged: outcome.result.facts?.filesChanged,
            artifacts: outcome.result.manifest == nil ? nil : outcome.artifacts,
            files: outcome.result.manifest?.files ?? [],
            warnings: outcome.result.warnings
        )
    }

    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    struct Document: Encodable {
        let agent: String
        let dispatchID: DispatchID
        let status: DispatchStatus
        let outcome: DispatchReason
        let exitCode: Int?
        let message: String?
        let flags: [DispatchFlag]
        let error: Problem?
        let egress: EgressReport?
        let credentials: CredentialRoute?
        let usage: TokenUsage?
        let reportedCostUSD: Double?
        let changes: Changes?
        let filesChanged: Int?
        let artifacts: String?
        let files: [ArtifactManifest.File]
        let warnings: [String]

        enum CodingKeys: String, CodingKey {
            case dispatchID = "dispatchId"
            case agent, status, outcome, exitCode, message, flags, error, usage, reportedCostUSD, changes, filesChanged
            case egress, credentials, artifacts, files, warnings
        }

        struct Problem: Encodable {
            let `class`: DispatchError.Class
            let retryable: Bool
            let remedy: String
            let resetAt: Date?

            init(_ error: DispatchError) {
                `class` = error.class
                retryable = error.isRetryable
                remedy = error.remedy
                resetAt = error.resetAt
            }
        }
    }
}
