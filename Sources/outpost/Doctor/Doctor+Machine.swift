internal import DockerEngine
internal import Foundation
internal import OutpostDocker

/// What this machine and its engine tell together.
extension Doctor {
    func hostFindings(_ machine: HostFacts, _ engine: EngineFacts) -> [PreflightFinding] {
        var machine = machine
        let connection = engine.engine?.connection
        if let connection, connection.sharesFilesystem,
            FileManager.default.fileExists(atPath: connection.info.rootDirectory)
        {
            machine.engine = HostFacts.Disk(of: connection.info.rootDirectory)
        }
        return HostJudge(
            facts: machine,
            info: connection?.info,
            skew: engine.engine?.skew,
            leastFreeMiB: (try? settings.get())?.minimumDiskMiB ?? 2048
        ).findings
    }

    func networkFindings(
        _ engine: EngineFacts,
        _ listener: ListenerFacts?,
        isServing: Bool,
        now: Date
    ) -> [PreflightFinding] {
        ProxyJudge(environment: environment, engine: engine.engine?.connection.info.proxies).findings
            + CertificateJudge(folder: CertificateFolder.read(environment), now: now).findings
            + (listener.map { ListenerJudge(facts: $0, isServing: isServing, now: now).findings } ?? [])
    }
}
