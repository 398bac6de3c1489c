package import CurlHTTP
internal import Foundation
package import OutpostCore

/// Opens pull requests over the REST interface that GitHub has, and others in its shape.
package struct ForgeClient: PullRequestOpener {
    private let curl: CurlClient
    private let network: EgressNetwork
    private let gitBaseURL: String
    private let apiURL: String?

    private static let deadline = Duration.seconds(30)
    private static let longestAnswer = 4 << 20

    /// - Parameters:
    ///   - curl: sends the requests.
    ///   - network: finds the forges of repositories that tenants name.
    ///   - gitBaseURL: the server of `owner/name`.
    ///   - apiURL: where that server has its interface; nil is `https://api.github.com` for github.com, and `/api/v3`
    ///     of any other server.
    package init(curl: CurlClient, network: EgressNetwork = EgressNetwork(), gitBaseURL: String, apiURL: String?) {
        self.curl = curl
        self.network = network
        self.gitBaseURL = gitBaseURL
        self.apiURL = apiURL
    }

    /// Looks for an open one first, so that asking again changes nothing.
    package func open(_ opening: PullRequestOpening) async throws -> PullRequest {
        guard opening.branch != opening.baseBranch else {
            throw PromotionError.invalid(
                field: "baseBranch",
                reason: "A pull request needs two branches, and '\(opening.branch)' was named for both"
            )
        }
        let place = try ForgePlace(opening.repository.url, base: gitBaseURL, apiURL: apiURL)
        guard let token = opening.repository.credential?.password else {
            throw PromotionError.refused("there is no credential for \(place.host)")
        }
        let address = try await opening.repository.address(network, of: place.pulls)
        if let found = try await existing(opening, place, token, address) { return found }
        let body = NewPullRequest(
            title: opening.title,
            head: opening.branch,
            base: opening.baseBranch,
            body: opening.body,
            draft: opening.isDraft
        )
        let answer = try await send("POST", place.pulls, token, address, Array(try JSONEncoder().encode(body)))
        guard let made = try? JSONDecoder().decode(ForgePullRequest.self, from: answer) else {
            throw PromotionError.refused("the answer of \(place.host) is no pull request")
        }
        return PullRequest(number: made.number, url: made.url)
    }

    private func existing(
        _ opening: PullRequestOpening,
        _ place: ForgePlace,
        _ token: String,
        _ address: RepositoryAddress?
    ) async throws -> PullRequest? {
        let head = ForgePlace.escaped("\(place.owner):\(opening.branch)")
        let query = "?state=open&head=\(head)&base=\(ForgePlace.escaped(opening.baseBranch))&per_page=100"
        let answer = try await send("GET", place.pulls + query, token, address, nil)
        let open = (try? JSONDecoder().decode([ForgePullRequest].self, from: answer)) ?? []
        // Not every forge knows the filters; a fork's branch may have the same name.
        let found = open.first { pull in
            pull.head?.ref == opening.branch && pull.base?.ref == opening.baseBranch
                && pull.head?.repo?.fullName.lowercased() == "\(place.owner)/\(place.name)".lowercased()
        }
        return found.map { PullRequest(number: $0.number, url: $0.url) }
    }

    private func send(
        _ method: String,
        _ url: String,
        _ token: String,
        _ address: RepositoryAddress?,
        _ body: [UInt8]?
    ) async throws -> Data {
        var headers: CurlHeaders = [
            "Accept": "application/vnd.github+json", "Authorization": "Bearer \(token)",
        ]
        if body != nil { headers.add("Content-Type", "application/json") }
        let request = CurlRequest(
            method: method,
            url: url,
            address: address?.address,
            headers: headers,
            body: body.map { .bytes($0) } ?? .none,
            deadline: Self.deadline,
            connection: .fresh
        )
        do {
            let response = try await curl.collect(request, limit: Self.longestAnswer)
            let data = Data(response.body)
            guard (200..<300).contains(response.status) else {
                throw PromotionError.refused(ForgeProblem.words(data, status: response.status))
            }
            return data
        } catch let error as CurlError {
            try Task.checkCancellation()
            throw PromotionError.unreachable("\(error)")
        }
    }
}

private struct NewPullRequest: Encodable {
    let title: String
    let head: String
    let base: String
    let body: String
    let draft: Bool
}

private struct ForgePullRequest: Decodable {
    let number: Int
    let url: String
    let head: Branch?
    let base: Branch?

    struct Branch: Decodable {
        let ref: String
        let repo: Repository?
    }

    struct Repository: Decodable {
        let fullName: String

        enum CodingKeys: String, CodingKey { case fullName = "full_name" }
    }

    enum CodingKeys: String, CodingKey {
        case number, head, base
        case url = "html_url"
    }
}
