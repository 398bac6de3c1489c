internal import ArgumentParser
internal import Foundation
internal import Logging
internal import OutpostStore

/// Runs the control plane: `outpost serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the HTTP API for many tenants.",
        discussion: """
            Each setting is taken from the first place that has it: the flag, the
            environment variable (OUTPOST_HOST for --host), the configuration file (host:
            …), the default. Providers' keys go no further than the gateway. They are taken
            from the tenant's stored secrets, then from those that are lent to all tenants,
            then from the environment, each under its own name (ANTHROPIC_API_KEY, …): see
            outpost secrets.

            With --json: {"url", "socket", "dataDirectory", "version"}; the socket is the
            administration's.

            EXAMPLES
              outpost serve
              outpost tenants create acme && outpost keys create --tenant acme
              curl -H "X-API-Key: $KEY" http://127.0.0.1:3000/dispatch \\
                -d '{"agent":"claude","task":"add a README"}'
            """
    )

    @Option(name: .long, help: ArgumentHelp("Read settings from a YAML file.", valueName: "file"))
    var config: String?

    @Option(name: .long, help: "Listen on this address. Default: 127.0.0.1.")
    var host: String?

    @Option(name: .long, help: "Listen on this port. Default: 3000.")
    var port: String?

    @Option(name: .long, help: ArgumentHelp("PEM certificate chain; with --tls-key, serves HTTPS.", valueName: "file"))
    var tlsCertificate: String?

    @Option(name: .long, help: ArgumentHelp("PEM private key.", valueName: "file"))
    var tlsKey: String?

    @Flag(name: .long, help: "Serve other addresses than loopback without TLS.")
    var insecureHttp = false

    @Option(
        name: .long,
        help: ArgumentHelp("Base of the links to artifacts. Default: as the request named it.", valueName: "url")
    )
    var publicUrl: String?

    @Option(
        name: .long,
        help: ArgumentHelp("What owner/name is joined to. Default: https://github.com.", valueName: "url")
    )
    var gitBaseUrl: String?

    @Option(name: .long, help: "Dispatches that run at once. Default: what memory allows.")
    var maxRunning: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Another address for an agent's provider; may be repeated.", valueName: "agent=url")
    )
    var modelUpstream: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("The program that is to be an agent; may be repeated.", valueName: "agent=harness")
    )
    var harness: [String] = []

    @Option(name: .long, help: "Seconds that running dispatches get to end when the server stops. Default: 5.")
    var drainSeconds: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "File outside the data directory with the master key of stored secrets. Default: master.key in it.",
            valueName: "file"
        )
    )
    var masterKeyFile: String?

    @Flag(name: .long, help: "Do not start on an engine with known weaknesses; see outpost doctor.")
    var strict = false

    @Option(
        name: .long,
        help: ArgumentHelp("Run agents with this runtime of the engine, such as runsc (gVisor).", valueName: "name")
    )
    var runtime: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Who reads /metrics: keyed (scope metrics, or admin of the operator's tenant) or open. Default: keyed.",
            valueName: "who"
        )
    )
    var metrics: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Write the log as pretty or as json; auto: pretty on a terminal, else plain lines. Default: auto.",
            valueName: "format"
        )
    )
    var logFormat: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Write the log from this level on: \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")). Default: info.",
            valueName: "level"
        )
    )
    var logLevel: String?

    @Option(
        name: .long,
        help: ArgumentHelp("A line of the log for each request: on or off. Default: on.", valueName: "on|off")
    )
    var accessLog: String?

    @Flag(
        name: .long,
        help: "Print where it listens as one line of JSON, once it does; the log stays on standard error."
    )
    var json = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        do {
            let environment = ProcessInfo.processInfo.environment
            let settings = try ServeSettings(
                flags: flags,
                environment: environment,
                file: try ServeFile.named(config, environment: environment),
                isRoot: Process.isRoot
            )
            try settings.checkTransport()
            let directories = AgentDirectories(
                named: settings.agentsDirectory,
                executable: Bundle.main.executablePath ?? CommandLine.arguments[0]
            )
            let logger = settings.logger(environment: environment)
            let isNew = !DataDirectoryLocation.hasInstallation(settings.dataDirectory)
            let data = try DataDirectory(serving: settings.dataDirectory)
            let lock = try await data.lock(within: .seconds(1))
            defer { _ = lock }
            if isNew { logger.notice("a new installation is made", metadata: ["dataDirectory": "\(data.path)"]) }
            let node = try await ControlPlane.open(
                data: data,
                settings: settings,
                agents: try directories.resolve(),
                environment: environment,
                logger: logger
            )
            let isMachine = json
            try await node.run { facts in
                guard isMachine else { return }
                // A reader that went away must not end the server.
                try? Console().printJSON(facts, isPretty: false)
            }
        } catch {
            throw CommandFailure.wrapping(error)
        }
    }

    private var flags: [ServeKey: String] {
        var flags: [ServeKey: String] = [:]
        flags[.host] = host
        flags[.port] = port
        flags[.dataDir] = common.dataDir
        flags[.agentsDir] = common.agentsDir
        flags[.tlsCertificate] = tlsCertificate
        flags[.tlsKey] = tlsKey
        flags[.insecureHTTP] = insecureHttp ? "true" : nil
        flags[.publicURL] = publicUrl
        flags[.gitBaseURL] = gitBaseUrl
        flags[.maxRunning] = maxRunning
        flags[.modelUpstreams] = modelUpstream.isEmpty ? nil : modelUpstream.joined(separator: ",")
        flags[.harness] = harness.isEmpty ? nil : harness.joined(separator: ",")
        flags[.drainSeconds] = drainSeconds
        flags[.masterKeyFile] = masterKeyFile
        flags[.runtime] = runtime
        flags[.metrics] = metrics
        flags[.logFormat] = logFormat
        flags[.logLevel] = logLevel ?? (common.verbose ? "debug" : nil)
        flags[.accessLog] = accessLog
        flags[.strict] = strict ? "true" : nil
        return flags
    }
}
