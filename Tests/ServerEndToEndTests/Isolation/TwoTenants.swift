internal import Testing

/// A server with two tenants, each with a dispatch that has ended and left artifacts; shared by the tests of a suite.
struct TwoTenants: Sendable {
    let server: RunningServer
    let a: Party
    let b: Party

    /// One of the tenants.
    struct Party: Sendable {
        let client: APIClient
        /// Its ended dispatch.
        let dispatch: String

        fileprivate init(_ client: APIClient) async throws {
            self.client = client
            dispatch = try await client.dispatch("write 1 thing of mine")
            let ended = try await client.ended(dispatch)
            try #require(ended["status"].text == "success", "\(ended)")
        }
    }

    @TaskLocal static var current: TwoTenants?

    /// The one that surrounds the test.
    static func shared() throws -> TwoTenants { try #require(current) }

    fileprivate static func with(_ body: () async throws -> Void) async throws {
        try await ServerBench.with { bench in
            let keys = (try await bench.tenant("a"), try await bench.tenant("b"))
            try await bench.serve { server in
                async let a = Party(server.client(keys.0))
                async let b = Party(server.client(keys.1))
                let tenants = TwoTenants(server: server, a: try await a, b: try await b)
                try await $current.withValue(tenants) { try await body() }
            }
        }
    }
}

/// Runs a suite with a server of two tenants.
struct TwoTenantsTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await TwoTenants.with { try await function() }
    }
}

extension Trait where Self == TwoTenantsTrait {
    static var withTwoTenants: TwoTenantsTrait { TwoTenantsTrait() }
}
