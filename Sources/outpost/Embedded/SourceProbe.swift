internal import CurlHTTP

/// Asks whether a server that a build would fetch from can be reached, through the proxies of the environment.
struct SourceProbe: Sendable {
    let curl: CurlClient
    var patience = Duration.seconds(5)

    /// Whether the URL answers in time, and not with an error.
    func answers(_ url: String) async -> Bool {
        let request = CurlRequest(method: "GET", url: url, deadline: patience, connection: .fresh)
        do throws(CurlError) {
            return try await curl.send(request).status < 400
        } catch {
            return false
        }
    }
}
