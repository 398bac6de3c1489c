internal import ArgumentParser
internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// Looks at what Outpost stands on: `outpost doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks the engine and this machine, and says what to do.",
        discussion: """
            LEVEL is ok, note (could be better), warning (a known weakness) or problem (what is promised does not hold).
            The status is 14 for a problem, and with --strict for a warning too, which is also what keeps
            outpost serve --strict from starting.

            EXAMPLE
              outpost doctor --strict --json
            """
    )

    @Flag(name: .long, help: "Fail for warnings too.")
    var strict = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let findings: [PreflightFinding]
        do {
            findings = try await examine(ProcessInfo.processInfo.environment)
        } catch {
            throw CommandFailure.wrapping(error)
        }
        let console = Console()
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            console.print(String(decoding: try encoder.encode(findings.map(Entry.init)), as: UTF8.self))
        } else {
            for finding in findings { Self.lines(finding).forEach { console.print($0) } }
        }
        if findings.contains(where: { strict ? $0.isBelowBar : $0.level == .problem }) {
            throw ExitCode(CommandStatus.infrastructure.code)
        }
    }

    private func examine(_ environment: [String: String]) async throws -> [PreflightFinding] {
        let catalog = try AgentCatalog.read(directories: try common.agentDirectories(environment))
        let settings = try HostSettings.images(environment, catalog)
        let curl = CurlClient()
        let engine = try await EngineConnection.open(curl: curl, environment: environment)
        let lister = HarnessLister(
            catalog: catalog,
            builder: engine.images(of: catalog, settings: settings, curl: curl)
        )
        var findings = try await engine.preflight()
        findings += HostPreflight.findings(
            dataDirectory: common.dataDirectory(environment),
            certificates: settings.certificates.count
        )
        let wanted = await WantedRuntimes(environment: environment, catalog: catalog)
            .adding(tenantsOf: common.dataDirectory(environment))
        findings += EnginePreflight.runtimes(wanted.users, info: engine.info) + wanted.problems
        for name in catalog.names {
            let harness = await lister.built(name)
            findings.append(
                PreflightFinding(
                    "agent \(name)",
                    harness == nil ? .note : .ok,
                    harness.map { "its image has \($0)" } ?? "its image is not built; the first run builds it",
                    advice: harness == nil ? "outpost agents build \(name)" : nil
                )
            )
        }
        await curl.shutdown()
        return findings
    }

    private static func lines(_ finding: PreflightFinding) -> [String] {
        let sources = finding.sources.isEmpty ? "" : " (\(finding.sources.joined(separator: ", ")))"
        let level = finding.level.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        return ["\(level) \(finding.check): \(finding.text)\(sources)"]
            + (finding.advice.map { ["         \($0)"] } ?? [])
    }

    private struct Entry: Encodable {
        let check: String
        let level: String
        let text: String
        let advice: String?
        let sources: [String]

        init(_ finding: PreflightFinding) {
            check = finding.check
            level = finding.level.rawValue
            text = finding.text
            advice = finding.advice
            sources = finding.sources
        }
    }
}
