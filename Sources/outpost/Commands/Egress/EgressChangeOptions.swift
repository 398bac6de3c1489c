internal import ArgumentParser
internal import OutpostAPI

/// A change of the policy, which is shown as it is afterwards.
struct EgressChangeOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print nothing.")
    var quiet = false

    @OptionGroup var target: EgressTarget

    func send(_ body: ChangeEgressBody) async throws {
        let tenant = target.tenant
        let policy = try await target.admin.client.call(creates: tenant == nil) {
            try await $0.changeEgress(body, tenant: tenant)
        }
        guard !quiet || target.admin.json else { return }
        try target.print(policy)
    }
}
