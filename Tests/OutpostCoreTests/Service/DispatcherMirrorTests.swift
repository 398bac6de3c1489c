internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A mirror that goes on after its dispatch")
struct DispatcherMirrorTests {
    /// One credential that a test changes.
    private final class OneCredential: GitCredentialSource {
        let credential = Mutex<GitCredential?>(GitCredential(password: "first"))
        let isReadable = Mutex(true)

        struct Unreadable: Error {}

        func credential(host: String, tenant: String) async throws -> GitCredential? {
            guard isReadable.withLock({ $0 }) else { throw Unreadable() }
            return tenant == "tenant" ? credential.withLock { $0 } : nil
        }
    }

    private static let url = "https://git.example.test/owner/one.git"

    private func access(_ password: String?, tenant: String = "tenant") -> RepositoryAccess {
        RepositoryAccess(
            credential: password.map { GitCredential(password: $0) },
            mirror: RepositoryMirror(folder: "/mirrors/\(tenant)/x.git", tenant: tenant)
        )
    }

    @Test("is allowed while its tenant has the credential that it began with")
    func credential() async throws {
        let source = OneCredential()
        let bench = DispatcherBench(gitCredentials: source)
        _ = try await bench.principal()
        let dispatcher = bench.dispatcher()
        #expect(await dispatcher.mayMirror(Self.url, by: access("first")))
        #expect(await !dispatcher.mayMirror(Self.url, by: access(nil)))
        source.credential.withLock { $0 = GitCredential(password: "second") }
        #expect(await !dispatcher.mayMirror(Self.url, by: access("first")))
        source.credential.withLock { $0 = nil }
        #expect(await !dispatcher.mayMirror(Self.url, by: access("second")))
        #expect(await dispatcher.mayMirror(Self.url, by: access(nil)))
        source.isReadable.withLock { $0 = false }
        #expect(await !dispatcher.mayMirror(Self.url, by: access(nil)))
    }

    @Test("is not allowed for a tenant that does not exist or has no mirrors")
    func tenant() async throws {
        let bench = DispatcherBench(gitCredentials: OneCredential())
        let dispatcher = bench.dispatcher()
        #expect(await !dispatcher.mayMirror(Self.url, by: access("first")))
        _ = try await bench.principal()
        #expect(await dispatcher.mayMirror(Self.url, by: access("first")))
        #expect(await !dispatcher.mayMirror(Self.url, by: access(nil, tenant: "stranger")))
        #expect(await !dispatcher.mayMirror(Self.url, by: RepositoryAccess()))
    }
}
