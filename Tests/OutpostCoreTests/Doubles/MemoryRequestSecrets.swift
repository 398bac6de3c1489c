internal import Foundation
internal import TestSupport

@testable internal import OutpostCore

/// What came with requests, in the repository of a test; nothing is encrypted, and each has a newer key.
struct MemoryRequestSecrets: RequestSecrets {
    let repository: MemoryRepository
    private let sealings = Observed(0)

    func seal(_ values: [String: String], for dispatch: DispatchID, tenant: String) async throws -> SealedSecret {
        let key = sealings.update { sealings in
            sealings += 1
            return sealings
        }
        return SealedSecret(version: 1, tenantKey: key, wrappedKey: Data(), sealed: try JSONEncoder().encode(values))
    }

    func values(of dispatch: DispatchID, tenant: String) async throws -> [String: String]? {
        repository.reads.update { $0 += 1 }
        if let failure = repository.readFailure.value { throw failure }
        return try repository.sealed.value[dispatch].map {
            try JSONDecoder().decode([String: String].self, from: $0.sealed)
        }
    }
}
