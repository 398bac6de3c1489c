internal import Foundation
internal import Logging
internal import OutpostAPI
internal import OutpostCore
internal import Synchronization
internal import Testing

@testable internal import outpost

@Suite("Server's log")
struct LogFormatTests {
    private static let hostile =
        "a\r\n2026-01-01T00:00:00+0000 info outpost: forged\u{1B}[2J\u{85}\u{2028}\u{202E}\u{E0001}"

    private func written(_ format: LogFormat, _ body: (Logger) -> Void) -> String {
        let lines = Mutex("")
        let logger = Logger(label: "outpost") { label in
            LineLogHandler(
                label: label,
                format: format,
                now: { Date(timeIntervalSince1970: 1_700_000_000.25) },
                write: { line in lines.withLock { $0 += line } },
                logLevel: .info,
                metadataProvider: LogContext.provider
            )
        }
        body(logger)
        return lines.withLock { $0 }
    }

    @Test("is as supervisors know it")
    func plain() {
        let text = written(.plain) {
            $0.warning("it broke", metadata: ["b": "2", "a": .stringConvertible(1)], source: "Part")
        }
        #expect(text == "2023-11-14T22:13:20+0000 warning outpost: a=1 b=2 [Part] it broke\n")
        #expect(written(.plain) { $0.info("x", source: "P") } == "2023-11-14T22:13:20+0000 info outpost: [P] x\n")
        #expect(written(.plain) { $0.debug("x") }.isEmpty)
    }

    @Test("says in JSON when, how bad, what, and on whose behalf")
    func json() throws {
        let text = written(.json) { logger in
            let context = LogContext(requestID: "r", dispatchID: "d", tenantID: "t")
            LogContext.$current.withValue(context) {
                logger.error("it broke", metadata: ["ms": .stringConvertible(7), "list": ["x"], "message": "other"])
            }
        }
        #expect(text.hasSuffix("\n") && text.dropLast().contains("\n") == false)
        let value = try APICoding.decode(JSONValue.self, from: Data(text.utf8))
        #expect(
            value == [
                "time": "2023-11-14T22:13:20.250Z", "level": "error", "message": "it broke", "source": "OutpostTests",
                "request_id": "r", "dispatch_id": "d", "tenant_id": "t", "ms": 7, "list": ["x"],
            ]
        )
    }

    @Test("stays one line whatever is in it", arguments: [LogFormat.plain, .json, .pretty(isColored: false)])
    func hostileText(format: LogFormat) throws {
        let text = written(format) { $0.info("\(Self.hostile)", metadata: ["path": .string(Self.hostile)]) }
        let scalars = text.unicodeScalars
        #expect(scalars.count { $0 == "\n" } == 1 && scalars.last == "\n")
        #expect(!scalars.dropLast().contains { $0.properties.generalCategory == .control })
        #expect(!scalars.contains { ["\u{2028}", "\u{202E}", "\u{E0001}"].contains($0) })
        guard format == .json else { return }
        let value = try APICoding.decode(JSONValue.self, from: Data(text.utf8))
        guard case .object(let members) = value else { return #expect(Bool(false), "\(value)") }
        #expect(members["path"] == .string(Self.hostile))
    }

    @Test("is for people on a terminal, with colours only where they are taken")
    func pretty() {
        #expect(LogFormat("auto", isTerminal: true, takesColours: true) == .pretty(isColored: true))
        #expect(LogFormat("auto", isTerminal: true, takesColours: false) == .pretty(isColored: false))
        #expect(LogFormat("auto", isTerminal: false, takesColours: true) == .plain)
        #expect(LogFormat("pretty", isTerminal: false, takesColours: true) == .pretty(isColored: false))
        #expect(LogFormat("json", isTerminal: true, takesColours: true) == .json)
        let text = written(.pretty(isColored: false)) { $0.notice("it works", metadata: ["a": "1"]) }
        #expect(text.hasSuffix(" notice   it works  a=1\n"))
        #expect(written(.pretty(isColored: true)) { $0.error("x") }.contains("\u{1B}[31merror   \u{1B}[0m x\n"))
    }

    @Test("is set like other settings, and a word that is none is named")
    func settings() throws {
        func settings(_ flags: [ServeKey: String], _ environment: [String: String] = [:]) throws -> ServeSettings {
            try ServeSettings(flags: flags, environment: environment, file: ServeFile(), isRoot: false)
        }
        let standard = try settings([:])
        #expect(standard.logFormat == "auto" && standard.logLevel == .info && standard.logsRequests)
        #expect(!standard.opensMetrics)
        let chosen = try settings(
            [.logFormat: "json", .accessLog: "off"],
            ["OUTPOST_LOG_LEVEL": "warning", "OUTPOST_LOG_FORMAT": "pretty", "OUTPOST_METRICS": "open"]
        )
        #expect(chosen.logFormat == "json" && chosen.logLevel == .warning && !chosen.logsRequests)
        #expect(chosen.opensMetrics)
        for (key, word) in [(ServeKey.logFormat, "xml"), (.logLevel, "loud"), (.accessLog, "maybe"), (.metrics, "all")]
        {
            let failure = #expect(throws: CommandFailure.self) { try settings([key: word]) }
            #expect(failure?.message.contains("\(key.flag): '\(word)' is none of") == true)
        }
    }
}
