internal import Foundation
internal import OutpostCore
internal import OutpostStore
internal import Testing

@Suite("Listing dispatches")
struct RepositoryListTests {
    private typealias Samples = ControlPlaneSamples

    private let store: SQLiteDispatchStore

    init() throws {
        store = try OutpostDatabase().dispatches
    }

    private func numbers(_ query: DispatchQuery) async throws -> [DispatchID] {
        try await store.list(query).dispatches.map(\.id)
    }

    private func ids(_ numbers: [UInt64]) -> [DispatchID] { numbers.map(Samples.id) }

    @Test("a tenant sees its own dispatches only, the newest first")
    func tenants() async throws {
        for number in 1...6 {
            try await store.insert(Samples.dispatch(UInt64(number), tenant: number % 2 == 0 ? "a" : "b"))
        }
        #expect(try await numbers(DispatchQuery(tenant: "a")) == ids([6, 4, 2]))
        #expect(try await numbers(DispatchQuery(tenant: "b")) == ids([5, 3, 1]))
        #expect(try await numbers(DispatchQuery(tenant: "c")).isEmpty)
    }

    @Test("pages follow each other without gaps or repeats, also while new dispatches come")
    func pages() async throws {
        for number in 1...25 { try await store.insert(Samples.dispatch(UInt64(number))) }
        var seen: [DispatchID] = []
        var query = DispatchQuery(tenant: "a", limit: 10)
        var hasMore = true
        var sizes: [Int] = []
        while hasMore {
            let page = try await store.list(query)
            seen += page.dispatches.map(\.id)
            sizes.append(page.dispatches.count)
            query.before = page.dispatches.last?.id
            hasMore = page.hasMore
            try await store.insert(Samples.dispatch(100 + UInt64(sizes.count)))
        }
        #expect(seen == ids((1...25).reversed()))
        #expect(sizes == [10, 10, 5])
    }

    @Test(
        "a page that ends with the last dispatch says that nothing follows",
        arguments: [(4, true), (5, false), (6, false)]
    )
    func lastPage(limit: Int, hasMore: Bool) async throws {
        for number in 1...5 { try await store.insert(Samples.dispatch(UInt64(number))) }
        #expect(try await store.list(DispatchQuery(tenant: "a", limit: limit)).hasMore == hasMore)
    }

    @Test("a limit outside of 1 to 100 is taken as the nearest within", arguments: [(-5, 1), (0, 1), (1000, 100)])
    func limits(asked: Int, given: Int) async throws {
        for number in 1...101 { try await store.insert(Samples.dispatch(UInt64(number))) }
        #expect(try await store.list(DispatchQuery(tenant: "a", limit: asked)).dispatches.count == given)
    }

    @Test("agent, time and status narrow the list, and together all of them do")
    func filters() async throws {
        try await store.insert(Samples.dispatch(1, agent: "claude"))
        try await store.insert(Samples.dispatch(2, agent: "codex", createdAt: Samples.epoch + 10))
        try await store.insert(Samples.dispatch(3, agent: "claude", createdAt: Samples.epoch + 20))
        _ = try await store.apply(.provisioning(containerName: "c"), to: Samples.id(3), at: Samples.epoch)
        #expect(try await numbers(DispatchQuery(tenant: "a", agent: "claude")) == ids([3, 1]))
        #expect(try await numbers(DispatchQuery(tenant: "a", since: Samples.epoch + 10)) == ids([3, 2]))
        // 10.0004 is shown as 10.000.
        #expect(try await numbers(DispatchQuery(tenant: "a", since: Samples.epoch + 10.0004)) == ids([3, 2]))
        #expect(try await numbers(DispatchQuery(tenant: "a", since: Samples.epoch + 10.001)) == ids([3]))
        #expect(try await numbers(DispatchQuery(tenant: "a", statuses: [.pending])) == ids([2, 1]))
        #expect(try await numbers(DispatchQuery(tenant: "a", statuses: [.pending, .provisioning])) == ids([3, 2, 1]))
        let all = DispatchQuery(tenant: "a", statuses: [.pending], agent: "claude", since: Samples.epoch)
        #expect(try await numbers(all) == ids([1]))
    }

    @Test("a dispatch is listed when it carries all the tags, with exactly these values")
    func tags() async throws {
        try await store.insert(Samples.dispatch(1, tags: ["team": "red", "kind": "fix"]))
        try await store.insert(Samples.dispatch(2, tags: ["team": "red"]))
        try await store.insert(Samples.dispatch(3, tags: ["team": "blue", "kind": "fix"]))
        try await store.insert(Samples.dispatch(4, tenant: "b", tags: ["team": "red", "kind": "fix"]))
        #expect(try await numbers(DispatchQuery(tenant: "a", tags: ["team": ["red"]])) == ids([2, 1]))
        #expect(try await numbers(DispatchQuery(tenant: "a", tags: ["team": ["red"], "kind": ["fix"]])) == ids([1]))
        #expect(try await numbers(DispatchQuery(tenant: "a", tags: ["team": ["RED"]])).isEmpty)
        #expect(try await numbers(DispatchQuery(tenant: "a", tags: ["te'am": ["\" OR 1=1 --"]])).isEmpty)
        #expect(try await numbers(DispatchQuery(tenant: "a", tags: ["team": ["red", "blue"]])).isEmpty)
    }

    @Test(
        "a repository is found by what was stored, or by the owner/name that it ends with",
        arguments: [
            ("https://git.test/owner/name.git", "https://git.test/owner/name.git", true),
            ("https://git.test/owner/name.git", "https://git.test/owner/name", false),
            ("https://git.test/owner/name.git", "owner/name", true),
            ("https://git.test/owner/name", "owner/name", true),
            ("https://git.test/owner/name", "owner/name.git", true),
            ("owner/name", "owner/name", true),
            ("owner/name.git", "owner/name", true),
            ("https://git.test/owner/name", "ner/name", false),
            ("https://git.test/owner/name", "OWNER/NAME", false),
            ("https://git.test/owner/name", "owner/%", false),
            ("https://git.test/owner/name", "name", false),
            ("https://git.test/owner/name.git/more", "owner/name", false),
            ("https://git.test/owner/näme.git", "owner/näme", true),
        ]
    )
    func repository(stored: String, asked: String, isFound: Bool) async throws {
        try await store.insert(Samples.dispatch(1, repository: stored))
        try await store.insert(Samples.dispatch(2))
        let found = try await numbers(DispatchQuery(tenant: "a", repository: asked))
        #expect(found == (isFound ? ids([1]) : []))
    }
}
