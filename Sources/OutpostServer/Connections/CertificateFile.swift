package import Foundation
internal import NIOSSL

/// Certificates in PEM form, as far as whoever looks after a machine has to know them.
package enum CertificateFile {
    /// When the certificates of a file hold.
    ///
    /// - Parameter contents: the file, in PEM form.
    /// - Returns: a span for each certificate, in the file's order; nil where there is no certificate in it, or one that
    ///   cannot be read.
    package static func validity(_ contents: some Sequence<UInt8>) -> [DateInterval]? {
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(contents)), !certificates.isEmpty else {
            return nil
        }
        return certificates.map { certificate in
            let start = Date(timeIntervalSince1970: TimeInterval(certificate.notValidBefore))
            let end = Date(timeIntervalSince1970: TimeInterval(certificate.notValidAfter))
            return DateInterval(start: min(start, end), end: end)
        }
    }
}

extension ServerConfiguration.TLSFiles {
    /// Reads both files as a server would that starts with them.
    ///
    /// - Throws: ``TLSFileError`` when one cannot be read, or the key is another certificate's.
    package func check() throws(TLSFileError) { _ = try configuration() }
}
