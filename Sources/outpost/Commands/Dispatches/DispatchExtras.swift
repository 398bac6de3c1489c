internal import ArgumentParser
internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// What a dispatch may hold, reach and use, and how long it is kept.
struct DispatchExtras: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Lay a stored secret into the agent's environment: outpost secrets; may be repeated.",
            valueName: "name"
        )
    )
    var secret: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Lay this environment's value there, for this dispatch alone; may be repeated.",
            valueName: "name[=variable]"
        )
    )
    var secretEnv: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("Narrow how far the agent may reach: none, or the tenant's policy.", valueName: "mode")
    )
    var egress: EgressMode?

    @Flag(name: .long, help: "Put the agent's own login into the container, where the operator allows that.")
    var direct = false

    @Option(
        name: .long,
        help: ArgumentHelp("What to check out: full, minimal (documentation and sources), none.", valueName: "mode")
    )
    var workspaceInit: WorkspaceInit?

    @Option(name: .long, help: ArgumentHelp("Cores, such as 0.5, up to 4. Default: the tier's.", valueName: "cores"))
    var cpu: Double?

    @Option(name: .long, help: ArgumentHelp("Memory in MiB, 512 to 30720. Default: the tier's.", valueName: "MiB"))
    var memory: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("When its results may be deleted, such as 30d. Default: the server's.", valueName: "time")
    )
    var expires: TimeSpan?

    /// Units of the API in a core.
    private static let unitsOfCore = 1024.0

    func validate() throws {
        guard secret.isEmpty || secretEnv.isEmpty else {
            throw ValidationError("--secret and --secret-env exclude each other: a dispatch takes one kind")
        }
        guard egress == nil || egress == EgressMode.none || egress == .policy else {
            throw ValidationError("--egress narrows what the tenant's policy opens: none or policy")
        }
        if let cpu, !(0.25...4).contains(cpu) { throw ValidationError("--cpu takes 0.25 to 4 cores") }
        if let memory, !(512...30_720).contains(memory) { throw ValidationError("--memory takes 512 to 30720 MiB") }
    }

    /// Puts it into a request.
    ///
    /// - Throws: ``CommandFailure`` for a variable that is not set, or a name that no secret may have.
    func add(to body: inout DispatchRequestBody, environment: [String: String], now: Date) throws {
        if !secret.isEmpty { body.additionalSecrets = .stored(secret) }
        if !secretEnv.isEmpty {
            let sources = SecretSources(fromEnvironment: secretEnv, environment: environment)
            body.additionalSecrets = .values(try sources.values { _ in nil })
        }
        body.egress = egress?.rawValue
        body.credentials = direct ? CredentialRoute.direct.rawValue : nil
        body.workspaceInitMode = workspaceInit?.rawValue
        if cpu != nil || memory != nil {
            let units = cpu.map { Int(($0 * Self.unitsOfCore).rounded()) }
            body.resourceConstraints = DispatchRequestBody.Resources(maxCpuUnits: units, maxMemoryMb: memory)
        }
        body.expiresAt = expires.map { APITime(now.addingTimeInterval(TimeInterval($0.seconds))).description }
    }
}

extension WorkspaceInit: ExpressibleByArgument {}
