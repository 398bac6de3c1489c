internal import Foundation
internal import TestSupport

/// A certificate authority that nobody knows, and what it certified; made anew for each use.
struct PrivateAuthority: Sendable {
    private let folder: String

    /// The authority's own certificate, for those who are to trust it.
    var certificate: String { folder + "/ca.crt" }

    private init(in folder: String) async throws {
        self.folder = folder
        try await Shell.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
                "-subj", "/CN=Private authority", "-keyout", folder + "/ca.key", "-out", folder + "/ca.crt",
            ]
        )
    }

    /// Makes a certificate and its key.
    ///
    /// - Parameter name: as OpenSSL writes it, such as `IP:127.0.0.1`.
    /// - Returns: the PEM file that has both.
    /// - Throws: where OpenSSL cannot be run.
    func certify(_ name: String) async throws -> String {
        let base = folder + "/" + UUID().uuidString
        try await Shell.run(
            "openssl",
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=receiver",
                "-addext", "subjectAltName=\(name)", "-keyout", base + ".key", "-out", base + ".csr",
            ]
        )
        try await Shell.run(
            "openssl",
            [
                "x509", "-req", "-in", base + ".csr", "-CA", certificate, "-CAkey", folder + "/ca.key",
                "-CAcreateserial",
                "-days", "1", "-copy_extensions", "copy", "-out", base + ".crt",
            ]
        )
        let parts = try [".crt", ".key"].map { try Data(contentsOf: URL(fileURLWithPath: base + $0)) }
        try (parts[0] + parts[1]).write(to: URL(fileURLWithPath: base + ".pem"))
        return base + ".pem"
    }

    /// - Returns: what the body returned.
    static func with<Output>(_ body: (PrivateAuthority) async throws -> Output) async throws -> Output {
        try await TemporaryFolder.with { try await body(PrivateAuthority(in: $0.path)) }
    }
}
