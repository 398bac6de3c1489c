internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("Additional secrets")
struct SecretsDecoderTests {
    @Test("Values come with the dispatch, empty ones too")
    func values() throws {
        let draft = try Decoding.sound(#""additionalSecrets":{"NPM_TOKEN":"s3cret","EMPTY":"","A1":"x"}"#).draft
        #expect(draft.secretValues == ["NPM_TOKEN": "s3cret", "EMPTY": "", "A1": "x"])
        #expect(draft.secretNames.isEmpty)
    }

    @Test("A name is taken once, however often it is given")
    func repeated() throws {
        #expect(try Decoding.sound(#""additionalSecrets":["A","B","A"]"#).draft.secretNames == ["A", "B"])
    }

    @Test(
        "A name that is protected or malformed is refused",
        arguments: [
            "AWS_ACCESS_KEY_ID", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY",
            "DEEPSEEK_API_KEY", "XAI_API_KEY", "GITHUB_TOKEN", "PATH", "LD_PRELOAD", "BASH_ENV", "OUTPOST_TASK",
            "lower",
            "1A", "_A", "A-B", "A B", "", "Ä",
        ]
    )
    func names(name: String) throws {
        let members = Decoding.minimum + #","additionalSecrets":{"\#(name)":"x"}"#
        let problems = try #require(throws: RequestProblems.self) { try Decoding.decode(members) }
        #expect(problems.fields.isEmpty)
        #expect(problems.secrets.problems.count == 1)
    }

    @Test("A value has a limit and no NUL")
    func limits() throws {
        let value = { (text: String) in Decoding.minimum + #","additionalSecrets":{"A":"\#(text)"}"# }
        _ = try Decoding.decode(value(String(repeating: "x", count: 32_768)))
        #expect(throws: RequestProblems.self) {
            try Decoding.decode(value(String(repeating: "x", count: 32_769)))
        }
        #expect(throws: RequestProblems.self) { try Decoding.decode(value(#"a\u0000b"#)) }
    }

    @Test("All problems are told in one answer, which never holds a value")
    func answer() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let body =
                #"{\#(Decoding.minimum),"additionalSecrets":{"bad":"c4nary","GITHUB_TOKEN":"c4nary","OK":"c4nary"}}"#
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            #expect(reply.status == 400)
            #expect(!reply.text.contains("c4nary"))
            #expect(
                try reply.value("error") == [
                    "code": "VALIDATION_ERROR",
                    "message": .string(
                        "Additional secrets validation failed: GITHUB_TOKEN: the name is protected; bad: a name has "
                            + "upper-case letters, digits and underscores, and begins with a letter"
                    ),
                    "details": [
                        "validationErrors": [
                            "GITHUB_TOKEN: the name is protected",
                            "bad: a name has upper-case letters, digits and underscores, and begins with a letter",
                        ],
                        "keyCount": 3,
                    ],
                ]
            )
        }
    }
}
