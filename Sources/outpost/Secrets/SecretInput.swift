internal import ArgumentParser
internal import Foundation
internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Where a command takes a secret's value from; never from its arguments, which everybody on the machine can read.
struct SecretInput: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Take the value from a file.", valueName: "file"))
    var fromFile: String?

    @Option(name: .long, help: ArgumentHelp("Take the value from a variable.", valueName: "variable"))
    var fromEnv: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Take the value from what a shell command prints, such as 'op read op://…'.",
            valueName: "command"
        )
    )
    var fromCommand: String?

    @Argument(help: .hidden)
    var surplus: [String] = []

    /// Bytes that are read at most; more is an error.
    private static let limit = 1 << 20

    func validate() throws {
        guard surplus.isEmpty else {
            throw ValidationError(
                "a value is no argument: others on this machine could read it. "
                    + "Pipe it into standard input, or use --from-file, --from-env or --from-command"
            )
        }
        guard named.count <= 1 else {
            throw ValidationError("--from-file, --from-env and --from-command exclude each other")
        }
    }

    /// Whether an option says where it comes from.
    var isNamed: Bool { !named.isEmpty }

    private var named: [String] { [fromFile, fromEnv, fromCommand].compactMap { $0 } }

    /// The value; one line end at its end does not count.
    ///
    /// - Parameter name: what is asked for on a terminal.
    /// - Returns: the value, which is not empty.
    /// - Throws: ``CommandFailure``.
    func value(of name: String) async throws -> String {
        let text = try await text(name)
        var value = Substring(text)
        if value.last?.isNewline == true { value.removeLast() }
        guard !value.isEmpty else {
            throw CommandFailure(.secret, "no value came for \(name)", hint: "type it, or pipe it into standard input")
        }
        return String(value)
    }

    private func text(_ name: String) async throws -> String {
        if let fromFile { return try Self.file(fromFile) }
        if let fromEnv {
            guard let value = ProcessInfo.processInfo.environment[fromEnv] else {
                throw CommandFailure(.secret, "the variable \(fromEnv) is not set", hint: "export \(fromEnv)=…")
            }
            return value
        }
        if let fromCommand { return try await Self.output(of: fromCommand) }
        if Terminal.isTerminal(0) { return try await SecretPrompt(console: Console()).read([name])[name] ?? "" }
        return try Self.text(FileHandle.standardInput.read(upToCount: Self.limit + 1), "standard input")
    }

    /// The text of a file; `-` is standard input.
    static func file(_ path: String) throws -> String {
        guard path != "-" else {
            return try text(FileHandle.standardInput.read(upToCount: limit + 1), "standard input")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure(.secret, "the file \(path) cannot be read")
        }
        let bytes: Data?
        do {
            bytes = try handle.read(upToCount: limit + 1)
        } catch {
            throw CommandFailure(.secret, "\(path) cannot be read; it may be a folder", hint: "name the file in it")
        }
        return try text(bytes, path)
    }

    private static func text(_ bytes: Data?, _ place: String) throws -> String {
        guard (bytes?.count ?? 0) <= limit, let text = String(bytes: bytes ?? Data(), encoding: .utf8) else {
            throw CommandFailure(.secret, "\(place) holds no text, or more than a MiB of it")
        }
        return text
    }

    private static func output(of command: String) async throws -> String {
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", command],
            input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
            output: .bytes(limit: limit),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
        )
        guard result.terminationStatus.isSuccess else {
            throw CommandFailure(.secret, "the command that gives the value failed: \(result.terminationStatus)")
        }
        return try text(Data(result.standardOutput), "what the command printed")
    }
}

/// Whose secret a command is about.
struct SecretOwnerOption: ParsableArguments {
    @Option(name: .long, help: "The tenant's name or id.")
    var tenant: String?

    @Flag(name: .long, help: "The secrets that are lent to all tenants.")
    var shared = false

    func validate() throws {
        guard tenant == nil || !shared else { throw ValidationError("--tenant and --shared exclude each other") }
    }

    /// The tenant, or nil for what is shared.
    func required() throws -> String? {
        guard tenant != nil || shared else {
            throw CommandFailure(
                .usage,
                "whose secret it is has to be said",
                hint: "--tenant NAME, or --shared for all tenants"
            )
        }
        return tenant
    }
}
