extension OpenAIResponses {
    func events(_ reply: Reply, in conversation: Conversation) -> [ServerSentEvent] {
        let opening = response(reply, status: "in_progress", output: [], usage: nil)
        var events: [(String, [String: JSON])] = [
            ("response.created", ["response": opening]), ("response.in_progress", ["response": opening]),
        ]
        var index = 0
        if let text = reply.text {
            events += messageEvents(reply, text, at: .int(index))
            index += 1
        }
        for call in reply.calls {
            events += callEvents(call, at: .int(index))
            index += 1
        }
        events.append(("response.completed", ["response": message(reply)]))
        return events.enumerated().map { number, event in
            ServerSentEvent(typed: event.0, event.1.merging(["sequence_number": .int(number)]) { own, _ in own })
        }
    }

    private func messageEvents(_ reply: Reply, _ text: String, at index: JSON) -> [(String, [String: JSON])] {
        let place: [String: JSON] = [
            "item_id": .string("msg_\(reply.id)"), "output_index": index, "content_index": 0,
        ]
        let (stem, field) = reply.isRefusal ? ("response.refusal", "refusal") : ("response.output_text", "text")
        func event(_ type: String, _ members: [String: JSON]) -> (String, [String: JSON]) {
            (type, place.merging(members) { _, own in own })
        }
        return [added(messageItem(reply, text: nil, status: "in_progress"), at: index)]
            + [event("response.content_part.added", ["part": part(reply, "")])]
            + text.streamed.map { event("\(stem).delta", ["delta": .string($0)]) }
            + [event("\(stem).done", [field: .string(text)])]
            + [event("response.content_part.done", ["part": part(reply, text)])]
            + [done(messageItem(reply, text: text, status: "completed"), at: index)]
    }

    private func callEvents(_ call: ToolCall, at index: JSON) -> [(String, [String: JSON])] {
        let item = callItem(call, status: "completed", isEmpty: false)
        let (stem, field, text) =
            switch call.input {
            case .arguments(let arguments): ("response.function_call_arguments", "arguments", arguments.text)
            case .freeText(let text): ("response.custom_tool_call_input", "input", text)
            }
        let place: [String: JSON] = ["item_id": item["id"], "output_index": index]
        return [added(callItem(call, status: "in_progress", isEmpty: true), at: index)]
            + text.streamed.map { ("\(stem).delta", place.merging(["delta": .string($0)]) { own, _ in own }) }
            + [("\(stem).done", place.merging([field: .string(text)]) { own, _ in own })]
            + [done(item, at: index)]
    }

    private func added(_ item: JSON, at index: JSON) -> (String, [String: JSON]) {
        ("response.output_item.added", ["output_index": index, "item": item])
    }

    private func done(_ item: JSON, at index: JSON) -> (String, [String: JSON]) {
        ("response.output_item.done", ["output_index": index, "item": item])
    }
}
