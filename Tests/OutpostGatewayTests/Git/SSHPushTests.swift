internal import Foundation
internal import OutpostCore
internal import TestSupport
internal import Testing

@Suite(
    "A push over ssh at the door",
    .enabled(if: SSHServer.absence == nil, "\(SSHServer.absence ?? "")"),
    .timeLimit(.minutes(10))
)
struct SSHPushTests {
    @Test("arrives on the branches that policy names, be it small or larger than git sends at once")
    func allowed() async throws {
        try await SSHBench.with { bench in
            try await bench.door(bench.credential(), push: ["agent/*"]) { url in
                let clone = try await bench.work(url)
                try await bench.git.run("push", "-q", "origin", "HEAD:refs/heads/agent/one", in: clone)
                let first = try await bench.git.run("rev-parse", "HEAD", in: clone)
                #expect(try await bench.git.run("rev-parse", "agent/one", in: bench.bare) == first)
                try SSHBench.noise(3 << 20).write(to: URL(filePath: clone + "/noise.bin"))
                try await bench.git.run("add", "noise.bin", in: clone)
                try await bench.git.run("commit", "-q", "-m", "noise", in: clone)
                try await bench.git.run("push", "-q", "origin", "HEAD:refs/heads/agent/two", in: clone)
                let second = try await bench.git.run("rev-parse", "HEAD", in: clone)
                #expect(try await bench.git.run("rev-parse", "agent/two", in: bench.bare) == second)
                // What was pushed is there to be fetched.
                try await bench.git.run("fetch", "-q", "origin", "agent/two", in: clone)
            }
        }
    }

    @Test(
        "is refused in git's own report where policy names no such branch, and nothing of it arrives",
        arguments: [["HEAD:refs/heads/main"], [":refs/heads/side"], ["HEAD:refs/heads/agent/ok", "HEAD:refs/tags/x"]]
    )
    func refused(arguments: [String]) async throws {
        try await SSHBench.with { bench in
            let before = try await bench.git.run("for-each-ref", in: bench.bare)
            try await bench.door(bench.credential(), push: ["agent/*"]) { url in
                let clone = try await bench.work(url)
                let outcome = try await bench.git.attempt(["push", "origin"] + arguments, in: clone)
                #expect(!outcome.succeeded)
                #expect(outcome.error.contains("remote rejected"), "\(outcome.error)")
                #expect(outcome.error.contains("this door"), "\(outcome.error)")
            }
            #expect(try await bench.git.run("for-each-ref", in: bench.bare) == before)
        }
    }

    @Test("tells what the host's own hook says")
    func hook() async throws {
        try await SSHBench.with { bench in
            let hook = bench.bare + "/hooks/pre-receive"
            try FileManager.default.createDirectory(atPath: bench.bare + "/hooks", withIntermediateDirectories: true)
            try Data("#!/bin/sh\necho 'closed for today' >&2\nexit 1\n".utf8).write(to: URL(filePath: hook))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
            try await bench.door(bench.credential(), push: ["agent/*"]) { url in
                let clone = try await bench.work(url)
                let outcome = try await bench.git.attempt(["push", "origin", "HEAD:refs/heads/agent/x"], in: clone)
                #expect(!outcome.succeeded)
                #expect(outcome.error.contains("closed for today"), "\(outcome.error)")
            }
        }
    }
}
