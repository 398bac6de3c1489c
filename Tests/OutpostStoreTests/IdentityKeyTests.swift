internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import TestSupport
internal import Testing

@Suite("Keys in SQLite")
struct IdentityKeyTests {
    private typealias Samples = ControlPlaneSamples

    private let store: SQLiteIdentityStore
    private let tenant = Samples.tenant("acme")

    init() async throws {
        store = try OutpostDatabase().identities
        try await store.insert(tenant)
    }

    private func insert(_ id: String, secret: String, createdAt: Date = Samples.epoch) async throws -> APIKey {
        let key = Samples.key(id, tenant: tenant.id, secret: secret, createdAt: createdAt)
        try await store.insert(key)
        return key
    }

    @Test("a key is found by the hash of its secret, with its tenant, and by no other")
    func find() async throws {
        let key = Samples.key("k", tenant: tenant.id, secret: "otp_1", expiresAt: Samples.epoch + 60)
        try await store.insert(key)
        let found = try #require(try await store.find(hash: APIKeySecret(value: "otp_1").hash))
        #expect(found.key == key)
        #expect(found.tenant == tenant)
        #expect(try await store.find(hash: APIKeySecret(value: "otp_2").hash) == nil)
        #expect(try await store.find(hash: key.prefix) == nil)
    }

    @Test("the database's file holds a key's hash and never the key")
    func secrecy() async throws {
        try await TemporaryFolder.with { folder in
            let store = try OutpostDatabase(path: folder.path + "/outpost.sqlite").identities
            var generator = SeededGenerator(seed: 1)
            let secret = APIKeySecret.random(using: &generator)
            try await store.insert(tenant)
            try await store.insert(Samples.key("k", tenant: tenant.id, secret: secret.value))
            let file = String(decoding: try folder.read("outpost.sqlite"), as: UTF8.self)
            #expect(file.contains(secret.hash))
            #expect(!file.contains(secret.value))
            #expect(!file.contains(secret.value.dropFirst(12)))
        }
    }

    @Test("a key of a tenant that is not there is refused")
    func unknownTenant() async throws {
        await #expect(throws: IdentityError.unknownTenant("nobody")) {
            try await store.insert(Samples.key("k", tenant: "nobody", secret: "otp_1"))
        }
    }

    @Test("keys are listed the newest first, of one tenant or of all")
    func list() async throws {
        let other = Samples.tenant("other")
        try await store.insert(other)
        let old = try await insert("old", secret: "otp_1")
        let new = try await insert("new", secret: "otp_2", createdAt: Samples.epoch + 10)
        let foreign = Samples.key("foreign", tenant: other.id, secret: "otp_3", createdAt: Samples.epoch + 5)
        try await store.insert(foreign)
        #expect(try await store.keys(tenant: tenant.id) == [new, old])
        #expect(try await store.keys(tenant: nil) == [new, foreign, old])
        #expect(try await store.keys(tenant: "nobody").isEmpty)
    }

    @Test(
        "a key is revoked by its id, by its prefix, and by eight characters of it",
        arguments: ["k1", "otp_abcd1234", "otp_abcd"]
    )
    func revoke(name: String) async throws {
        _ = try await insert("k1", secret: "otp_abcd1234xyz")
        let other = try await insert("k2", secret: "otp_ffff1234xyz")
        let revoked = try await store.revoke(name, at: Samples.epoch + 5)
        #expect(revoked.id == "k1")
        #expect(revoked.revokedAt == Samples.epoch + 5)
        let keys = try await store.keys(tenant: tenant.id)
        #expect(keys.first { $0.id == "k1" } == revoked)
        #expect(keys.first { $0.id == "k2" } == other)
    }

    @Test("the first revocation's time stays")
    func revokeTwice() async throws {
        _ = try await insert("k1", secret: "otp_abcd1234xyz")
        _ = try await store.revoke("k1", at: Samples.epoch + 5)
        #expect(try await store.revoke("k1", at: Samples.epoch + 50).revokedAt == Samples.epoch + 5)
    }

    @Test(
        "what names no key, or is too short to mean one, revokes nothing",
        arguments: ["nobody", "otp_", "otp_abc", "", "%"]
    )
    func revokeUnknown(name: String) async throws {
        let key = try await insert("k1", secret: "otp_abcd1234xyz")
        await #expect(throws: IdentityError.unknownKey(name)) { _ = try await store.revoke(name, at: Samples.epoch) }
        #expect(try await store.keys(tenant: nil) == [key])
    }

    @Test("a prefix that several keys begin with revokes none of them")
    func revokeAmbiguous() async throws {
        let one = try await insert("k1", secret: "otp_abcd1111xyz")
        let two = try await insert("k2", secret: "otp_abcd2222xyz")
        await #expect(throws: IdentityError.ambiguousKey("otp_abcd")) {
            _ = try await store.revoke("otp_abcd", at: Samples.epoch)
        }
        #expect(Set(try await store.keys(tenant: nil)) == [one, two])
    }

    @Test("a use is noted at most once a minute", arguments: [(0.0, 0.0), (59, 0), (60, 60), (600, 600)])
    func touch(second: Double, noted: Double) async throws {
        let key = try await insert("k1", secret: "otp_abcd1234xyz")
        try await store.touch(key, at: Samples.epoch)
        // One request has read the key before the first use was noted, the other after it.
        let read = try #require(try await store.find(hash: key.hash)).key
        try await store.touch(key, at: Samples.epoch + second)
        try await store.touch(read, at: Samples.epoch + second)
        #expect(try await store.find(hash: key.hash)?.key.lastUsedAt == Samples.epoch + noted)
    }
}
