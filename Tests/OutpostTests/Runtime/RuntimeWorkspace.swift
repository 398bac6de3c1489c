internal import Foundation
internal import Subprocess
internal import TestSupport

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// The runtime's workspace, prepared on this machine from a repository on a server.
struct RuntimeWorkspace: Sendable {
    let folder: TemporaryFolder
    let server: GitHTTPServer

    static let password = "throwaway"

    var path: String { folder.path + "/workspace" }
    /// The bare repository on the server.
    var bare: String { server.repositories + "/git/repo.git" }

    /// Runs `body` with a server that has a repository of a few files on the branch `main`.
    static func with(_ body: (RuntimeWorkspace) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            try await GitHTTPServer.with(password: password) { server in
                let workspace = RuntimeWorkspace(folder: folder, server: server)
                for folder in ["workspace", "job/settings", "job/env", "home"] {
                    try workspace.folder.makeFolder(folder)
                }
                try folder.write("job/env/OUTPOST_DISPATCH_ID", "01TEST")
                try folder.write("source/README.md", "one\n")
                try folder.write("source/src/main.c", "int main;\n")
                try folder.write("source/data/large.bin", "data\n")
                try await workspace.bash(
                    "cd source && git init -qb main && git add . && git commit -qm one && git clone -q --bare . \(workspace.bare)"
                )
                try await body(workspace)
            }
        }
    }

    /// Commits a change to the server's repository.
    func commit(_ command: String) async throws {
        try await bash("cd source && \(command) && git add -A && git commit -qm more && git push -q \(bare) main")
    }

    /// Has the runtime make the workspace, as it does in a container, and returns what it said.
    ///
    /// `git` is the shell's command for what git is told to do.
    @discardableResult
    func prepare(
        _ settings: [String: String] = [:],
        dispatch: String = "01TEST",
        git: String = #"command git "$@""#
    ) async throws -> String {
        try folder.write("job/settings/workspace", "clone")
        try folder.write("job/env/OUTPOST_DISPATCH_ID", dispatch)
        for (name, value) in settings { try folder.write("job/settings/\(name)", value) }
        let basic = Data("x-access-token:\(Self.password)".utf8).base64EncodedString()
        return try await bash(
            """
            set -euo pipefail
            readonly job=$PWD/job workspace=$PWD/workspace artifacts=$PWD/artifacts door_url=\(server.url) token=x
            say() { printf '%s\\n' "$*"; }
            fail() { say "failed $1: $3"; exit 0; }
            door_progress() { :; }
            for part in job workspace resume room; do . "\(Self.runtime)/$part.sh"; done
            git() { \(git); }
            export_git_access() {
                export GIT_TERMINAL_PROMPT=0 GIT_CONFIG_COUNT=1
                export GIT_CONFIG_KEY_0=http.extraHeader GIT_CONFIG_VALUE_0='Authorization: Basic \(basic)'
            }
            workspace_prepare
            export GIT_INDEX_FILE=$job/check.index
            git -C "$workspace" add --all
            say "start tree $(git -C "$workspace" diff --cached --name-only "$start_tree" | tr '\\n' ' ')."
            """
        )
    }

    /// Runs a script in the folder and returns what it printed.
    @discardableResult
    func bash(_ script: String) async throws -> String {
        let result = try await Subprocess.run(
            .name("bash"),
            arguments: ["-c", script],
            environment: .custom([
                "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "\(folder.path)/home", "GIT_AUTHOR_NAME": "a",
                "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
            ]),
            workingDirectory: FilePath(folder.path),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        guard result.terminationStatus.isSuccess else { throw ScriptFailed(errors: result.standardError) }
        return result.standardOutput
    }

    struct ScriptFailed: Error {
        let errors: String
    }

    private static let runtime: String = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/agents/base/lib") {
            folder = folder.deletingLastPathComponent()
        }
        return folder.path + "/agents/base/lib"
    }()
}
