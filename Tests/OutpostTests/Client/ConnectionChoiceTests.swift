internal import Foundation
internal import TestSupport
internal import Testing

@testable internal import outpost

@Suite("Which server a command talks to")
struct ConnectionChoiceTests {
    private let profiles = Profiles(
        current: "work",
        profiles: [
            "work": Profiles.Profile(url: "https://work.test", key: "w"),
            "home": Profiles.Profile(url: "http://127.0.0.1:3000/", key: "h"),
        ]
    )

    private func address(
        _ environment: [String: String] = [:],
        profile: String? = nil,
        tenant: String? = nil,
        dataDirectory: String? = nil,
        _ profiles: Profiles? = nil
    ) throws -> ServerAddress {
        let choice = ConnectionChoice(
            profile: profile,
            tenant: tenant,
            dataDirectory: dataDirectory,
            environment: environment,
            isRoot: true
        )
        return try choice.address { profiles ?? self.profiles }
    }

    @Test("is that of a flag, else of a variable, else of the last login, else this machine's")
    func order() throws {
        let variables = ["OUTPOST_API_URL": "http://env.test/", "OUTPOST_API_KEY": "e", "OUTPOST_PROFILE": "home"]
        #expect(try address(variables, profile: "work") == .remote(url: "https://work.test", key: "w"))
        #expect(try address(variables, tenant: "acme") == .local(dataDirectory: "/var/lib/outpost", tenant: "acme"))
        #expect(try address(variables, dataDirectory: "/data") == .local(dataDirectory: "/data", tenant: nil))
        #expect(try address(variables) == .remote(url: "http://env.test", key: "e"))
        #expect(try address(["OUTPOST_PROFILE": "home"]) == .remote(url: "http://127.0.0.1:3000", key: "h"))
        #expect(try address() == .remote(url: "https://work.test", key: "w"))
        #expect(try address([:], Profiles()) == .local(dataDirectory: "/var/lib/outpost", tenant: nil))
        #expect(
            try address(["OUTPOST_API_URL": "", "OUTPOST_DATA_DIR": "/d"], Profiles())
                == .local(dataDirectory: "/d", tenant: nil)
        )
    }

    @Test("is refused where it is none: an address without a key, a profile that is not there, no address at all")
    func refused() throws {
        let failure = try #require(throws: CommandFailure.self) { try address(profile: "wrok") }
        #expect(failure.status == .usage)
        #expect(failure.message.contains("did you mean 'work'?"))
        #expect(throws: CommandFailure.self) { try address(["OUTPOST_API_URL": "http://env.test"]) }
        for text in ["", "env.test", "ftp://env.test", "http://", "http://user:word@env.test", "http://env.test/?a"] {
            #expect(throws: CommandFailure.self, "\(text)") { try ConnectionChoice.url(text) }
        }
        #expect(try ConnectionChoice.url("https://env.test/outpost/") == "https://env.test/outpost")
    }

    @Test("is kept for its owner alone, and read back; what is no file of profiles is left as it is")
    func file() async throws {
        try await TemporaryFolder.with { folder in
            let path = Profiles.path(["XDG_CONFIG_HOME": folder.path + "/config"])
            #expect(path == folder.path + "/config/outpost/profiles.json")
            #expect(try Profiles.read(path) == Profiles())
            try profiles.write(path)
            #expect(try Profiles.read(path) == profiles)
            try Profiles(current: nil, profiles: [:]).write(path)
            #expect(try Profiles.read(path) == Profiles())
            #expect(try folder.mode("config/outpost/profiles.json") == 0o600)
            #expect(try folder.mode("config/outpost") == 0o700)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect(throws: CommandFailure.self) { try Profiles.read(path) }
            try folder.write("config/outpost/other.json", "{", mode: 0o600)
            #expect(throws: CommandFailure.self) { try Profiles.read(folder.path + "/config/outpost/other.json") }
        }
        #expect(Profiles.path(["HOME": "/home/me"]) == "/home/me/.config/outpost/profiles.json")
    }
}
