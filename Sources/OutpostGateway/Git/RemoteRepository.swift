internal import CurlHTTP
internal import Logging
internal import NIOHTTP1
internal import OutpostCore

/// A repository on another host, reached through us.
struct RemoteRepository: Sendable {
    /// What of the container's request the other host gets to see.
    private static let forwarded = [
        "accept", "accept-encoding", "accept-language", "content-encoding", "content-type", "git-protocol", "pragma",
        "user-agent",
    ]
    private static let returned: Set<String> = [
        "cache-control", "content-encoding", "content-length", "content-type", "expires", "pragma",
    ]

    let url: String
    let access: RepositoryAccess
    let address: RepositoryAddress?
    let door: Door

    func serve(_ request: GitRequest, on exchange: Exchange) async throws {
        var headers = CurlHeaders()
        for name in Self.forwarded {
            for value in exchange.head.headers[name] { headers.add(name, value) }
        }
        if let authorization = access.credential?.authorization { headers.add("authorization", authorization) }
        var body = request.isAdvertisement ? CurlRequest.Body.none : exchange.curlBody
        if request.service == .push, !request.isAdvertisement {
            guard let pushed = try await PushCheck(policy: access.push).admit(exchange) else { return }
            body = pushed
        }
        var outgoing = CurlRequest(
            method: request.method,
            url: url + request.path + (request.query.isEmpty ? "" : "?\(request.query)"),
            headers: headers,
            body: body
        )
        outgoing.address = address?.address
        let isComplete = try await exchange.whileConnected { [outgoing] in try await relay(outgoing, exchange) }
        if isComplete { try await exchange.end() }
    }

    /// Carries the exchange; false when the answer could not be completed and must be cut off.
    private func relay(_ request: CurlRequest, _ exchange: Exchange) async throws -> Bool {
        do {
            let response = try await door.curl.send(request)
            try check(response)
            // Nothing but git's own answers: the URL may name any host.
            guard response.headers["content-type"]?.hasPrefix("application/x-git") == true else {
                throw Refusal.git(502, "the repository's host did not answer as a git server does")
            }
            var headers = HeaderRules.returned(response.headers)
            for field in headers where !Self.returned.contains(field.name.lowercased()) {
                headers.remove(name: field.name)
            }
            try await exchange.begin(response.status, headers)
            for try await bytes in response.body { try await exchange.send(bytes) }
            return true
        } catch let error as CurlError {
            if Task.isCancelled { throw ClientGone() }
            door.logger.warning("repository transfer failed", metadata: ["error": "\(error)"])
            guard exchange.isUnanswered else { return false }
            throw Refusal.git(502, "the repository's host cannot be reached: \(error)")
        }
    }

    /// Refuses answers that git in the container could only misunderstand.
    private func check(_ response: CurlResponse) throws {
        switch response.status {
        case 300..<400:
            throw Refusal.git(502, "the repository has moved: its host redirects to another address")
        case 401, 403:
            let host = GitServer(url: url)?.host ?? "HOST"
            let missing = access.credential == nil ? "there is no credential for \(host)" : "the credential does not do"
            throw Refusal.git(
                403,
                "the repository's host does not allow this (status \(response.status)): \(missing)"
                    + "\(RemedyText.mark)outpost git-credentials set \(host), or without a server as GITHUB_TOKEN or OUTPOST_GIT_TOKEN"
            )
        case 404:
            throw Refusal.git(404, "the repository's host does not know it, or does not show it to us")
        case 400...:
            throw Refusal.git(502, "the repository's host answered with status \(response.status)")
        default:
            break
        }
    }
}
