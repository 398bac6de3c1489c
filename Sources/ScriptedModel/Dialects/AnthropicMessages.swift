/// Anthropic's Messages API: `POST /v1/messages`.
struct AnthropicMessages: Dialect {
    let callIDPrefix = "toolu"

    func conversation(from body: JSON, endpoint: Endpoint) -> Conversation {
        var instructions = [Self.text(body["system"])]
        var entries: [Conversation.Entry] = []
        for message in body["messages"].elements {
            let content = message["content"]
            switch message["role"].string {
            case "assistant":
                let calls = content.elements.filter { $0["type"].string == "tool_use" }
                entries.append(.assistant(text: Self.text(content), callIDs: calls.compactMap(\.["id"].string)))
            case "system": instructions.append(Self.text(content))
            default:
                for block in content.elements where block["type"].string == "tool_result" {
                    let text = Self.text(block["content"])
                    entries.append(.result(callID: block["tool_use_id"].string ?? "", text: text))
                }
                let text = Self.text(content)
                if !text.isEmpty { entries.append(.user(text)) }
            }
        }
        return Conversation(
            model: body["model"].string ?? "",
            isStreaming: body["stream"].bool ?? false,
            instructions: instructions.joined(separator: "\n"),
            entries: entries,
            tools: body["tools"].elements.compactMap { OfferedTool(name: $0["name"], schema: $0["input_schema"]) }
        )
    }

    /// A string, or the text blocks of a list.
    private static func text(_ content: JSON) -> String {
        content.string ?? content.elements.compactMap(\.["text"].string).joined(separator: "\n")
    }

    func message(_ reply: Reply) -> JSON {
        var blocks: [JSON] = reply.text.map { [["type": "text", "text": .string($0)]] } ?? []
        for call in reply.calls {
            blocks.append([
                "type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": call.arguments,
            ])
        }
        return envelope(reply, content: .array(blocks), stopReason: stopReason(reply), usage: usage(reply.usage))
    }

    func envelope(_ reply: Reply, content: JSON, stopReason: JSON, usage: JSON) -> JSON {
        [
            "id": .string("msg_\(reply.id)"), "type": "message", "role": "assistant", "model": .string(reply.model),
            "content": content, "stop_reason": stopReason, "stop_sequence": nil, "usage": usage,
        ]
    }

    func stopReason(_ reply: Reply) -> JSON {
        if reply.isRefusal { return "refusal" }
        return reply.calls.isEmpty ? "end_turn" : "tool_use"
    }

    func usage(_ usage: Usage) -> JSON {
        [
            "input_tokens": .int(usage.input - usage.cached), "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": .int(usage.cached), "output_tokens": .int(usage.output),
            "service_tier": "standard",
        ]
    }

    func failure(_ failure: Failure) -> JSON {
        let type =
            switch failure.status {
            case 400: "invalid_request_error"
            case 401: "authentication_error"
            case 403: "permission_error"
            case 404: "not_found_error"
            case 413: "request_too_large"
            case 429: "rate_limit_error"
            case 529: "overloaded_error"
            case 400..<500: "invalid_request_error"
            default: "api_error"
            }
        return ["type": "error", "error": ["type": .string(type), "message": .string(failure.message)]]
    }
}
