internal import ArgumentParser
internal import OutpostAPI

/// Changes a tenant's tier, limits and runtime: `outpost tenants set`.
struct TenantsSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Changes a tenant's tier, limits and runtime.",
        discussion: """
            Another tier brings its limits along; limits that were set by hand stay. A
            tenant's runtime comes before its agent's, which comes before the server's.

            EXAMPLE
              outpost tenants set acme --tier pro --concurrent 4 --timeout 2h
              outpost tenants set acme --runtime runsc
            """
    )

    @Argument(help: "The tenant's name or id.")
    var tenant: String

    @Option(name: .long, help: "Its size class: free, starter, pro or enterprise.")
    var tier: String?

    @Option(name: .long, help: ArgumentHelp("Dispatches that run at once.", valueName: "number"))
    var concurrent: Int?

    @Option(name: .long, help: ArgumentHelp("Dispatches that may wait.", valueName: "number"))
    var queued: Int?

    @Option(name: .long, help: ArgumentHelp("The longest timeout of a dispatch, such as 30m.", valueName: "time"))
    var timeout: TimeSpan?

    @Option(name: .long, help: ArgumentHelp("Requests a minute for each key.", valueName: "number"))
    var rate: Int?

    @Option(name: .long, help: ArgumentHelp("Turns in the queue for each turn of weight 1.", valueName: "number"))
    var weight: Int?

    @Option(name: .long, help: ArgumentHelp("The most cores of one dispatch, such as 0.5.", valueName: "cores"))
    var cpu: Double?

    @Option(name: .long, help: ArgumentHelp("The most memory of one dispatch, in MiB.", valueName: "MiB"))
    var memory: Int?

    @Option(name: .long, help: ArgumentHelp("The most processes of one dispatch.", valueName: "number"))
    var pids: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("MiB of results that it may keep; then its new dispatches are refused.", valueName: "MiB")
    )
    var storedMib: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("Dispatches whose results it may keep; then new ones are refused.", valueName: "number")
    )
    var storedResults: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("Days that its results are kept; 0 is as long as the server's.", valueName: "days")
    )
    var retentionDays: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Run its agents with this runtime of the engine, such as runsc (gVisor); default is as its agents or the"
                + " server say.",
            valueName: "name"
        )
    )
    var runtime: String?

    @OptionGroup var output: TenantOutput

    func validate() throws {
        if tier == nil, runtime == nil, limits == LimitsBody() {
            throw ValidationError("there is nothing to set; for example --concurrent 4")
        }
        if let cpu, !(0...1024).contains(cpu) { throw ValidationError("--cpu takes a number of cores, such as 0.5") }
    }

    func run() async throws {
        let body = UpdateTenantBody(
            tier: tier,
            limits: limits == LimitsBody() ? nil : limits,
            runtime: runtime
        )
        try output.print(try await output.admin.client.call { try await $0.updateTenant(tenant, body) })
    }

    private var limits: LimitsBody {
        LimitsBody(
            concurrent: concurrent,
            queued: queued,
            timeoutSeconds: timeout?.seconds,
            requestsPerMinute: rate,
            weight: weight,
            cpuUnits: cpu.flatMap { Int(exactly: ($0 * 1024).rounded()) },
            memoryMiB: memory,
            pids: pids,
            storedMiB: storedMib,
            storedResults: storedResults,
            retentionDays: retentionDays
        )
    }
}
