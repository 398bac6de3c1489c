internal import Hummingbird

extension OutpostServer {
    /// `/openapi.json` and the page that reads it.
    var documentationRoutes: [Route] {
        [
            .open(.get, "/openapi.json", .getDocument) { _, _ in
                try .json(OpenAPIDocument(routes: routes, version: configuration.version).value)
            },
            .open(.get, "/docs", .getDocumentation) { _, _ in
                Self.asset(DocumentationPage.html, type: "text/html; charset=utf-8")
            },
            .open(.get, "/docs/app.js", .getDocumentationScript) { _, _ in
                Self.asset(DocumentationPage.script, type: "text/javascript; charset=utf-8")
            },
            .open(.get, "/docs/style.css", .getDocumentationStyle) { _, _ in
                Self.asset(DocumentationPage.style, type: "text/css; charset=utf-8")
            },
        ]
    }

    private static func asset(_ text: String, type: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type,
                .cacheControl: "no-cache",
                .contentSecurityPolicy: contentPolicy,
                .referrerPolicy: "no-referrer",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    private static let contentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
