internal import Foundation
internal import NIOSSL
internal import OutpostCore

/// A certificate or a key that cannot be used.
package struct TLSFileError: Error, Sendable, Hashable {
    /// Its file.
    package let file: String
    /// What is wrong with it.
    package let reason: String
}

extension TLSFileError: CustomStringConvertible {
    /// One sentence for people.
    package var description: String { "the TLS file \(file) cannot be used: \(reason)" }
}

extension ServerConfiguration.TLSFiles {
    /// - Throws: ``TLSFileError``.
    func configuration() throws(TLSFileError) -> TLSConfiguration {
        let chain = try parse(certificateFile, "it holds no certificate in PEM form") {
            try NIOSSLCertificate.fromPEMBytes($0)
        }
        let key = try parse(keyFile, "it holds no private key in PEM form, or one with a passphrase") {
            try NIOSSLPrivateKey(bytes: $0, format: .pem)
        }
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSFileError(file: keyFile, reason: "the key does not belong to \(certificateFile)")
        }
        return configuration
    }

    private func parse<Value>(
        _ file: String,
        _ problem: String,
        _ parse: ([UInt8]) throws -> Value
    ) throws(TLSFileError) -> Value {
        let contents: Data
        do {
            contents = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw TLSFileError(file: file, reason: ErrorText.sentence(error))
        }
        do {
            return try parse(Array(contents))
        } catch {
            throw TLSFileError(file: file, reason: problem)
        }
    }
}
