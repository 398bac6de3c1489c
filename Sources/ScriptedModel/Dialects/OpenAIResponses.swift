/// OpenAI's Responses API: `POST /v1/responses`, in each of the forms that codex uses.
struct OpenAIResponses: Dialect {
    let callIDPrefix = "call"

    func conversation(from body: JSON, endpoint: Endpoint) -> Conversation {
        var instructions = [body["instructions"].string ?? ""]
        var entries: [Conversation.Entry] = []
        var tools = body["tools"].elements
        if let prompt = body["input"].string { entries.append(.user(prompt)) }
        for item in body["input"].elements {
            switch item["type"].string ?? "message" {
            case "message":
                let text = Self.text(item["content"])
                switch item["role"].string {
                case "assistant": entries.append(.assistant(text: text, callIDs: []))
                case "system", "developer": instructions.append(text)
                default: entries.append(.user(text))
                }
            case "function_call", "custom_tool_call", "local_shell_call":
                entries.append(.assistant(text: "", callIDs: [item["call_id"].string ?? ""]))
            case "function_call_output", "custom_tool_call_output":
                entries.append(.result(callID: item["call_id"].string ?? "", text: Self.text(item["output"])))
            case "additional_tools": tools += item["tools"].elements
            default: break
            }
        }
        return Conversation(
            model: body["model"].string ?? "",
            isStreaming: body["stream"].bool ?? false,
            instructions: instructions.joined(separator: "\n"),
            entries: entries,
            tools: tools.flatMap(Self.offered)
        )
    }

    private static func text(_ content: JSON) -> String {
        content.string ?? content.elements.compactMap(\.["text"].string).joined(separator: "\n")
    }

    /// The tool, or the tools of the default namespace: a tool of another one cannot be called by its bare name.
    private static func offered(_ tool: JSON) -> [OfferedTool] {
        switch tool["type"].string {
        case "function": [OfferedTool(name: tool["name"], schema: tool["parameters"])].compactMap { $0 }
        case "custom": [OfferedTool(name: tool["name"], kind: .custom, schema: nil)].compactMap { $0 }
        case "namespace" where tool["name"].string == "functions": tool["tools"].elements.flatMap(offered)
        default: []
        }
    }

    func message(_ reply: Reply) -> JSON {
        response(reply, status: "completed", output: items(reply), usage: usage(reply.usage))
    }

    func response(_ reply: Reply, status: JSON, output: [JSON], usage: JSON) -> JSON {
        [
            "id": .string("resp_\(reply.id)"), "object": "response", "created_at": .int(reply.created),
            "status": status, "model": .string(reply.model), "output": .array(output), "usage": usage,
            "error": nil, "incomplete_details": nil, "parallel_tool_calls": true, "tool_choice": "auto", "tools": [],
        ]
    }

    /// The finished output items of a reply.
    func items(_ reply: Reply) -> [JSON] {
        (reply.text.map { [messageItem(reply, text: $0, status: "completed")] } ?? [])
            + reply.calls.map { callItem($0, status: "completed", isEmpty: false) }
    }

    func messageItem(_ reply: Reply, text: String?, status: JSON) -> JSON {
        let content: JSON = text.map { [part(reply, $0)] } ?? []
        return [
            "id": .string("msg_\(reply.id)"), "type": "message", "role": "assistant", "status": status,
            "content": content,
        ]
    }

    /// A part of a message's content.
    func part(_ reply: Reply, _ text: String) -> JSON {
        reply.isRefusal
            ? ["type": "refusal", "refusal": .string(text)]
            : ["type": "output_text", "text": .string(text), "annotations": []]
    }

    func callItem(_ call: ToolCall, status: JSON, isEmpty: Bool) -> JSON {
        var item: [String: JSON] = ["call_id": .string(call.id), "name": .string(call.name), "status": status]
        switch call.input {
        case .arguments(let arguments):
            item["type"] = "function_call"
            item["id"] = .string("fc_\(call.id)")
            item["arguments"] = .string(isEmpty ? "" : arguments.text)
        case .freeText(let text):
            item["type"] = "custom_tool_call"
            item["id"] = .string("ctc_\(call.id)")
            item["input"] = .string(isEmpty ? "" : text)
        }
        return .object(item)
    }

    func usage(_ usage: Usage) -> JSON {
        [
            "input_tokens": .int(usage.input), "input_tokens_details": ["cached_tokens": .int(usage.cached)],
            "output_tokens": .int(usage.output), "output_tokens_details": ["reasoning_tokens": 0],
            "total_tokens": .int(usage.input + usage.output),
        ]
    }

    func failure(_ failure: Failure) -> JSON { OpenAIFailure.body(failure) }

    func headers(retryAfter seconds: Int) -> [(String, String)] { OpenAIFailure.headers(retryAfter: seconds) }
}
