internal import Foundation
internal import Hummingbird
internal import OutpostCore

/// Finds out whose key a request carries.
struct Authenticator: Sendable {
    let identities: any IdentityStore

    /// - Throws: ``AuthenticationFailure``, or an error of the store.
    func principal(of request: Request, at now: Date) async throws -> Principal {
        guard let text = Self.key(in: request.headers) else { throw AuthenticationFailure.missing }
        return try await principal(hash: APIKeySecret(value: text).hash, at: now)
    }

    /// Whose key has the hash.
    ///
    /// - Throws: ``AuthenticationFailure``, or an error of the store.
    func principal(hash: String, at now: Date) async throws -> Principal {
        let found = try await identities.find(hash: hash)
        // The look-up compares with an index, whose timing tells something of stored hashes but nothing of keys.
        guard let found, ConstantTime.equal(found.key.hash, hash) else { throw AuthenticationFailure.unknown }
        let principal = try Principal(key: found.key, tenant: found.tenant, at: now)
        await touch(principal.key, at: now)
        return principal
    }

    /// Whether who was let in still would be; while the store does not answer, it is.
    func isGood(_ principal: Principal, at now: Date) async -> Bool {
        do {
            guard !principal.isLocal else {
                return try await identities.tenant(principal.tenant.id)?.status == .active
            }
            guard let found = try await identities.find(hash: principal.key.hash) else { return false }
            _ = try Principal(key: found.key, tenant: found.tenant, at: now)
            return true
        } catch is AuthenticationFailure {
            return false
        } catch {
            return true
        }
    }

    /// The key in a request: `Authorization: Bearer`, exactly so written, before `X-API-Key`.
    static func key(in headers: HTTPFields) -> String? {
        if let authorization = headers[.authorization], authorization.hasPrefix("Bearer ") {
            let key = authorization.dropFirst("Bearer ".count)
            return key.isEmpty ? nil : String(key)
        }
        guard let key = headers[.apiKey], !key.isEmpty else { return nil }
        return key
    }

    /// When a key was last used is good to know, not worth failing a request for.
    private func touch(_ key: APIKey, at now: Date) async {
        if let last = key.lastUsedAt, now.timeIntervalSince(last) < 60 { return }
        try? await identities.touch(key, at: now)
    }
}

/// Comparisons whose time does not depend on where two texts differ.
enum ConstantTime {
    static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
