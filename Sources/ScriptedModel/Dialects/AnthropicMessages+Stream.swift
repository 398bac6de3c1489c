extension AnthropicMessages {
    func events(_ reply: Reply, in conversation: Conversation) -> [ServerSentEvent] {
        var usageAtStart = reply.usage
        usageAtStart.output = 1
        let start = envelope(reply, content: [], stopReason: nil, usage: usage(usageAtStart))
        var events = [ServerSentEvent(typed: "message_start", ["message": start]), ServerSentEvent(typed: "ping", [:])]
        var index = 0
        if let text = reply.text {
            let deltas = text.streamed.map { JSON.object(["type": "text_delta", "text": .string($0)]) }
            events += block(index, ["type": "text", "text": ""], deltas)
            index += 1
        }
        for call in reply.calls {
            let deltas = call.arguments.text.streamed.map {
                JSON.object(["type": "input_json_delta", "partial_json": .string($0)])
            }
            let opening: JSON = [
                "type": "tool_use", "id": .string(call.id), "name": .string(call.name), "input": [:],
            ]
            events += block(index, opening, deltas)
            index += 1
        }
        events.append(
            ServerSentEvent(
                typed: "message_delta",
                [
                    "delta": ["stop_reason": stopReason(reply), "stop_sequence": nil],
                    "usage": usage(reply.usage),
                ]
            )
        )
        events.append(ServerSentEvent(typed: "message_stop", [:]))
        return events
    }

    private func block(_ index: Int, _ opening: JSON, _ deltas: [JSON]) -> [ServerSentEvent] {
        [ServerSentEvent(typed: "content_block_start", ["index": .int(index), "content_block": opening])]
            + deltas.map { ServerSentEvent(typed: "content_block_delta", ["index": .int(index), "delta": $0]) }
            + [ServerSentEvent(typed: "content_block_stop", ["index": .int(index)])]
    }
}
