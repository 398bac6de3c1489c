internal import Foundation
internal import HTTPTypes
internal import OutpostAPI
internal import OutpostCore
internal import Testing

@testable internal import OutpostServer

@Suite("OpenAPI document")
struct OpenAPITests {
    private func members(_ value: JSONValue?) -> [String: JSONValue] {
        if case .object(let members)? = value { members } else { [:] }
    }

    private func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            return members.flatMap { name, value -> [String] in
                if name == "$ref", case .string(let text) = value { return [text] }
                return references(in: value)
            }
        case .array(let elements): return elements.flatMap(references)
        default: return []
        }
    }

    @Test("The document and the routes name the same operations")
    func routes() async throws {
        let bench = try await Bench()
        let routes = bench.server().routes
        try await bench.run { client in
            let document = try await client.send(.get, "/openapi.json")
            #expect(try document.value("openapi") == "3.1.0")
            var described: Set<String> = []
            for (path, item) in members(try document.value("paths")) {
                for method in members(item).keys where method != "parameters" {
                    described.insert("\(method.uppercased()) \(path)")
                }
            }
            let served = routes.map { "\($0.method.rawValue) \(OpenAPIDocument.path(of: $0))" }
            #expect(described == Set(served))
            #expect(Set(served).count == served.count)
            // Each of them is answered by a route, and not as an unknown path or method.
            for route in routes where !route.path.contains("{") && !route.path.contains("**") {
                let reply = try await client.send(route.method, route.path)
                #expect(reply.status == (route.access == .open ? 200 : 401), "\(route.path)")
            }
        }
    }

    @Test("Operation ids are unique, references lead somewhere, and nothing is described in vain")
    func references() async throws {
        let bench = try await Bench()
        let routes = bench.server().routes
        #expect(Set(routes.map(\.operation.id)).count == routes.count)
        let document = OpenAPIDocument(routes: routes, version: "1").value
        let components = members(members(document)["components"])
        let used = Set(references(in: document))
        for reference in used {
            let parts = reference.split(separator: "/").map(String.init)
            #expect(parts.count == 4 && members(components[parts[2]])[parts[3]] != nil, "\(reference)")
        }
        for kind in ["schemas", "parameters", "headers"] {
            for name in members(components[kind]).keys {
                #expect(used.contains("#/components/\(kind)/\(name)"), "\(kind)/\(name)")
            }
        }
    }

    @Test("Parameters of paths are described under the names that the paths have")
    func parameters() async throws {
        for route in try await Bench().server().routes {
            let names = route.path.split(separator: "/").filter { $0.hasPrefix("{") || $0 == "**" }
            #expect(Parameters.path(of: route.path).count == names.count, "\(route.path)")
        }
    }

    @Test(
        "The page loads nothing from elsewhere and runs under a strict policy",
        arguments: [
            ("/docs", "text/html; charset=utf-8"), ("/docs/app.js", "text/javascript; charset=utf-8"),
            ("/docs/style.css", "text/css; charset=utf-8"),
        ]
    )
    func page(path: String, type: String) async throws {
        try await Bench().run { client in
            let reply = try await client.send(.get, path)
            #expect(reply.status == 200)
            #expect(reply.header("Content-Type") == type)
            let policy = try #require(reply.header("Content-Security-Policy"))
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
            #expect(!policy.contains("unsafe"))
            for outside in ["http://", "https://", "innerHTML", "eval(", "onclick", "<style", "style="] {
                #expect(!reply.text.contains(outside), "\(outside)")
            }
        }
    }
}
