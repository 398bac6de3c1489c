internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import Testing

@testable internal import OutpostServer

@Suite("Bodies that are refused")
struct DispatchProblemTests {
    @Test(
        "Each field has its messages",
        arguments: [
            (#""agent":7"#, "agent", "Expected string, received number"),
            (#""agent":null"#, "agent", "Expected string, received null"),
            (#""task":"short""#, "task", "Task must be at least 10 characters"),
            (#""task":["x"]"#, "task", "Expected string, received array"),
            (#""modelId":{}"#, "modelId", "Expected string, received object"),
            (#""repo":"hello""#, "repo", "Invalid repository format (owner/repo)"),
            (#""repo":"a/b/c""#, "repo", "Invalid repository format (owner/repo)"),
            (#""repo":"octo/..""#, "repo", "Invalid repository format (owner/repo)"),
            (#""repo":"octo/h llo""#, "repo", "Invalid repository format (owner/repo)"),
            (#""repo":"öcto/hello""#, "repo", "Invalid repository format (owner/repo)"),
            (#""repo":"o/r","repoUrl":"https://git.test/o/r""#, "repoUrl", "Give repo or repoUrl, not both"),
            (#""branch":"a b""#, "branch", "Invalid branch name"),
            (#""branch":"--upload-pack=x""#, "branch", "Invalid branch name"),
            (
                #""context":"huge""#, "context",
                "Invalid enum value. Expected 'none' | 'minimal' | 'standard' | 'full', received 'huge'"
            ),
            (#""context":1"#, "context", "Expected 'none' | 'minimal' | 'standard' | 'full', received number"),
            (
                #""workspaceMode":"x""#, "workspaceMode",
                "Invalid enum value. Expected 'ephemeral' | 'persistent', received 'x'"
            ),
            (
                #""workspaceInitMode":"x""#, "workspaceInitMode",
                "Invalid enum value. Expected 'full' | 'minimal' | 'none', received 'x'"
            ),
            (#""timeoutSeconds":29"#, "timeoutSeconds", "Number must be greater than or equal to 30"),
            (#""timeoutSeconds":86401"#, "timeoutSeconds", "Number must be less than or equal to 86400"),
            (#""timeoutSeconds":"60""#, "timeoutSeconds", "Expected number, received string"),
            (#""timeoutSeconds":60.5"#, "timeoutSeconds", "Expected integer, received float"),
            (#""timeoutSeconds":1e400"#, "timeoutSeconds", "Expected integer, received float"),
            (#""additionalSecrets":"X""#, "additionalSecrets", "Expected array, received string"),
            (#""additionalSecrets":["A",1]"#, "additionalSecrets.1", "Expected string, received number"),
            (#""additionalSecrets":["PATH"]"#, "additionalSecrets.0", "Reserved or malformed name of a secret"),
            (#""additionalSecrets":["../x"]"#, "additionalSecrets.0", "Reserved or malformed name of a secret"),
            (#""additionalSecrets":{"A":1}"#, "additionalSecrets.A", "Expected string, received number"),
            (#""idempotencyKey":1"#, "idempotencyKey", "Expected string, received number"),
            (#""tags":[]"#, "tags", "Expected object, received array"),
            (#""tags":{"a":1}"#, "tags.a", "Expected string, received number"),
            (#""tags":{"":"x"}"#, "tags.", "Tag name is empty"),
            (#""idempotencyKey":"\u0000a""#, "idempotencyKey", "String must not contain NUL characters"),
            (#""tags":{"a":"x\u0000"}"#, "tags.a", "String must not contain NUL characters"),
            (
                #""resourceConstraints":{"maxMemoryMb":511}"#, "resourceConstraints.maxMemoryMb",
                "Number must be greater than or equal to 512"
            ),
            (
                #""resourceConstraints":{"maxCpuUnits":4097}"#, "resourceConstraints.maxCpuUnits",
                "Number must be less than or equal to 4096"
            ),
            (
                #""resourceConstraints":{"maxDiskGb":20}"#, "resourceConstraints.maxDiskGb",
                "Number must be greater than or equal to 21"
            ),
            (#""resourceConstraints":null"#, "resourceConstraints", "Expected object, received null"),
            (#""expires_at":"2026-02-01""#, "expires_at", "Invalid datetime"),
            (#""expires_at":"2026-02-01T00:00:00+00:00""#, "expires_at", "Invalid datetime"),
            (#""expires_at":"2025-12-31T23:59:59Z""#, "expires_at", "Must be in the future"),
            (#""expires_at":1767225600"#, "expires_at", "Expected string, received number"),
        ]
    )
    func fields(members: String, path: String, message: String) throws {
        let problems = try Decoding.problems(Decoding.minimum + "," + members)
        #expect(problems == [FieldProblem(path: path, message: message)])
    }

    @Test(
        "What is too long is refused at its limit",
        arguments: [
            ("task", 50_000, "Task must not exceed 50000 characters"),
            ("branch", 255, "Branch name too long"),
            ("idempotencyKey", 128, "Idempotency key too long"),
            ("modelId", 255, "Model id too long"),
        ]
    )
    func lengths(field: String, limit: Int, message: String) throws {
        let text = { (count: Int) in #""\#(field)":"\#(String(repeating: "x", count: count))""# }
        _ = try Decoding.sound(text(limit))
        let problems = try Decoding.problems(Decoding.minimum + "," + text(limit + 1))
        #expect(problems == [FieldProblem(path: field, message: message)])
    }

    @Test("A task is counted as JavaScript counts")
    func utf16() throws {
        _ = try Decoding.sound(#""task":"\#(String(repeating: "😀", count: 5))""#)
        #expect(try Decoding.problems(Decoding.minimum + #","task":"\#(String(repeating: "é", count: 9))""#).count == 1)
        let long = #","task":"\#(String(repeating: "😀", count: 25_001))""#
        #expect(try Decoding.problems(Decoding.minimum + long).count == 1)
    }

    @Test(
        "Repository URLs are http or https, without credentials and ways out",
        arguments: [
            "git@github.com:o/r", "ssh://git@git.test/o/r", "https://user:secret@git.test/o/r",
            "https://user@git.test/o/r",
            "file:///etc", "https://git.test", "https://git.test/", "https://git.test/o/r?x=1",
            "https://git.test/o/r#x",
            "https://git.test/o/../r", "https:///o/r", "ext::sh -c id", "https://git.test/o r", "", "--upload-pack=x",
        ]
    )
    func repositoryURLs(url: String) {
        #expect(!DispatchDecoder.isRepositoryURL(url))
    }

    @Test(
        "Good repository URLs are taken",
        arguments: [
            "https://git.test/o/r.git", "http://127.0.0.1:8080/r", "HTTPS://git.test/o/r", "https://[::1]:3000/o/r",
        ]
    )
    func goodURLs(url: String) {
        #expect(DispatchDecoder.isRepositoryURL(url))
    }

    @Test("All that is wrong is told at once, in the order of the fields")
    func all() async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let body = #"{"agent":"x","task":"y","repo":"z","timeoutSeconds":1,"additionalSecrets":{"a":"b"}}"#
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            #expect(reply.status == 400)
            #expect(try reply.value("error.message") == "Request validation failed")
            #expect(
                try reply.problems.map(\.path) == ["agent", "task", "repo", "timeoutSeconds", "additionalSecrets"]
            )
        }
    }

    @Test("An empty body lacks what is required", arguments: [nil, "{}", ""])
    func empty(body: String?) async throws {
        let bench = try await Bench()
        let key = try await bench.key()
        try await bench.run { client in
            let reply = try await client.send(.post, "/dispatch", key: key, body: body)
            #expect(
                try reply.problems == [
                    FieldProblem(path: "agent", message: "Required"), FieldProblem(path: "task", message: "Required"),
                ]
            )
        }
    }
}
