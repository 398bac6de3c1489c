/// OpenAI's Chat Completions API: `POST /v1/chat/completions`.
struct ChatCompletions: Dialect {
    let callIDPrefix = "call"

    func conversation(from body: JSON, endpoint: Endpoint) -> Conversation {
        var instructions: [String] = []
        var entries: [Conversation.Entry] = []
        for message in body["messages"].elements {
            let text = Self.text(message["content"])
            switch message["role"].string {
            case "system", "developer": instructions.append(text)
            case "assistant":
                let ids = message["tool_calls"].elements.compactMap(\.["id"].string)
                entries.append(.assistant(text: text, callIDs: ids))
            case "tool": entries.append(.result(callID: message["tool_call_id"].string ?? "", text: text))
            default: entries.append(.user(text))
            }
        }
        return Conversation(
            model: body["model"].string ?? "",
            isStreaming: body["stream"].bool ?? false,
            instructions: instructions.joined(separator: "\n"),
            entries: entries,
            tools: body["tools"].elements.compactMap {
                OfferedTool(name: $0["function"]["name"], schema: $0["function"]["parameters"])
            },
            wantsStreamUsage: body["stream_options"]["include_usage"].bool ?? false
        )
    }

    private static func text(_ content: JSON) -> String {
        content.string ?? content.elements.compactMap(\.["text"].string).joined(separator: "\n")
    }

    func message(_ reply: Reply) -> JSON {
        var message: [String: JSON] = ["role": "assistant", "content": reply.text.map(JSON.string) ?? .null]
        if !reply.calls.isEmpty { message["tool_calls"] = .array(reply.calls.map(toolCall)) }
        let choice: JSON = ["index": 0, "message": .object(message), "finish_reason": finishReason(reply)]
        return envelope(reply, "chat.completion", ["choices": [choice], "usage": usage(reply.usage)])
    }

    private func toolCall(_ call: ToolCall) -> JSON {
        [
            "id": .string(call.id), "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(call.arguments.text)],
        ]
    }

    func envelope(_ reply: Reply, _ object: JSON, _ members: [String: JSON]) -> JSON {
        let head: [String: JSON] = [
            "id": .string("chatcmpl-\(reply.id)"), "object": object, "created": .int(reply.created),
            "model": .string(reply.model),
        ]
        return .object(head.merging(members) { _, own in own })
    }

    func finishReason(_ reply: Reply) -> JSON {
        if reply.isRefusal { return "content_filter" }
        return reply.calls.isEmpty ? "stop" : "tool_calls"
    }

    func usage(_ usage: Usage) -> JSON {
        [
            "prompt_tokens": .int(usage.input), "completion_tokens": .int(usage.output),
            "total_tokens": .int(usage.input + usage.output),
            "prompt_tokens_details": ["cached_tokens": .int(usage.cached)],
        ]
    }

    func failure(_ failure: Failure) -> JSON { OpenAIFailure.body(failure) }

    func headers(retryAfter seconds: Int) -> [(String, String)] { OpenAIFailure.headers(retryAfter: seconds) }
}
