internal import Foundation
internal import ScriptedModel

/// The part of `make bench` that has to be Swift: what measurements stand beside, and what is measured in itself.
@main
enum OutpostBench {
    private static let usage = """
        outpost-bench route FILE      serves the file on a bare route; prints its address
        outpost-bench model BYTES     serves a scripted model that says so much; prints its address
        outpost-bench redaction MIB   prints how fast so much is redacted

        """

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, arguments.dropFirst().first) {
        case ("route", let path?):
            try await BareRoute.serve(Data(contentsOf: URL(filePath: path)))
        case ("model", let size?):
            try await serveModel(saying: Int(size) ?? 0)
        case ("redaction", let size?):
            RedactorBench.run(megabytes: Int(size) ?? 0)
        default:
            FileHandle.standardError.write(Data(usage.utf8))
            exit(2)
        }
    }

    private static func serveModel(saying size: Int) async throws {
        let words = "The quick brown fox jumps over the lazy dog. "
        let text = String(repeating: words, count: max(1, size / words.utf8.count))
        try await ScriptedModelServer.withServer(script: ModelScript(steps: [ScriptStep(say: text)])) { server in
            announce(server.url)
            for await _ in server.events() {}
        }
    }

    /// Whoever started this waits for the line.
    static func announce(_ address: String) {
        FileHandle.standardOutput.write(Data("\(address)\n".utf8))
    }
}
