internal import Foundation
internal import OutpostDocker
internal import Subprocess
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("The judgement of certificates", .timeLimit(.minutes(10)))
struct CertificateJudgeTests {
    /// Makes a certificate that holds for two days, and its key.
    private func makeCertificate(_ name: String, in folder: TemporaryFolder) async throws -> (file: String, key: String)
    {
        let (file, key) = (folder.path + "/\(name).crt", folder.path + "/\(name).key")
        let result = try await Subprocess.run(
            .name("openssl"),
            arguments: [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(name)", "-keyout", key, "-out", file,
            ],
            output: .discarded,
            error: .discarded
        )
        try #require(result.terminationStatus.isSuccess)
        return (file, key)
    }

    private func findings(_ path: String, now: Date = .now) -> [PreflightFinding] {
        CertificateJudge(folder: .read(["OUTPOST_CA_CERTIFICATES": path]), now: now).findings
    }

    @Test("a folder that is named and not there, and one that is a file")
    func folder() async throws {
        #expect(findings("/nonexistent/authorities").map(\.level) == [.error])
        #expect(findings("").map(\.level) == [.ok])
        try await TemporaryFolder.with { folder in
            let found = findings(try folder.write("file", "text"))
            #expect(found.map(\.level) == [.error])
            #expect(found.first?.id == "network.certificates")
        }
    }

    @Test("a file that is no certificate, and certificates under names that are passed over")
    func form() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("authorities/one.pem", "text")
            let passedOver = findings(folder.path + "/authorities")
            #expect(passedOver.map(\.level) == [.warning])
            #expect(passedOver.first?.text.contains("only *.crt") == true)
            try folder.write("authorities/two.crt", "text")
            let found = findings(folder.path + "/authorities")
            #expect(found.map(\.level) == [.error])
            #expect(found.first?.advice?.hasPrefix("openssl x509 -inform der") == true)
        }
    }

    @Test("a certificate that expired, or soon will")
    func expiry() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await makeCertificate("site", in: folder)
            try folder.remove("site.key")
            #expect(findings(folder.path, now: .now - 30 * 86_400).map(\.level) == [.ok])
            let soon = findings(folder.path)
            #expect(soon.map(\.level) == [.warning])
            #expect(soon.first?.text.contains("expires on") == true)
            #expect(findings(folder.path, now: .now + 3 * 86_400).first?.text.contains("expired on") == true)
        }
    }

    @Test("a server's own: of another key, open to others, about to expire")
    func server() async throws {
        try await TemporaryFolder.with { folder in
            let (one, other) = (
                try await makeCertificate("one", in: folder), try await makeCertificate("other", in: folder)
            )
            func check(_ key: String, at now: Date = .now - 30 * 86_400) async throws -> [PreflightFinding] {
                let flags: [ServeKey: String] = [.port: "0", .tlsCertificate: one.file, .tlsKey: key]
                let settings = try ServeSettings(flags: flags, environment: [:], file: ServeFile(), isRoot: false)
                let facts = await ListenerFacts.collect(settings)
                return ListenerJudge(facts: facts, isServing: false, now: now).findings.filter { $0.check == "TLS" }
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: one.key)
            #expect(try await check(one.key).map(\.level) == [.ok])
            let wrong = try await check(other.key)
            #expect(wrong.map(\.level) == [.error])
            #expect(wrong.first?.text.contains("does not belong") == true)
            #expect(try await check(one.key, at: .now).map(\.level) == [.warning])
            #expect(try await check(one.key, at: .now + 3 * 86_400).map(\.level) == [.error])
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: one.key)
            #expect(try await check(one.key).first?.advice == "chmod 600 \(one.key)")
        }
    }
}
