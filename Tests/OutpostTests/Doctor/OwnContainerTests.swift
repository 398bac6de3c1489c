internal import DockerEngine
internal import Foundation
internal import OutpostDocker
internal import Testing

@testable internal import outpost

@Suite("A server in a container")
struct OwnContainerTests {
    private static let id = String(repeating: "5c4e", count: 16)

    private func mount(_ kind: String, _ source: String, at destination: String) throws -> MountPoint {
        let text = """
            {"Type":"\(kind)","Name":"outpost-data","Source":"\(source)","Destination":"\(destination)","RW":true}
            """
        return try JSONDecoder().decode(MountPoint.self, from: Data(text.utf8))
    }

    @Test(
        "knows its container's id by the files that engines bind into it",
        arguments: ["/var/lib/docker/containers/", "/storage/overlay-containers/"]
    )
    func ownID(folder: String) {
        let table = """
            1029 1018 0:68 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
            1041 1018 254:1 \(folder)\(Self.id)/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw
            """
        #expect(OwnContainer.id(mounts: table) == Self.id)
    }

    @Test("is none where the engine's containers are only seen from outside")
    func host() {
        let table = """
            24 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw
            519 24 0:44 / /var/lib/docker/containers/\(Self.id)/mounts/shm rw - tmpfs shm rw,size=65536k
            """
        #expect(OwnContainer.id(mounts: table) == nil)
    }

    @Test("finds nothing wrong with a data directory that has the same path on the engine's host")
    func same() throws {
        let whole = try [mount("bind", "/srv", at: "/srv"), mount("bind", "/elsewhere", at: "/srv-2")]
        #expect(OwnContainer.finding(dataDirectory: "/srv/outpost", mounts: whole) == nil)
        let nested = try [mount("bind", "/data", at: "/srv"), mount("bind", "/srv/outpost", at: "/srv/outpost")]
        #expect(OwnContainer.finding(dataDirectory: "/srv/outpost", mounts: nested) == nil)
    }

    @Test("says where a data directory is on the engine's host, and how to give it one path")
    func different() throws {
        let bound = try #require(
            OwnContainer.finding(dataDirectory: "/data/outpost", mounts: [try mount("bind", "/srv/a b", at: "/data")])
        )
        #expect(bound.level == .error)
        #expect(bound.text.contains("/data/outpost is /srv/a b/outpost on the engine's host"))
        #expect(bound.advice?.contains("-v '/srv/a b/outpost':'/srv/a b/outpost'") == true)
        let volume = try #require(
            OwnContainer.finding(
                dataDirectory: "/data",
                mounts: [try mount("volume", "/var/lib/docker/volumes/outpost-data/_data", at: "/data")]
            )
        )
        #expect(volume.text.contains("the volume outpost-data is mounted there"))
        let inside = try #require(OwnContainer.finding(dataDirectory: "/data", mounts: []))
        #expect(inside.text.contains("lies in the server's own container"))
    }
}
