internal import ArgumentParser
internal import OutpostAPI

/// How the commands about tenants print them.
struct TenantOutput: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print ids only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func print(_ tenant: TenantBody) throws {
        if admin.json { return try admin.printJSON(tenant) }
        if quiet { return Console().print(tenant.id) }
        var table = Table(["name", Terminal.safe(tenant.name, colours: false)])
        table.add(["id", tenant.id])
        table.add(["tier", tenant.tier])
        table.add(["status", tenant.status])
        table.add(["concurrent", Self.count(tenant.limits.concurrent, "dispatches at once")])
        table.add(["queued", Self.count(tenant.limits.queued, "more may wait")])
        table.add(["timeout", Self.count(tenant.limits.timeoutSeconds, "seconds at most")])
        table.add(["rate", Self.count(tenant.limits.requestsPerMinute, "requests a minute and key")])
        table.add(["weight", Self.count(tenant.limits.weight)])
        table.add(["cpu", tenant.limits.cpuUnits.map { "\(Double($0) / 1024) cores for one dispatch" } ?? "-"])
        table.add(["memory", Self.count(tenant.limits.memoryMiB, "MiB for one dispatch")])
        table.add(["pids", Self.count(tenant.limits.pids, "processes in one dispatch")])
        table.add(["stored", Self.count(tenant.limits.storedMiB, "MiB of results, then no new dispatches")])
        table.add(["results", Self.count(tenant.limits.storedResults, "dispatches with results, then no new ones")])
        table.add(["kept", Self.retention(tenant.limits.retentionDays)])
        table.add(["runtime", tenant.runtime ?? "the agent's, else the server's"])
        table.add(["created", tenant.createdAt.description])
        admin.print(table)
    }

    func print(_ tenants: [TenantBody]) throws {
        if admin.json { return try admin.printJSON(tenants) }
        if quiet { return tenants.forEach { Console().print($0.id) } }
        var table = Table(["NAME", "TIER", "STATUS", "CONCURRENT", "QUEUED", "TIMEOUT", "RATE", "WEIGHT", "ID"])
        for tenant in tenants {
            let limits = tenant.limits
            table.add([
                Terminal.safe(tenant.name, colours: false), tenant.tier, tenant.status, Self.count(limits.concurrent),
                Self.count(limits.queued), Self.count(limits.timeoutSeconds), Self.count(limits.requestsPerMinute),
                Self.count(limits.weight), tenant.id,
            ])
        }
        admin.print(table)
    }

    private static func retention(_ days: Int?) -> String {
        days == 0 ? "as long as the server's retention_days" : count(days, "days")
    }

    private static func count(_ number: Int?, _ unit: String? = nil) -> String {
        guard let number else { return "-" }
        return unit.map { "\(number) \($0)" } ?? String(number)
    }
}
