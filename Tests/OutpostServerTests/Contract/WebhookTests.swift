internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import OutpostStore
internal import Testing

@testable internal import OutpostServer

@Suite("Webhooks over HTTP")
struct WebhookTests {
    private static let all = "/admin/webhooks"

    private func add(
        _ client: Client,
        _ key: String,
        _ fields: String = #""url":"https://hooks.test/a?b=c""#
    ) async throws -> Reply {
        try await client.send(.post, Self.all, key: key, body: #"{"tenant":"alice",\#(fields)}"#)
    }

    private func text(_ reply: Reply, _ path: String) throws -> String {
        guard case .string(let text)? = try reply.value(path) else {
            return try #require(nil as String?, "\(reply.text)")
        }
        return text
    }

    @Test("A secret is shown when it is made and never again, and every change is on record")
    func life() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let made = try await add(client, key)
            #expect(made.status == 201)
            let (id, secret) = (try text(made, "data.webhook.id"), try text(made, "data.secret"))
            #expect(WebhookSecret(secret) != nil)
            #expect(try made.value("data.webhook.events.3") == "dispatch.timeout")
            let path = Self.all + "/" + id
            let rotated = try await client.send(.post, path + "/rotate", key: key, body: "{}")
            #expect(rotated.status == 201)
            #expect(try text(rotated, "data.webhook.rotatedAt") == "\(APITime(bench.now))")
            let listed = try await client.send(.get, Self.all + "?tenant=alice", key: key)
            #expect(try text(listed, "data.items.0.url") == "https://hooks.test/a?b=c")
            let others = try await client.send(.get, Self.all + "?tenant=bob", key: key)
            #expect(try others.value("data.items") == [])
            let tested = try await client.send(.post, path + "/test", key: key)
            #expect(try text(tested, "data.delivery.state") == "delivered")
            let deliveries = try await client.send(.get, path + "/deliveries?limit=1", key: key)
            #expect(try text(deliveries, "data.items.0.type") == "webhook.test")
            let removed = try await client.send(.delete, path, key: key)
            for reply in [listed, tested, deliveries, removed] {
                #expect(reply.status == 200)
                #expect(!reply.text.contains("whsec_"))
            }
            for (method, rest) in [(HTTPRequest.Method.delete, ""), (.post, "/test"), (.get, "/deliveries")] {
                #expect(try await client.send(method, path + rest, key: key).status == 404)
            }
        }
        // Two secrets signed: the old one has a day left.
        #expect(bench.endpoint.posts.map { $0.signature.split(separator: " ").count } == [2])
        let rows = try await bench.database.audit.rows(AuditQuery())
        #expect(rows.map(\.entry.action) == ["webhook.remove", "webhook.test", "webhook.rotate", "webhook.add"])
        #expect(rows.allSatisfy { $0.entry.tenant == Bench.alice && !$0.entry.resource.contains("b=c") })
        #expect(bench.sealed.audit.map(\.action).filter { $0 == "webhook-secret.set" }.count == 2)
        #expect(bench.sealed.audit.last?.action == "webhook-secret.remove")
    }

    @Test(
        "What is no webhook is refused, and nothing of it is kept",
        arguments: [
            (#""url":"http://hooks.test/a""#, "url"), (#""url":"https://u:p@hooks.test/""#, "url"),
            (#""url":"https://10.0.0.1/""#, "url"), (#""url":7"#, "url"), (#""events":["x"]"#, "url"),
            (#""url":"https://hooks.test/","events":["dispatch.started"]"#, "events.0"),
            (#""url":"https://hooks.test/","events":[]"#, "events"),
            (#""url":"https://hooks.test/","description":"a\u0007""#, "description"),
        ]
    )
    func refusals(fields: String, field: String) async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let reply = try await add(client, key, fields)
            #expect(reply.status == 400, "\(reply.text)")
            #expect(reply.text.contains("\"\(field)\""), "\(reply.text)")
            let listed = try await client.send(.get, Self.all, key: key)
            #expect(try listed.value("data.items") == [])
        }
        #expect(bench.sealed.audit.isEmpty)
    }

    @Test("A tenant has twenty, and the next one leaves no secret behind")
    func bound() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            var statuses: [Int] = []
            for _ in 0...Webhook.maximum { statuses.append(try await add(client, key).status) }
            #expect(statuses == Array(repeating: 201, count: Webhook.maximum) + [409])
        }
        #expect(bench.sealed.audit.filter { $0.action == "webhook-secret.set" }.count == Webhook.maximum)
    }

    @Test("An endpoint that answers 410 is switched off, and on again by a test that it takes")
    func gone() async throws {
        let bench = try await Bench()
        let key = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        try await bench.run { client in
            let path = Self.all + "/" + (try text(try await add(client, key), "data.webhook.id"))
            bench.endpoint.answer(WebhookReply(status: 410, body: "no more"))
            let refused = try await client.send(.post, path + "/test", key: key)
            #expect(try text(refused, "data.delivery.state") == "dead")
            #expect(try text(refused, "data.delivery.response") == "no more")
            let message = try text(refused, "data.delivery.messageId")
            let again = "\(path)/deliveries/\(message)/redeliver"
            #expect(try await client.send(.post, again, key: key).status == 409)
            let off = try await client.send(.get, Self.all, key: key)
            #expect(try off.value("data.items.0.disabledAt") != nil)
            bench.endpoint.answer(WebhookReply(status: 200))
            _ = try await client.send(.post, path + "/test", key: key)
            let on = try await client.send(.get, Self.all, key: key)
            #expect(try on.value("data.items.0.disabledAt") == nil)
            let redelivered = try await client.send(.post, again, key: key)
            #expect(try text(redelivered, "data.delivery.state") == "pending")
            #expect(try await client.send(.post, again, key: key).status == 409)
            let none = "\(path)/deliveries/msg_none/redeliver"
            #expect(try await client.send(.post, none, key: key).status == 404)
        }
    }

    @Test("A message holds what the interface answers of the dispatch, without its log")
    func message() async throws {
        let bench = try await Bench()
        let key = try await bench.key(scopes: [.status])
        let id = try bench.dispatch(repository: "https://github.com/o/r")
        bench.service.start(id)
        bench.service.log(["a line"], to: id)
        try bench.service.end(id, DispatchEnd(status: .failed, reason: .exit, exitCode: 1, message: "m"))
        let dispatch = try #require(bench.service.change { $0.dispatches[id] })
        let delivery = WebhookDelivery(
            webhook: "w",
            message: WebhookDelivery.message(of: id),
            event: .failed,
            dispatch: id,
            createdAt: Samples.epoch
        )
        let body = try WebhookMessages(gitBaseURL: "https://github.com").body(delivery, dispatch)
        let message = try JSONParser.parse(body)
        try await bench.run { client in
            let answer = try await client.send(.get, "/dispatch/\(id)?skipLogs=true", key: key)
            guard case .object(let members) = message, case .object(var expected)? = try answer.value("data") else {
                Issue.record("no objects")
                return
            }
            expected["logOffset"] = nil
            #expect(members["data"] == .object(expected))
            #expect(members["type"] == "dispatch.failed")
            #expect(members["timestamp"] == expected["endedAt"])
        }
        #expect(!String(decoding: body, as: UTF8.self).contains("a line"))
    }
}
