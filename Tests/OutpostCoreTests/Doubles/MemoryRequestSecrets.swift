internal import Foundation
internal import TestSupport

@testable internal import OutpostCore

/// What came with requests, in the repository of a test; nothing is encrypted.
struct MemoryRequestSecrets: RequestSecrets {
    let repository: MemoryRepository

    func seal(_ values: [String: String], for dispatch: DispatchID, tenant: String) async throws -> SealedSecret {
        SealedSecret(version: 1, tenantKey: 1, wrappedKey: Data(), sealed: try JSONEncoder().encode(values))
    }

    func values(of dispatch: DispatchID, tenant: String) async throws -> [String: String]? {
        try repository.sealed.value[dispatch].map { try JSONDecoder().decode([String: String].self, from: $0.sealed) }
    }
}
