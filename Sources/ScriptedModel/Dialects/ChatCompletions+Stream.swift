extension ChatCompletions {
    func events(_ reply: Reply, in conversation: Conversation) -> [ServerSentEvent] {
        var deltas: [JSON] = [["role": "assistant", "content": ""]]
        deltas += (reply.text?.streamed ?? []).map { ["content": .string($0)] }
        for (index, call) in reply.calls.enumerated() {
            let function: JSON = ["name": .string(call.name), "arguments": ""]
            deltas.append(
                toolDelta(index, ["id": .string(call.id), "type": "function", "function": function])
            )
            deltas += call.arguments.text.streamed.map { toolDelta(index, ["function": ["arguments": .string($0)]]) }
        }
        var chunks = deltas.map { chunk(reply, delta: $0, finishReason: nil) }
        chunks.append(chunk(reply, delta: [:], finishReason: finishReason(reply)))
        if conversation.wantsStreamUsage {
            let members: [String: JSON] = ["choices": [], "usage": usage(reply.usage)]
            chunks.append(envelope(reply, "chat.completion.chunk", members))
        }
        return chunks.map { ServerSentEvent($0) } + [ServerSentEvent(data: "[DONE]")]
    }

    private func chunk(_ reply: Reply, delta: JSON, finishReason: JSON) -> JSON {
        let choice: JSON = ["index": 0, "delta": delta, "finish_reason": finishReason]
        return envelope(reply, "chat.completion.chunk", ["choices": [choice]])
    }

    private func toolDelta(_ index: Int, _ members: [String: JSON]) -> JSON {
        ["tool_calls": [.object(members.merging(["index": .int(index)]) { own, _ in own })]]
    }
}
