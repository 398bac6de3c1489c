internal import CurlHTTP
internal import NIOHTTP1
internal import OutpostCore

/// `/model/…`: a reverse proxy to the provider, with the real key in place of the door's token.
///
/// Bodies go through untouched and as they come, both ways; the agent's leaving cancels the provider's work at once.
struct ModelProxy: DoorRoute {
    let door: Door
    let model: ModelRoute
    /// What follows `/model`, still encoded.
    let path: String

    func respond(to exchange: Exchange) async throws {
        guard !exchange.head.headers.contains(name: "upgrade") else {
            throw Refusal(426, "UPGRADE_REFUSED", "the door carries plain HTTP only", headers: ["connection": "close"])
        }
        let request = try request(for: exchange)
        let record = ModelRecord(path: path.isEmpty ? "/" : path, model: model)
        let complete: Bool
        do {
            complete = try await exchange.whileConnected { try await relay(request, exchange, record) }
        } catch {
            record.abandoned()
            complete = false
        }
        await door.delegate.modelExchanged(record.result)
        if complete { try await exchange.end() }
    }

    /// Carries one exchange; false when the answer could not be completed and must be cut off.
    private func relay(_ request: CurlRequest, _ exchange: Exchange, _ record: ModelRecord) async throws -> Bool {
        do {
            let response = try await door.curl.send(request)
            record.began(response.status, response.headers)
            let headers = HeaderRules.returned(response.headers, withoutSecret: model.credential)
            try await exchange.begin(response.status, headers)
            for try await bytes in response.body {
                record.saw(bytes)
                try await exchange.send(bytes)
            }
            return true
        } catch let error as CurlError {
            if Task.isCancelled { throw ClientGone() }
            if case .requestBodyFailed = error { throw ClientGone() }
            record.failed(error)
            guard exchange.isUnanswered else { return false }
            try await exchange.begin(502, ["content-type": "application/json"])
            try await exchange.send(model.dialect.errorBody("the model's provider cannot be reached: \(error)"))
            return true
        }
    }

    private func request(for exchange: Exchange) throws -> CurlRequest {
        let head = exchange.head
        guard case .path(_, let query) = exchange.target else { throw Refusal.notFound }
        let token = door.configuration.token.value
        var headers = HeaderRules.forwarded(
            head.headers,
            withoutToken: token,
            dropping: HeaderRules.credentials.union([model.header.lowercased(), "accept-encoding"])
        )
        // Reasons are read out of error answers, and streams must not wait in a compressor.
        headers.add(name: "accept-encoding", value: "identity")
        if let credential = model.credential {
            let isBearer = model.header.lowercased() == "authorization"
            headers.add(name: model.header, value: isBearer ? "Bearer \(credential)" : credential)
        }
        return CurlRequest(
            method: head.method.rawValue,
            url: try ModelURL.make(
                base: model.upstream,
                path: path,
                query: query,
                dialect: model.dialect,
                token: token
            ),
            headers: CurlHeaders(headers),
            body: exchange.curlBody
        )
    }
}
