internal import CCurl

extension Transfer {
    /// Translates a libcurl failure by what matters to the caller: what was sent, and how far the answer had come.
    func error(for code: CURLcode) -> CurlError {
        let message = easy.message(for: code)
        let wasSent = easy.microseconds(CURLINFO_PRETRANSFER_TIME_T) > 0
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_PROXY:
            return .couldNotConnect(exchange.request.unixSocketPath.map(SocketRefusal.reason) ?? message)
        case CURLE_OPERATION_TIMEDOUT:
            return wasSent || isPastDeadline ? .deadlineExceeded : .couldNotConnect(message)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND:
            return wasSent ? .connectionLost(phase: exchange.phase, message) : .couldNotConnect(message)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
            return .tls(message)
        case CURLE_ABORTED_BY_CALLBACK, CURLE_WRITE_ERROR:
            // A callback refuses only when the exchange has ended already, and then the first end stands.
            return .cancelled
        default:
            return .invalid(message)
        }
    }

    private var isPastDeadline: Bool {
        guard let deadline = exchange.request.deadline else { return false }
        let total = Duration.microseconds(easy.microseconds(CURLINFO_TOTAL_TIME_T))
        // libcurl has taken no time yet where the deadline passed before it began to connect.
        return total < connectTimeout || total >= deadline
    }
}
