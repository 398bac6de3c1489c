package import DockerEngine

extension EnginePreflight {
    /// Networks that the engine's own pools are good for.
    private static let defaultNetworks = 31
    /// Fewer are soon used up: each dispatch over TCP takes one.
    private static let fewNetworks = 4

    /// Counts the addresses that are left for bridge networks, which a door over TCP needs.
    ///
    /// - Parameters:
    ///   - info: the answer to `GET /info`.
    ///   - networks: the answer to `GET /networks`.
    /// - Returns: a warning when few are left, an error when none is.
    package static func addressPools(_ info: EngineInfo, networks: [NetworkInspect]) -> PreflightFinding {
        let all = info.addressPools.isEmpty ? defaultNetworks : info.addressPools.map(count).reduce(0, +)
        let left = max(0, all - networks.count { $0.driver == "bridge" })
        guard left < fewNetworks else {
            return PreflightFinding("address pools", .ok, "\(left) of \(all) networks are free")
        }
        return PreflightFinding(
            "address pools",
            left == 0 ? .error : .warning,
            "\(left) of \(all) networks are free, and each dispatch over TCP takes one",
            advice:
                "docker network prune, or add \"default-address-pools\": [{\"base\":\"10.201.0.0/16\",\"size\":24}] to "
                + "/etc/docker/daemon.json, then: sudo systemctl restart docker"
        )
    }

    /// How many networks a pool has; a thousand is as good as any number.
    private static func count(_ pool: EngineInfo.AddressPool) -> Int {
        guard let prefix = pool.base.split(separator: "/").last.flatMap({ Int($0) }), pool.size >= prefix else {
            return 0
        }
        return 1 << min(10, pool.size - prefix)
    }
}
