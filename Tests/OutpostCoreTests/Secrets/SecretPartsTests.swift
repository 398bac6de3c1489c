internal import Foundation
internal import Testing

@testable internal import OutpostCore

@Suite("Parts of the secret store")
struct SecretPartsTests {
    @Test("a value shows itself in no description, reflection or interpolation")
    func value() {
        let value = SecretValue("hidden-value")
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(describing: value), String(reflecting: value), dumped, "\([value])"] {
            #expect(!text.contains("hidden-value"))
        }
    }

    @Test("fields with the same letters make different bindings")
    func binding() {
        #expect(AssociatedData("ab", "c") != AssociatedData("a", "bc"))
        #expect(AssociatedData("a", "", "b") != AssociatedData("a", "b", ""))
        #expect(AssociatedData("é").bytes == Data([0, 0, 0, 2, 0xC3, 0xA9]))
    }

    @Test("a master key is 64 hexadecimal digits; its id tells keys apart")
    func masterKey() throws {
        let text = String(repeating: "0a", count: 32)
        let key = try MasterKey(text: text + "\n")
        #expect(key.id == (try MasterKey(bytes: Array(repeating: 10, count: 32))).id)
        #expect(key.id == (try MasterKey(text: text.uppercased())).id)
        #expect(key.id != (try MasterKey(text: String(repeating: "0b", count: 32))).id)
        #expect(!text.contains(key.id))
        for bad in ["", "0a", text + "00", text.dropLast() + "g", text.dropLast(2) + " a", text.dropLast() + "٣"] {
            #expect(throws: SecretError.self) { try MasterKey(text: bad) }
        }
        var generator = SystemRandomNumberGenerator()
        _ = try MasterKey(text: MasterKey.randomText(using: &generator))
    }

    @Test("a passphrase makes the same key with the same salt only, and a short one makes none")
    func passphrase() throws {
        let words = SecretValue("a long enough passphrase")
        let (one, other) = (Data(repeating: 1, count: 16), Data(repeating: 2, count: 16))
        let id = try MasterKey(passphrase: words, salt: one).id
        #expect(id == (try MasterKey(passphrase: words, salt: one).id))
        #expect(id != (try MasterKey(passphrase: words, salt: other).id))
        #expect(throws: SecretError.weakPassphrase(minimum: 16)) {
            try MasterKey(passphrase: SecretValue("fifteen letters"), salt: one)
        }
    }

    @Test(
        "a git server is known by its host and port",
        arguments: [
            ("github.com", "github.com"), ("GitHub.com:443", "github.com"), ("https://git.test:8443/", "git.test:8443"),
            ("http://localhost:3000", "localhost:3000"), ("[::1]:3000", "[::1]:3000"), ("10.0.0.1", "10.0.0.1"),
            ("https://github.com/owner", nil), ("user@host", nil), ("", nil), ("host:", nil), ("a b", nil),
            ("ssh://Host:22", "ssh://host"), ("ssh://host:2222", "ssh://host:2222"),
            ("ssh://git@host", nil), ("ssh://", nil), ("-host", nil), ("host\n", nil),
        ] as [(String, String?)]
    )
    func gitHost(text: String, host: String?) {
        #expect(GitHost.normalised(text) == host)
    }

    @Test("a .env file is read without being run")
    func dotEnv() throws {
        let text = """
            # a comment
            PLAIN=some value # and a comment
            export EXPORTED = 1

            SINGLE='as $it \\n is' # fine
            DOUBLE="two\\nlines \\"and\\" $HOME"
            HASH=a#b
            EMPTY=
            """
        let entries = try DotEnvFile.parse(text.replacing("\n", with: "\r\n"))
        #expect(entries.map(\.name) == ["PLAIN", "EXPORTED", "SINGLE", "DOUBLE", "HASH", "EMPTY"])
        #expect(
            entries.map(\.value) == ["some value", "1", "as $it \\n is", "two\nlines \"and\" $HOME", "a#b", ""]
        )
    }

    @Test(
        "a line of a .env file that cannot be read is told by its number, without its text",
        arguments: [
            "A=1\nsecret-text", "A=1\nA=secret-text", "\nB='secret-text", "\n1X=secret-text", "\nPATH=secret-text",
        ]
    )
    func dotEnvProblem(text: String) {
        let problem = #expect(throws: DotEnvFile.Problem.self) { try DotEnvFile.parse(text) }
        #expect(problem?.line == 2)
        #expect(problem?.message.contains("secret-text") == false)
    }

    @Test("a word for a shell is quoted where it has to be")
    func shellWord() {
        #expect(ShellWord.quoted("acme") == "acme")
        #expect(ShellWord.quoted("it's $me") == #"'it'\''s $me'"#)
        #expect(ShellWord.quoted("") == "''")
    }
}
