/// Google's Gemini API: `POST /v1beta/models/MODEL:generateContent` and `:streamGenerateContent`.
struct GeminiContent: Dialect {
    let callIDPrefix = "gemini"

    func conversation(from body: JSON, endpoint: Endpoint) -> Conversation {
        var entries: [Conversation.Entry] = []
        for content in body["contents"].elements {
            let parts = content["parts"].elements
            let text = parts.compactMap(\.["text"].string).joined(separator: "\n")
            if content["role"].string == "model" {
                let ids = parts.compactMap(\.["functionCall"]["id"].string)
                entries.append(.assistant(text: text, callIDs: ids))
                continue
            }
            for part in parts where part["functionResponse"] != .null {
                let response = part["functionResponse"]
                entries.append(.result(callID: response["id"].string ?? "", text: response["response"].text))
            }
            if !text.isEmpty { entries.append(.user(text)) }
        }
        var conversation = Conversation(
            model: "",
            isStreaming: false,
            instructions: Self.instructions(body),
            entries: entries,
            tools: body["tools"].elements.flatMap(Self.offered)
        )
        if case .generate(let model, let isStreaming) = endpoint {
            conversation.model = model
            conversation.isStreaming = isStreaming
        }
        return conversation
    }

    /// The REST API takes either spelling of its field names.
    private static func instructions(_ body: JSON) -> String {
        [body["systemInstruction"], body["system_instruction"]].flatMap { $0["parts"].elements }
            .compactMap(\.["text"].string).joined(separator: "\n")
    }

    private static func offered(_ group: JSON) -> [OfferedTool] {
        let declarations = group["functionDeclarations"].elements + group["function_declarations"].elements
        return declarations.compactMap { tool in
            let schema = tool["parametersJsonSchema"]
            return OfferedTool(name: tool["name"], schema: schema == .null ? tool["parameters"] : schema)
        }
    }

    func message(_ reply: Reply) -> JSON {
        let text = reply.text.map { [JSON.object(["text": .string($0)])] } ?? []
        return chunk(reply, parts: text + reply.calls.map(callPart), isLast: true)
    }

    func events(_ reply: Reply, in conversation: Conversation) -> [ServerSentEvent] {
        var parts = (reply.text?.streamed ?? []).map { JSON.object(["text": .string($0)]) }
        parts += reply.calls.map(callPart)
        return parts.enumerated().map { index, part in
            ServerSentEvent(chunk(reply, parts: [part], isLast: index == parts.count - 1))
        }
    }

    private func callPart(_ call: ToolCall) -> JSON {
        ["functionCall": ["id": .string(call.id), "name": .string(call.name), "args": call.arguments]]
    }

    private func chunk(_ reply: Reply, parts: [JSON], isLast: Bool) -> JSON {
        var candidate: [String: JSON] = ["index": 0, "content": ["role": "model", "parts": .array(parts)]]
        var members: [String: JSON] = [
            "modelVersion": .string(reply.model), "responseId": .string(reply.id),
        ]
        if isLast {
            candidate["finishReason"] = reply.isRefusal ? "SAFETY" : "STOP"
            members["usageMetadata"] = [
                "promptTokenCount": .int(reply.usage.input),
                "cachedContentTokenCount": .int(reply.usage.cached),
                "candidatesTokenCount": .int(reply.usage.output),
                "totalTokenCount": .int(reply.usage.input + reply.usage.output),
            ]
        }
        members["candidates"] = [.object(candidate)]
        return .object(members)
    }

    func failure(_ failure: Failure) -> JSON {
        let status =
            switch failure.status {
            case 400: "INVALID_ARGUMENT"
            case 401: "UNAUTHENTICATED"
            case 403: "PERMISSION_DENIED"
            case 404: "NOT_FOUND"
            case 429: "RESOURCE_EXHAUSTED"
            case 503, 529: "UNAVAILABLE"
            case 400..<500: "FAILED_PRECONDITION"
            default: "INTERNAL"
            }
        var error: [String: JSON] = [
            "code": .int(failure.status), "message": .string(failure.message), "status": .string(status),
        ]
        if let seconds = failure.retryAfter {
            let type: JSON = "type.googleapis.com/google.rpc.RetryInfo"
            error["details"] = [["@type": type, "retryDelay": .string("\(seconds)s")]]
        }
        return ["error": .object(error)]
    }
}
