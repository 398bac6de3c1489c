internal import Foundation
internal import Testing

@testable internal import OutpostCore

@Suite("A webhook's signature")
struct WebhookSecretTests {
    private static let prefix = "whsec_"

    @Test("is that of the specification's reference vector")
    func vector() throws {
        let secret = try #require(WebhookSecret(Self.prefix + "MfKQ9r8GKYqrTwjUPD8" + "ILPZIo2LaLaSw"))
        let signature = secret.signature(
            of: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test("changes with the id, the time, the body and the key")
    func differences() {
        let (one, other) = (WebhookSecret(key: [UInt8](repeating: 1, count: 32)), WebhookSecret(key: [2]))
        let body = Array("{}".utf8)
        let signatures = [
            one.signature(of: "a", timestamp: 1, body: body), one.signature(of: "b", timestamp: 1, body: body),
            one.signature(of: "a", timestamp: 2, body: body), one.signature(of: "a", timestamp: 1, body: body + [32]),
            other.signature(of: "a", timestamp: 1, body: body),
        ]
        #expect(Set(signatures).count == signatures.count)
    }

    @Test("comes of a secret of 24 to 64 bytes in base64, which says nothing of itself")
    func form() throws {
        let key = (0..<32).map { UInt8($0) }
        let made = WebhookSecret(key: key)
        #expect(made.text == Self.prefix + Data(key).base64EncodedString())
        #expect(WebhookSecret(made.text)?.text == made.text)
        #expect("\(made)" == "[REDACTED]")
        for wrong in [
            "", String(made.text.dropFirst()), Self.prefix + "%", Self.prefix + Data(key[..<23]).base64EncodedString(),
        ] {
            #expect(WebhookSecret(wrong) == nil, "\(wrong)")
        }
    }
}
