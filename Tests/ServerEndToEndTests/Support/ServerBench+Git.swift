internal import Foundation
internal import TestSupport

extension ServerBench {
    /// Makes a bare repository with one commit on the server.
    ///
    /// - Returns: its folder.
    @discardableResult
    func publish(_ name: String, on server: GitHTTPServer) async throws -> String {
        try await publish(name, in: server.repositories)
    }

    /// Makes it in a folder of repositories.
    func publish(_ name: String, in repositories: String) async throws -> String {
        let work = path + "/work"
        let bare = repositories + "/\(name).git"
        try await Shell.run("git", ["init", "--quiet", "--initial-branch=main", work])
        try Data("hello\n".utf8).write(to: URL(fileURLWithPath: work + "/greeting.txt"))
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.test"]
        try await Shell.run("git", ["-C", work, "add", "--all"])
        try await Shell.run("git", ["-C", work] + identity + ["commit", "--quiet", "--message", "Start"])
        try await Shell.run("git", ["clone", "--quiet", "--bare", work, bare])
        return bare
    }

    /// Stores a tenant's credential for the server.
    func giveGitCredential(_ token: String, of server: GitHTTPServer, to tenant: String) async throws {
        let file = path + "/token"
        try Data(token.utf8).write(to: URL(fileURLWithPath: file))
        let host = String(server.url.dropFirst("http://".count))
        try await outpost("git-credentials", "set", host, "--tenant", tenant, "--from-file", file)
        try FileManager.default.removeItem(atPath: file)
    }
}
