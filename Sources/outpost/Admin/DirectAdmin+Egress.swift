internal import Foundation
internal import OutpostAPI
internal import OutpostCore
internal import OutpostServer
internal import OutpostStore

extension DirectAdmin {
    func egress(tenant: String?) async throws -> EgressPolicyBody {
        let service = try egressService()
        return EgressPolicyBody(try await service.policy(tenant: tenant), presets: service.presets)
    }

    func changeEgress(_ body: ChangeEgressBody, tenant: String?) async throws -> EgressPolicyBody {
        let service = try egressService()
        let policy = try await service.change(EgressChange(body), tenant: tenant, by: actor)
        return EgressPolicyBody(policy, presets: service.presets)
    }

    func egressPresets() async throws -> [EgressPresetBody] {
        try egressService().presets.presets.map(EgressPresetBody.init)
    }

    private func egressService() throws -> EgressService {
        let directories = try AgentDirectories(
            named: environment["OUTPOST_AGENTS_DIR"].flatMap { $0.isEmpty ? nil : $0 },
            executable: Bundle.main.executablePath ?? CommandLine.arguments[0]
        ).resolve()
        return EgressService(
            store: database.egress,
            identities: database.identities,
            presets: try EgressPresets.read(directories: directories),
            now: { Date() }
        )
    }
}
