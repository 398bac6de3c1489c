internal import CurlHTTP
internal import OutpostCore
internal import Synchronization

/// What is known of one exchange with the model so far.
final class ModelRecord: Sendable {
    private struct State {
        var exchange: ModelExchange
        var reader: (any FailureReader)?
        /// Bytes of the body that are still to come, where the provider told its length.
        var remaining: Int?
    }

    private let credential: String?
    private let state: Mutex<State>

    init(path: String, model: ModelRoute) {
        credential = model.credential
        state = Mutex(State(exchange: ModelExchange(path: path, status: nil)))
    }

    /// The provider's head arrived.
    func began(_ status: Int, _ headers: CurlHeaders) {
        state.withLock { state in
            state.exchange.status = status
            state.exchange.retryAfter = headers["retry-after"]
            state.remaining = headers["content-length"].flatMap(Int.init)
            if status >= 400 {
                state.reader = ErrorBodyReader()
            } else if headers["content-type"]?.lowercased().hasPrefix("text/event-stream") == true {
                state.reader = EventStreamReader()
            } else if state.exchange.isGeneration {
                state.reader = AnswerBodyReader()
            }
        }
    }

    /// A piece of the provider's body went through.
    func saw(_ bytes: [UInt8]) {
        state.withLock { state in
            state.reader?.read(bytes)
            state.remaining = state.remaining.map { $0 - bytes.count }
        }
    }

    /// The transport failed.
    func failed(_ error: CurlError) {
        state.withLock { $0.exchange.failure = "\(error)" }
    }

    /// The agent went away: too early, unless it had the last byte, or the end that the answer has of its own.
    func abandoned() {
        state.withLock { $0.exchange.abandoned = $0.remaining != 0 && $0.reader?.isComplete != true }
    }

    /// The exchange as it is to be reported.
    var result: ModelExchange {
        state.withLock { state in
            var exchange = state.exchange
            if exchange.failure == nil {
                let reader = state.reader
                let told = exchange.abandoned || reader?.isComplete == true ? reader?.failure : reader?.failureAtEnd
                exchange.failure = told?.message ?? Self.bareFailure(exchange.status)
                exchange.code = told?.code
                exchange.retryAfter = exchange.retryAfter ?? told?.retryAfter
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
