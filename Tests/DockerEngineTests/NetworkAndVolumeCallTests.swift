internal import DockerEngine
internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Network and volume calls", .timeLimit(.minutes(10)))
struct NetworkAndVolumeCallTests {
    @Test("A network is created with its options and address pool")
    func createNetwork() async throws {
        let answer = RawAnswer.json(#"{"Id":"n1","Warning":""}"#, status: 201)
        let (request, id) = try await FakeEngine.exchange(answer) { client in
            try await client.createNetwork(
                NetworkCreateBody(
                    name: "net",
                    isInternal: true,
                    labels: ["k": "v"],
                    options: ["o": "1"],
                    ipam: IPAM(config: [.init(subnet: "10.231.0.0/28")])
                )
            )
        }
        #expect(id == "n1")
        #expect(request.method == "POST")
        #expect(request.target == "/v1.41/networks/create")
        let expected = #"""
            {"Name":"net","Driver":"bridge","Internal":true,"Labels":{"k":"v"},"Options":{"o":"1"},"CheckDuplicate":true,
            "IPAM":{"Config":[{"Subnet":"10.231.0.0/28"}]}}
            """#
        #expect(request.json == object(expected))
    }

    @Test("Exhausted address pools are the engine's failure, although it says 404")
    func exhaustedPools() async throws {
        let answer = RawAnswer.json(#"{"message":"could not find an available pool"}"#, status: 404)
        let failure = try await FakeEngine.failure(answer) { client throws(DockerError) in
            _ = try await client.createNetwork(NetworkCreateBody(name: "net", labels: [:]))
        }
        #expect(failure == .server(status: 404, "could not find an available pool"))
    }

    @Test("A network is read with the containers in it")
    func inspectNetwork() async throws {
        let json = #"""
            {"Id":"n1","Name":"net","Driver":"bridge","Internal":true,"Labels":null,"IPAM":{"Config":[{"Subnet":"10.0.0.0/8"}]},
            "Containers":{"c2":{"Name":"b"},"c1":{"Name":"a"}}}
            """#
        let (request, network) = try await FakeEngine.exchange(.json(json)) { try await $0.inspectNetwork("net") }
        #expect(request.target == "/v1.41/networks/net")
        #expect(network.containerIDs == ["c1", "c2"])
        #expect(network.isInternal)
        #expect(network.ipam?.config?.first?.subnet == "10.0.0.0/8")
    }

    @Test("Networks are listed by label and removed by id")
    func listAndRemoveNetworks() async throws {
        let (list, networks) = try await FakeEngine.exchange(.json(#"[{"Id":"n","Name":"x"}]"#)) { client in
            try await client.listNetworks(labels: ["k=v"])
        }
        #expect(list.parameters == [#"filters={"label":["k=v"]}"#])
        #expect(networks.map(\.id) == ["n"])
        let gone = RawAnswer.json(#"{"message":"network n not found"}"#, status: 404)
        let (removal, result) = try await FakeEngine.exchange(gone) { try await $0.removeNetwork("n") }
        #expect(removal.method == "DELETE")
        #expect(removal.target == "/v1.41/networks/n")
        #expect(result == .alreadyGone)
    }

    @Test("A volume is created with its driver's options")
    func createVolume() async throws {
        let json =
            #"{"Name":"v","Driver":"local","Mountpoint":"/m","Labels":{"k":"v"},"CreatedAt":"2024-01-02T03:04:05Z"}"#
        let (request, volume) = try await FakeEngine.exchange(.json(json, status: 201)) { client in
            try await client.createVolume(
                VolumeCreateBody(name: "v", labels: ["k": "v"], driverOptions: ["type": "tmpfs"])
            )
        }
        #expect(request.target == "/v1.41/volumes/create")
        let expected = #"{"Name":"v","Labels":{"k":"v"},"Driver":"local","DriverOpts":{"type":"tmpfs"}}"#
        #expect(request.json == object(expected))
        #expect(volume.created == EngineTime(seconds: 1_704_164_645))
    }

    @Test("Volumes are listed, inspected and removed; no volumes may be null")
    func otherVolumeCalls() async throws {
        let (list, volumes) = try await FakeEngine.exchange(.json(#"{"Volumes":null,"Warnings":null}"#)) { client in
            try await client.listVolumes(labels: ["k"])
        }
        #expect(list.path == "/v1.41/volumes")
        #expect(volumes.isEmpty)
        let (inspection, volume) = try await FakeEngine.exchange(.json(#"{"Name":"v"}"#)) { client in
            try await client.inspectVolume("v")
        }
        #expect(inspection.target == "/v1.41/volumes/v")
        #expect(volume.name == "v")
        let (removal, result) = try await FakeEngine.exchange(.response(204)) { client in
            try await client.removeVolume("v", force: true)
        }
        #expect(removal.target == "/v1.41/volumes/v?force=1")
        #expect(result == .removed)
    }
}
