internal import CCurl

/// The transfer thread: it alone touches easy handles, and drives the multi handle.
struct LoopThread {
    private let loop: MultiLoop
    private let multi: MultiHandle
    private var transfers: [ObjectIdentifier: Transfer] = [:]

    init(loop: MultiLoop, multi: MultiHandle) {
        self.loop = loop
        self.multi = multi
    }

    /// Runs until the loop is stopped.
    consuming func run() {
        var work = loop.takeWork()
        while !work.isStopping {
            for command in work.commands { execute(command) }
            multi.perform()
            concludeFinished()
            multi.wait()
            work = loop.takeWork()
        }
        end(pending: work.commands)
    }

    private mutating func execute(_ command: MultiLoop.Command) {
        switch command {
        case .start(let exchange): start(exchange)
        case .resume(let exchange, let direction): transfers[ObjectIdentifier(exchange)]?.resume(direction)
        case .drop(let exchange):
            if let transfer = transfers.removeValue(forKey: ObjectIdentifier(exchange)) { multi.remove(transfer.easy) }
        }
    }

    private mutating func start(_ exchange: Exchange) {
        guard !exchange.isFinished else { return }
        do {
            let transfer = try Transfer(exchange: exchange, configuration: loop.configuration)
            let code = multi.add(transfer.easy)
            guard code == CURLM_OK else { throw CurlError.invalid("libcurl refuses the transfer (\(code.rawValue))") }
            // The table keeps the exchange alive through its transfer, so that its identifier stays its own.
            transfers[ObjectIdentifier(exchange)] = transfer
        } catch {
            exchange.finish(.failure(error as? CurlError ?? .invalid("\(error)")))
        }
    }

    private mutating func concludeFinished() {
        while let (transfer, code) = multi.nextFinished() {
            multi.remove(transfer.easy)
            transfers[ObjectIdentifier(transfer.exchange)] = nil
            transfer.conclude(code)
        }
    }

    private mutating func end(pending commands: [MultiLoop.Command]) {
        for transfer in transfers.values {
            multi.remove(transfer.easy)
            transfer.exchange.finish(.failure(.cancelled))
        }
        transfers = [:]
        loop.retireHandle()
        multi.close()
        for case .start(let exchange) in commands { exchange.finish(.failure(.cancelled)) }
        loop.markEnded()
    }
}
