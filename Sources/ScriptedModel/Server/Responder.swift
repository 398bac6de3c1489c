/// Decides the answer to a request: no input or output of its own.
struct Responder: Sendable {
    let script: ModelScript
    let apiKey: String?

    /// Plans the answer; `now` is in seconds since 1970.
    func plan(for request: RecordedRequest, now: Int) -> ResponsePlan {
        guard let endpoint = Endpoint(method: request.method, path: request.path) else {
            return failure(Failure(status: 404), nearestDialect(request))
        }
        if endpoint == .hello { return ResponsePlan(status: 200, headers: [], body: .whole([])) }
        let dialect = endpoint.dialect
        if let apiKey, !request.presentedKeys.contains(apiKey) {
            return failure(Failure(status: 401), dialect)
        }
        let fault = request.ordinal.flatMap(script.fault(forRequest:))?.effect
        switch fault {
        case .status(let status, let retryAfter, let message, let headers):
            let failure = Failure(status: status, message: message, retryAfter: retryAfter)
            return self.failure(
                failure,
                dialect,
                headers: headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            )
        case .hang: return .never
        case .garbage: return .garbage
        case .cut, .refusal, nil: break
        }
        let isRefusal = fault == .refusal
        guard var plan = answer(to: request, at: endpoint, isRefusal: isRefusal, now: now) else {
            return failure(Failure(status: 400), dialect)
        }
        if case .cut(let bytes) = fault { plan.cutAfter = bytes }
        return plan
    }

    /// Nil where the body is not JSON.
    private func answer(
        to request: RecordedRequest,
        at endpoint: Endpoint,
        isRefusal: Bool,
        now: Int
    ) -> ResponsePlan? {
        switch endpoint {
        case .hello: return .json([:])
        case .models: return .json(modelList(now: now))
        case .geminiModels: return .json(["models": [["name": .string("models/\(reportedModel)")]]])
        case .countMessageTokens: return .json(["input_tokens": .int(max(1, request.body.count / 4))])
        case .countContentTokens: return .json(["totalTokens": .int(max(1, request.body.count / 4))])
        case .messages, .responses, .chat, .generate:
            guard let body = request.json, case .object = body else { return nil }
            return generate(request, body: body, at: endpoint, isRefusal: isRefusal, now: now)
        }
    }

    private func generate(
        _ request: RecordedRequest,
        body: JSON,
        at endpoint: Endpoint,
        isRefusal: Bool,
        now: Int
    ) -> ResponsePlan {
        let dialect = endpoint.dialect
        let conversation = dialect.conversation(from: body, endpoint: endpoint)
        let plan =
            isRefusal
            ? ReplyPlan(text: ReplyPlan.refusalText)
            : SideRequest(conversation, request: request).map { ReplyPlan(text: $0.answer) }
                ?? ReplyPlan(script, conversation, callIDPrefix: dialect.callIDPrefix)
        let outputBytes = plan.calls.reduce(plan.text?.utf8.count ?? 0) { $0 + $1.arguments.text.utf8.count }
        let reply = Reply(
            id: "r\(conversation.round)n\(request.ordinal ?? 0)",
            model: script.model ?? conversation.model,
            text: plan.text,
            calls: plan.calls,
            isRefusal: isRefusal,
            usage: Usage(
                promptBytes: request.body.count,
                isFirstTurn: conversation.round == 0,
                outputBytes: outputBytes
            ),
            created: now
        )
        var response = ResponsePlan.json(dialect.message(reply))
        if conversation.isStreaming {
            response.headers = [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-cache")]
            response.body = .events(dialect.events(reply, in: conversation))
        }
        response.headers.append(("request-id", "req_\(reply.id)"))
        response.delay = script.delay
        response.chunkDelay = script.chunkDelay
        return response
    }

    private var reportedModel: String { script.model ?? "scripted" }

    /// One list that is right for both of the APIs that share this path.
    private func modelList(now: Int) -> JSON {
        let model: JSON = [
            "id": .string(reportedModel), "object": "model", "type": "model", "created": .int(now),
            "owned_by": "outpost", "display_name": .string(reportedModel), "created_at": "2026-01-01T00:00:00Z",
        ]
        return [
            "object": "list", "data": [model], "has_more": false, "first_id": .string(reportedModel),
            "last_id": .string(reportedModel),
        ]
    }

    private func failure(
        _ failure: Failure,
        _ dialect: any Dialect,
        headers: [(String, String)] = []
    ) -> ResponsePlan {
        let retry = failure.retryAfter.map(dialect.headers(retryAfter:)) ?? []
        return .json(dialect.failure(failure), status: failure.status, headers: retry + headers)
    }

    private func nearestDialect(_ request: RecordedRequest) -> any Dialect {
        if request.header("anthropic-version") != nil { return AnthropicMessages() }
        return request.path.hasPrefix("/v1beta") ? GeminiContent() : ChatCompletions()
    }
}
