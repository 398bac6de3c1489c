internal import CurlHTTP

extension CurlClient {
    /// A client that trusts the authorities of the file `SSL_CERT_FILE`, as programs on OpenSSL do, or the system's where
    /// it names none.
    convenience init(environment: [String: String]) {
        let file = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        self.init(configuration: Configuration(caFile: file))
    }
}
