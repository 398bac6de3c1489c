internal import CurlHTTP
internal import OutpostCore
internal import Synchronization

/// What is known of one exchange with the model so far.
final class ModelRecord: Sendable {
    private struct State {
        var exchange: ModelExchange
        var reader: (any FailureReader)?
    }

    private let credential: String?
    private let state: Mutex<State>

    init(path: String, model: ModelRoute) {
        credential = model.credential
        state = Mutex(State(exchange: ModelExchange(path: path, status: nil)))
    }

    /// The provider's head arrived.
    func began(_ response: CurlResponse) {
        state.withLock { state in
            state.exchange.status = response.status
            state.exchange.retryAfter = response.headers["retry-after"]
            if response.status >= 400 {
                state.reader = ErrorBodyReader()
            } else if response.headers["content-type"]?.lowercased().hasPrefix("text/event-stream") == true {
                state.reader = EventStreamReader()
            }
        }
    }

    /// A piece of the provider's body went through.
    func saw(_ bytes: [UInt8]) {
        state.withLock { $0.reader?.read(bytes) }
    }

    /// The transport failed.
    func failed(_ error: CurlError) {
        state.withLock { $0.exchange.failure = "\(error)" }
    }

    /// The agent did not wait for the end.
    func abandoned() {
        state.withLock { $0.exchange.abandoned = true }
    }

    /// The exchange as it is to be reported.
    var result: ModelExchange {
        state.withLock { state in
            var exchange = state.exchange
            if exchange.failure == nil {
                exchange.failure = state.reader?.failure ?? Self.bareFailure(exchange.status)
            }
            if let credential, !credential.isEmpty {
                exchange.failure = exchange.failure?.replacing(credential, with: "[redacted]")
            }
            return exchange
        }
    }

    private static func bareFailure(_ status: Int?) -> String? {
        status.flatMap { $0 >= 400 ? "HTTP status \($0)" : nil }
    }
}
