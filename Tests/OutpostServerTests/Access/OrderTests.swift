internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

/// Generated from the routes themselves, so that a new route cannot be forgotten.
@Suite("Order of checks")
struct OrderTests {
    private static let brokenBody = "{ this is no JSON"

    private func path(_ route: Route) -> String {
        route.path.replacing("{dispatchId}", with: "none").replacing("{jobId}", with: "none")
            .replacing("{workspaceId}", with: "none").replacing("{idOrName}", with: "none")
            .replacing("{idOrPrefix}", with: "none").replacing("**", with: "none")
    }

    private func body(_ route: Route) -> String? {
        route.operation.body == nil ? nil : Self.brokenBody
    }

    @Test("Without a key every protected route answers 401, whatever the body and the id")
    func withoutKey() async throws {
        let bench = try await Bench()
        let routes = bench.server().routes.filter { $0.access != .open }
        #expect(routes.count > 15)
        try await bench.run { client in
            for route in routes {
                let reply = try await client.send(route.method, path(route), body: body(route))
                #expect(reply.status == 401, "\(route.method) \(route.path)")
            }
        }
    }

    @Test("With every scope but the needed one, a route answers 403 and names it")
    func wrongScope() async throws {
        let bench = try await Bench()
        try await bench.run { client in
            for route in bench.server().routes {
                guard case .scope(let scope) = route.access else { continue }
                let key = try await bench.key(scopes: Set(Scope.allCases).subtracting([scope, .admin]))
                let reply = try await client.send(route.method, path(route), key: key, body: body(route))
                #expect(reply.status == 403, "\(route.method) \(route.path)")
                #expect(
                    try reply.value("error") == [
                        "code": "AUTHORIZATION_ERROR",
                        "message": .string("Missing required scope: \(scope.rawValue)"),
                    ]
                )
            }
        }
    }

    @Test("With the needed scope alone, or with admin, a route goes on to validate")
    func rightScope() async throws {
        let bench = try await Bench()
        try await bench.run { client in
            for route in bench.server().routes {
                guard case .scope(let scope) = route.access else { continue }
                // Measurements are of all tenants: the administrator of one may not read them.
                let tenant = scope == .metrics ? Bench.operatorTenant : Bench.alice
                for scopes in [[scope], [.admin]] as [Set<Scope>] {
                    let key = try await bench.key(tenant, scopes: scopes)
                    let reply = try await client.send(route.method, path(route), key: key, body: body(route))
                    #expect([200, 400, 404].contains(reply.status), "\(route.method) \(route.path)")
                    if body(route) != nil { #expect(reply.status == 400) }
                }
            }
        }
    }

    @Test("The administration is for admin keys of the operator's tenant alone")
    func administration() async throws {
        let bench = try await Bench()
        let ordinary = try await bench.key(Bench.operatorTenant, scopes: Set(Scope.allCases).subtracting([.admin]))
        let foreign = try await bench.key(Bench.alice, scopes: [.admin])
        let good = try await bench.key(Bench.operatorTenant, scopes: [.admin])
        let routes = bench.server().routes.filter { $0.access == .administration }
        #expect(routes.count == 35)
        try await bench.run { client in
            for route in routes {
                let path = path(route)
                #expect(try await client.send(route.method, path, key: ordinary, body: body(route)).status == 403)
                #expect(try await client.send(route.method, path, key: foreign, body: body(route)).status == 403)
                let reply = try await client.send(route.method, path, key: good, body: body(route))
                #expect([200, 400, 404].contains(reply.status), "\(route.method) \(route.path)")
            }
        }
    }
}
