internal import Foundation
internal import Logging
internal import OutpostCore
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import OutpostStore

@Suite("Secrets that are refreshed", .timeLimit(.minutes(10)))
struct SecretRefresherTests {
    private typealias Bench = VaultBench

    /// A source whose answers a test sets.
    private final class Source: RecipeReader {
        private let answer = Mutex<Result<String, RecipeFailure>>(.success("one"))
        private let refused = Mutex<Set<String>>([])

        func set(_ result: Result<String, RecipeFailure>) { answer.withLock { $0 = result } }
        func refuse(_ value: String) { refused.withLock { _ = $0.insert(value) } }

        func value(of recipe: RefreshRecipe) async throws -> SecretValue {
            SecretValue(try answer.withLock { $0 }.get())
        }

        func check(_ value: SecretValue, with recipe: RefreshRecipe) async throws {
            if refused.withLock({ $0.contains(value.text) }) { throw RecipeFailure("the check failed") }
        }
    }

    private final class Time: Sendable {
        private let value = Mutex(Bench.now)
        var now: Date { value.withLock { $0 } }
        func advance(_ seconds: Double) { value.withLock { $0 += seconds } }
    }

    private let source = Source()
    private let time = Time()

    private func refresher(_ bench: Bench) -> SecretRefresher {
        SecretRefresher(
            store: bench.database.refreshes,
            vault: bench.vault,
            reader: source,
            clock: ManualClock(),
            now: { [time] in time.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func service(_ bench: Bench) -> SecretService {
        SecretService(
            vault: bench.vault,
            identities: bench.database.identities,
            refreshes: bench.database.refreshes,
            now: { [time] in time.now }
        )
    }

    /// A shared secret with the value `one`, refreshed every hour.
    private func filled() async throws -> Bench {
        let bench = try await Bench()
        let service = service(bench)
        _ = try await service.set("TOKEN", to: SecretValue("one"), tenant: nil, by: "me")
        let recipe = RefreshRecipe(source: .command, text: "token")
        _ = try await service.refresh("TOKEN", from: recipe, every: 3600, tenant: nil, by: "me")
        return bench
    }

    private func value(_ bench: Bench) async throws -> String? {
        try await bench.value(SecretReference(owner: .shared, name: "TOKEN"))
    }

    private func state(_ bench: Bench) async throws -> SecretRefresh {
        try #require(try await service(bench).refreshes(tenant: nil)["TOKEN"])
    }

    @Test("get a new version when it is due and not before, and none when the value is the same")
    func due() async throws {
        let bench = try await filled()
        source.set(.success("two"))
        time.advance(3599)
        try await refresher(bench).refreshDue()
        #expect(try await value(bench) == "one")
        time.advance(1)
        try await refresher(bench).refreshDue()
        #expect(try await value(bench) == "two")
        #expect(try await state(bench).lastAt == time.now)
        #expect(try await state(bench).nextAt == time.now.addingTimeInterval(3600))
        time.advance(3600)
        try await refresher(bench).refreshDue()
        #expect(try await service(bench).versions(of: "TOKEN", tenant: nil).versions.map(\.version) == [2, 1])
        let newest = try await service(bench).versions(of: "TOKEN", tenant: nil).secret
        #expect(newest.updatedBy == SecretRefresher.actor)
    }

    @Test(
        "keep the old version, say why, and try again, when the source fails, gives nothing or gives what is refused",
        arguments: [
            (Result<String, RecipeFailure>.failure(RecipeFailure("the command failed")), "the command failed"),
            (.success(""), "the value is empty"), (.success("bad"), "the check failed"),
        ]
    )
    func failure(answer: Result<String, RecipeFailure>, words: String) async throws {
        let bench = try await filled()
        source.refuse("bad")
        source.set(answer)
        time.advance(3600)
        try await refresher(bench).refreshDue()
        #expect(try await value(bench) == "one")
        #expect(try await state(bench).problem == words)
        #expect(try await refresher(bench).alerts() == ["the secret TOKEN was not refreshed: \(words)"])
        source.set(.success("two"))
        time.advance(Double(SecretRefresher.retry))
        try await refresher(bench).refreshDue()
        #expect(try await value(bench) == "two")
        #expect(try await refresher(bench).alerts().isEmpty)
    }

    @Test("are left alone once somebody set or removed them by hand")
    func byHand() async throws {
        for removes in [true, false] {
            let bench = try await filled()
            source.set(.success("two"))
            if removes {
                _ = try await service(bench).remove("TOKEN", tenant: nil, by: "me")
            } else {
                _ = try await service(bench).set("TOKEN", to: SecretValue("mine"), tenant: nil, by: "me")
            }
            time.advance(7200)
            try await refresher(bench).refreshDue()
            #expect(try await value(bench) == (removes ? nil : "mine"))
            #expect(try await service(bench).refreshes(tenant: nil).isEmpty)
        }
    }

    @Test("leave what a dispatch has taken as it is")
    func running() async throws {
        let bench = try await filled()
        let secrets = StoredSecrets(vault: bench.vault, fallback: Nothing(), now: { Bench.now })
        let taken = try await secrets.secret("TOKEN", tenant: "a")
        source.set(.success("two"))
        time.advance(3600)
        try await refresher(bench).refreshDue()
        #expect(taken == "one")
        #expect(try await secrets.secret("TOKEN", tenant: "a") == "two")
    }

    private struct Nothing: SecretSource {
        func secret(_ name: String, tenant: String) async throws -> String? { nil }
    }
}
