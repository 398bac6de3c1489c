internal import Foundation
internal import OutpostAPI
internal import Subprocess
internal import Testing

extension ServerOverMinutesTests {
    @Suite("A webhook", .timeLimit(.minutes(20)))
    struct WebhookTests {
        private static let setting = "OUTPOST_WEBHOOK_PRIVATE_HOSTS"

        /// Makes a webhook of `acme`'s on the running server, and has the receiver know its secret.
        private func add(_ receiver: WebhookReceiver, _ bench: ServerBench, _ options: String...) async throws -> String
        {
            let words = ["webhooks", "add", receiver.url, "--tenant", "acme", "-q", "--data-dir", bench.data]
            try receiver.trust(try await Shell.run(OutpostBinary.path, words + options))
            return try await bench.outpost("webhooks", "list", "-q")
        }

        private func deliveries(_ webhook: String, _ bench: ServerBench) async throws -> [WebhookDeliveryBody] {
            let text = try await bench.outpost("webhooks", "deliveries", webhook, "--json")
            return try APICoding.decode(from: Data(text.utf8))
        }

        @Test("tells each end of a tenant's dispatches once, and another program can check who says so")
        func ends() async throws {
            try await WebhookReceiver.with { receiver in
                try await ServerBench.with { bench in
                    let (acme, globex) = (try await bench.tenant("acme"), try await bench.tenant("globex"))
                    // A proxy that is not there: messages go past it.
                    let dead = "http://127.0.0.1:9"
                    let environment = [Self.setting: receiver.place, "http_proxy": dead, "https_proxy": dead]
                    let ending = try await bench.serve(environment: environment) { server in
                        let webhook = try await add(receiver, bench)
                        let client = server.client(acme)
                        _ = try await server.client(globex).ended(server.client(globex).dispatch("say hello to nobody"))
                        let done = try await client.dispatch("say hello to everyone")
                        let failed = try await client.dispatch("fail 3 times")
                        let cancelled = try await client.dispatch("wait 600 seconds")
                        try await client.wait(cancelled, for: "running")
                        _ = try await client.cancel(cancelled)
                        let messages = try await receiver.received(3)
                        #expect(messages.map(\.verdict) == ["good", "good", "good"])
                        for (id, type) in [
                            (done, "dispatch.completed"), (failed, "dispatch.failed"),
                            (cancelled, "dispatch.cancelled"),
                        ] {
                            let answer = try await client.ended(id)
                            let message = try #require(messages.first { $0.json["data"]["dispatchId"].text == id })
                            #expect(message.id == "msg_\(id)")
                            #expect(message.json["type"].text == type)
                            #expect(message.json["timestamp"] == answer["endedAt"])
                            for field in ["status", "task", "reason", "exitCode", "createdAt", "startedAt", "endedAt"] {
                                #expect(message.json["data"][field] == answer[field], "\(field)")
                            }
                            #expect(message.json["data"]["logs"] == .null)
                        }
                        try await forge(messages[0], to: receiver, as: client)
                        let test = try await bench.outpost("webhooks", "test", webhook)
                        #expect(test.contains("answered 204"))
                        let listed = try await deliveries(webhook, bench)
                        #expect(listed.map(\.state) == Array(repeating: "delivered", count: 4))
                        #expect(listed.first?.type == "webhook.test")
                    }
                    #expect(!ending.log.contains("whsec_"))
                    let secret = try await Shell.attempt("grep", ["-rl", "--", "whsec_", bench.data])
                    #expect(secret.output.isEmpty, "it is sealed")
                    #expect(try await bench.outpost("audit", "verify").contains("intact"))
                }
            }
        }

        /// Sends a good message again, changed and unchanged; the receiver takes none of them.
        private func forge(
            _ message: WebhookReceiver.Message,
            to receiver: WebhookReceiver,
            as client: APIClient
        ) async throws {
            func send(
                _ body: String,
                to url: String,
                changing header: String? = nil,
                to value: String = ""
            ) async throws -> Int {
                let headers = message.signed.map { ($0.0, $0.0 == header ? value : $0.1) }
                return try await client.call("POST", url, bytes: Array(body.utf8), headers: headers).status
            }
            #expect(try await send(message.body, to: receiver.url) == 409, "it came before")
            let other = message.body.replacing("\"status\":\"", with: "\"status\":\"x")
            #expect(other != message.body)
            #expect(try await send(other, to: receiver.url) == 401)
            #expect(try await send(message.body, to: receiver.url, changing: "webhook-timestamp", to: "1") == 401)
            #expect(try await send(message.body, to: receiver.url, changing: "webhook-id", to: "msg_2") == 401)
            let secret = try receiver.secret
            try await WebhookReceiver.with(clockOffset: 600) { late in
                try late.trust(secret)
                #expect(try await send(message.body, to: late.url) == 401)
                #expect(late.messages.map(\.verdict) == ["old"])
            }
        }

        @Test("is told over TLS when its certificate is by an authority that the server was given, for its own address")
        func privateAuthority() async throws {
            try await PrivateAuthority.with { authority in
                let own = try await authority.certify("IP:127.0.0.1")
                try await WebhookReceiver.with(tls: own) { receiver in
                    try await ServerBench.with { bench in
                        let key = try await bench.tenant("acme")
                        var environment = [Self.setting: receiver.place]
                        var id = ""
                        try await bench.serve(environment: environment) { server in
                            let webhook = try await add(receiver, bench)
                            id = try await server.client(key).dispatch("say hello to everyone")
                            try await server.hasLogged("webhook not delivered yet")
                            let delivery = try #require(try await deliveries(webhook, bench).first)
                            #expect(delivery.problem?.contains("certificate") == true, "\(delivery)")
                        }
                        #expect(receiver.messages.isEmpty)
                        environment["SSL_CERT_FILE"] = authority.certificate
                        try await bench.serve(environment: environment) { server in
                            let message = try #require(try await receiver.received(1).first)
                            #expect(message.verdict == "good")
                            #expect(message.id == "msg_\(id)")
                            try await server.hasLogged("webhook delivered")
                        }
                    }
                }
                let other = try await authority.certify("IP:127.0.0.2")
                try await WebhookReceiver.with(tls: other) { receiver in
                    try await ServerBench.with { bench in
                        _ = try await bench.tenant("acme")
                        let environment = [Self.setting: receiver.place, "SSL_CERT_FILE": authority.certificate]
                        try await bench.serve(environment: environment) { _ in
                            let webhook = try await add(receiver, bench)
                            let test = ["webhooks", "test", webhook, "--data-dir", bench.data]
                            let refused = try await Shell.attempt(OutpostBinary.path, test)
                            #expect(refused.code != 0)
                            #expect(refused.errors.contains("subject name"), "\(refused.errors)")
                        }
                        #expect(receiver.messages.isEmpty)
                    }
                }
            }
        }

        @Test("that is down is told again until it takes the message, under one id")
        func retries() async throws {
            try await WebhookReceiver.with(statuses: [500, 503, 200]) { receiver in
                try await ServerBench.with { bench in
                    let key = try await bench.tenant("acme")
                    try await bench.serve(environment: [Self.setting: receiver.place]) { server in
                        let webhook = try await add(receiver, bench, "--event", "dispatch.failed")
                        let client = server.client(key)
                        _ = try await client.ended(client.dispatch("say hello to everyone"))
                        let id = try await client.dispatch("fail 3 times")
                        let messages = try await receiver.received(3)
                        #expect(messages.map(\.status) == [500, 503, 200])
                        #expect(Set(messages.map(\.id)) == ["msg_\(id)"])
                        #expect(Set(messages.map(\.body)).count == 1)
                        // The answer to the last may still be on its way into the database.
                        let taken = try await bench.outpost("webhooks", "test", webhook)
                        #expect(taken.contains("answered 200"))
                        let delivery = try #require(try await deliveries(webhook, bench).first { $0.dispatchId == id })
                        #expect(delivery.attempts == 3)
                    }
                }
            }
        }

        @Test("is told by the next server what the one that was killed had not told")
        func killed() async throws {
            try await WebhookReceiver.with(statuses: [0, 200]) { receiver in
                try await ServerBench.with { bench in
                    let key = try await bench.tenant("acme")
                    var (webhook, id) = ("", "")
                    let environment = [Self.setting: receiver.place]
                    let ending = try await bench.serve(environment: environment) { server in
                        webhook = try await add(receiver, bench)
                        id = try await server.client(key).dispatch("say hello to everyone")
                        // The end is in the database, and the message is on its way without an answer.
                        try await receiver.received(1)
                        try server.send(.kill)
                    }
                    #expect(ending.code == 137)
                    try await bench.serve(environment: environment) { server in
                        let messages = try await receiver.received(2)
                        #expect(messages.map(\.id) == ["msg_\(id)", "msg_\(id)"])
                        #expect(messages.map(\.status) == [0, 200])
                        try await server.hasLogged("webhook delivered")
                        #expect(try await server.client(key).get(id)["status"].text == "success")
                    }
                    #expect(receiver.messages.count == 2)
                    #expect(try await deliveries(webhook, bench).map(\.state) == ["delivered"])
                }
            }
        }

        @Test("is told, once, of an end that a held database kept from being recorded")
        func held() async throws {
            try await WebhookReceiver.with { receiver in
                try await ServerBench.with { bench in
                    let key = try await bench.tenant("acme")
                    try await bench.serve(environment: [Self.setting: receiver.place]) { server in
                        _ = try await add(receiver, bench)
                        let client = server.client(key)
                        let id = try await client.dispatch("wait 3 seconds")
                        try await client.wait(id, for: "running")
                        try await DatabaseHolder.hold(.exclusive, of: bench.database) {
                            try await server.hasLogged("a dispatch's end was not recorded")
                            try await server.hasLogged("webhooks cannot be read")
                            #expect(receiver.messages.isEmpty)
                        }
                        #expect(try await client.ended(id)["status"].text == "success")
                        try await receiver.received(1)
                        try await server.hasLogged("webhook delivered")
                        #expect(receiver.messages.map(\.id) == ["msg_\(id)"])
                    }
                }
            }
        }

        @Test("on a private address is refused, and told nothing once the operator closes what was open")
        func closed() async throws {
            try await WebhookReceiver.with { receiver in
                try await ServerBench.with { bench in
                    let key = try await bench.tenant("acme")
                    for url in [
                        receiver.url, "https://127.0.0.1/", "https://169.254.169.254/latest/", "https://[::1]/",
                    ] {
                        let words = ["webhooks", "add", url, "--tenant", "acme", "--data-dir", bench.data]
                        let refused = try await Shell.attempt(OutpostBinary.path, words)
                        #expect(refused.code == 2, "\(url): \(refused.errors)")
                        #expect(refused.errors.contains("url: "))
                    }
                    var webhook = ""
                    try await bench.serve(environment: [Self.setting: receiver.place]) { _ in
                        webhook = try await add(receiver, bench)
                    }
                    try await bench.serve { server in
                        let client = server.client(key)
                        _ = try await client.ended(client.dispatch("say hello to everyone"))
                        try await server.hasLogged("webhook not delivered yet")
                        let delivery = try #require(try await deliveries(webhook, bench).first)
                        #expect(delivery.state == "pending")
                        #expect(delivery.problem?.contains("webhook_private_hosts") == true)
                        let test = ["webhooks", "test", webhook, "--data-dir", bench.data]
                        #expect(try await Shell.attempt(OutpostBinary.path, test).code == 14)
                    }
                    #expect(receiver.messages.isEmpty)
                }
            }
        }
    }
}
