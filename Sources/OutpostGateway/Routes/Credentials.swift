internal import Foundation
internal import NIOHTTP1
internal import OutpostCore

/// The secrets that a request presents, in whichever header its client puts them.
struct Credentials: Sendable {
    private let direct: [String]
    private let proxy: [String]

    init(_ headers: HTTPHeaders) {
        let keys = ["x-api-key", "x-goog-api-key", "api-key"].flatMap { headers[$0] }
        direct = headers["authorization"].compactMap(Self.secret) + keys
        proxy = headers["proxy-authorization"].compactMap(Self.secret)
    }

    /// Tells whether the token is among them.
    func contain(_ token: DoorToken, forProxying: Bool = false) -> Bool {
        (forProxying ? proxy : direct).contains(where: token.matches)
    }

    /// The secret of `Bearer T` or of `Basic base64(anyone:T)`.
    private static func secret(_ value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "bearer":
            return parts[1]
        case "basic":
            guard let data = Data(base64Encoded: parts[1]) else { return nil }
            let pair = String(decoding: data, as: UTF8.self)
            return pair.firstIndex(of: ":").map { String(pair[pair.index(after: $0)...]) }
        default:
            return nil
        }
    }
}
