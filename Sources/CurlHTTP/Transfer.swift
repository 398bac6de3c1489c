internal import CCurl

/// One exchange as libcurl runs it: the easy handle, and the callbacks that feed the exchange.
///
/// It is made, used and freed on the loop's thread.
final class Transfer {
    /// A direction in which a callback may pause.
    enum Direction: Sendable { case download, upload }

    let exchange: Exchange
    private(set) var easy: EasyHandle
    /// How long a connection may take; whose limit has passed is told from it.
    let connectTimeout: Duration
    private var isDownloadPaused = false
    private var isUploadPaused = false
    private var bytesSent = 0

    init(exchange: Exchange, configuration: CurlClient.Configuration) throws(CurlError) {
        self.exchange = exchange
        connectTimeout = configuration.connectTimeout
        easy = try EasyHandle()
        try easy.configure(exchange.request, configuration)
        try installCallbacks()
    }

    /// Goes on with one direction and leaves the other as it is.
    func resume(_ direction: Direction) {
        switch direction {
        case .download: isDownloadPaused = false
        case .upload: isUploadPaused = false
        }
        easy.pause((isDownloadPaused ? CURLPAUSE_RECV : 0) | (isUploadPaused ? CURLPAUSE_SEND : 0))
    }

    /// Ends the exchange with libcurl's result.
    func conclude(_ code: CURLcode) {
        // libcurl does not count the head of a 101: with nothing after it, it takes the end for an empty reply.
        let isComplete = code == CURLE_OK || code == CURLE_GOT_NOTHING && exchange.phase == .inBody
        exchange.finish(isComplete ? .success(()) : .failure(error(for: code)))
    }
}

// MARK: - What the callbacks do

extension Transfer {
    func receive(headerLine line: [UInt8]) -> Int {
        exchange.receive(headerLine: line) ? line.count : 0
    }

    func receive(body bytes: [UInt8]) -> Int {
        switch exchange.receive(body: bytes) {
        case .accepted: return bytes.count
        case .refused: return 0
        case .paused:
            isDownloadPaused = true
            return Int(CURL_WRITEFUNC_PAUSE)
        }
    }

    func supply(into target: UnsafeMutableRawBufferPointer) -> Int {
        switch exchange.request.body {
        case .none: return 0
        case .bytes(let bytes):
            let part = bytes[bytesSent...].prefix(target.count)
            unsafe target.copyBytes(from: part)
            bytesSent += part.count
            return part.count
        case .stream:
            guard !exchange.isFinished else { return Int(CURL_READFUNC_ABORT) }
            switch exchange.supply(upTo: target.count) {
            case .bytes(let bytes):
                unsafe target.copyBytes(from: bytes)
                bytesSent += bytes.count
                return bytes.count
            case .end: return 0
            case .paused:
                isUploadPaused = true
                return Int(CURL_READFUNC_PAUSE)
            }
        }
    }

    /// Starts the body again, for a request that libcurl repeats; a stream can only be begun once.
    func rewind(to offset: Int) -> Int32 {
        switch exchange.request.body {
        case .none: return CURL_SEEKFUNC_OK
        case .bytes(let bytes):
            guard (0...bytes.count).contains(offset) else { return CURL_SEEKFUNC_FAIL }
            bytesSent = offset
            return CURL_SEEKFUNC_OK
        case .stream: return bytesSent == offset ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
        }
    }
}
