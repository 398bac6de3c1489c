internal import CurlHTTP
internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@testable internal import OutpostGateway

/// A repository on a server that is reached over ssh, and doors to it.
struct SSHBench: Sendable {
    let server: SSHServer
    let folder: String
    let sample: SampleRepository
    let git = GitClient(headers: ["Authorization: Bearer otk_throwaway"])

    var bare: String { server.repositories + "/owner/one.git" }
    var url: String { server.url("owner/one.git") }
    /// Where ssh's agents are while they are.
    var place: String { folder + "/ssh" }

    static func with(_ body: @Sendable (SSHBench) async throws -> Void) async throws {
        try await withScratchFolder { folder in
            try await SSHServer.with { server in
                let sample = try await SampleRepository.make(in: folder)
                let bench = SSHBench(server: server, folder: folder, sample: sample)
                for name in ["one", "two"] {
                    let bare = "\(server.repositories)/owner/\(name).git"
                    try await bench.git.run("clone", "-q", "--bare", sample.path, bare, in: folder)
                }
                try FileManager.default.createDirectory(atPath: bench.place, withIntermediateDirectories: false)
                try await body(bench)
                // Nothing of the key, and no agent, outlives its use.
                #expect(try FileManager.default.contentsOfDirectory(atPath: bench.place) == [])
                #expect(try bench.filesWithKey() == [])
            }
        }
    }

    /// The key that the server takes, or another; with the host's own keys, or with others.
    func credential(key: String? = nil, knownHosts: String?? = nil) throws -> GitCredential {
        let text = try String(contentsOfFile: key ?? server.keyFile, encoding: .utf8)
        return .key(SSHKey(privateKey: text, knownHosts: knownHosts ?? server.knownHosts))
    }

    /// Opens a door to the repository; `body` gets its URL.
    @discardableResult
    func door<Output: Sendable>(
        _ credential: GitCredential?,
        push: [String] = [],
        path: String? = nil,
        mirrorBytes: Int = 1 << 30,
        knownHostsFile: String? = nil,
        _ body: @Sendable (String) async throws -> Output
    ) async throws -> Output {
        let access = RepositoryAccess(
            credential: credential,
            push: try #require(PushPolicy(patterns: push)),
            mirror: RepositoryMirror(folder: folder + "/mirrors/tenant/digest.git", tenant: "tenant")
        )
        let place = SSHPlace(directory: place, knownHostsFile: knownHostsFile) { UUID().uuidString }
        let curl = CurlClient()
        let gateway = Gateway.make(curl: curl, ssh: place, maximumMirrorBytes: mirrorBytes)
        let route = RepositoryRoute.remote(url: path ?? url, access: access)
        let output = try await withDoor(DoorOptions(repository: route, overTCP: true, gateway: gateway)) { door in
            try await body(door.request("GET", "").url + "/git/repo.git")
        }
        await curl.shutdown()
        return output
    }

    /// A clone with a commit of its own.
    func work(_ url: String) async throws -> String {
        try await git.run("clone", "-q", "--depth", "1", url, "clone", in: folder)
        let clone = folder + "/clone"
        try Data("new\n".utf8).write(to: URL(filePath: clone + "/new.txt"))
        try await git.run("add", "new.txt", in: clone)
        try await git.run("commit", "-q", "-m", "new", in: clone)
        return clone
    }

    /// Files of the bench, the server's own apart, that have a line of the private key.
    private func filesWithKey() throws -> [String] {
        let text = try String(contentsOfFile: server.keyFile, encoding: .utf8)
        let lines = text.split(separator: "\n").dropFirst().dropLast().filter { $0.count > 40 }
        let line = Data(try #require(lines.last).utf8)
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            FileManager.default.contents(atPath: folder + "/" + path)?.firstRange(of: line) != nil
        }
    }
}

extension SSHBench {
    /// Bytes that do not compress.
    static func noise(_ count: Int) -> Data {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        var bytes = Data(capacity: count)
        while bytes.count < count {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: state >> shift)) }
        }
        return bytes
    }

    /// Makes the repository larger than two MiB.
    func fill() async throws {
        let work = folder + "/large"
        try await git.run("clone", "-q", bare, work, in: folder)
        try Self.noise(2 << 20).write(to: URL(filePath: work + "/noise.bin"))
        try await git.run("add", "noise.bin", in: work)
        try await git.run("commit", "-q", "-m", "noise", in: work)
        try await git.run("push", "-q", "origin", "HEAD:main", in: work)
        try FileManager.default.removeItem(atPath: work)
    }
}
