internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    var assetPages: [DashboardPage] {
        [
            .open(.get, "/ui/style.css") { _, _ in Self.asset(DashboardStyle.source, type: "text/css; charset=utf-8") },
            .open(.get, "/ui/app.js") { _, _ in
                Self.asset(DashboardScript.source, type: "text/javascript; charset=utf-8")
            },
        ]
    }

    private static func asset(_ text: String, type: String) -> Response {
        var response = Self.text(text, type: type)
        response.headers[.cacheControl] = "no-cache"
        return response
    }
}
