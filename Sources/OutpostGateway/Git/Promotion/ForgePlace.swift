internal import Foundation
internal import OutpostCore

/// Where a repository is on its forge.
struct ForgePlace: Sendable, Hashable {
    let host: String
    let owner: String
    let name: String
    private let api: String

    /// Reads the repository's URL.
    ///
    /// - Throws: ``PromotionError`` where its path is not `owner/name`, or where a token would travel in the clear.
    init(_ url: String, base: String, apiURL: String?) throws(PromotionError) {
        guard let server = GitServer(url: url), let parts = URLComponents(string: url) else { throw .noRepository }
        guard server.scheme != "ssh" else {
            throw .refused(
                "a pull request takes the forge's https interface, and this repository is reached over ssh; "
                    + "open it there, or name the repository by its https URL"
            )
        }
        var path = parts.percentEncodedPath.split(separator: "/").map(String.init)
        let operators = GitServer(url: base)
        // A forge may be below a folder of its server.
        if server == operators, let folder = URLComponents(string: base)?.percentEncodedPath.split(separator: "/") {
            if path.starts(with: folder.map(String.init)) { path.removeFirst(folder.count) }
        }
        guard path.count == 2 else {
            throw .refused("pull requests are opened for owner/name, which \(server.host) does not have here")
        }
        host = server.host
        owner = path[0]
        name = path[1].hasSuffix(".git") ? String(path[1].dropLast(4)) : path[1]
        if server == operators, let apiURL {
            api = apiURL
        } else if server.host == "github.com" {
            api = "https://api.github.com"
        } else {
            api = "\(server.scheme)://\(server.host)/api/v3"
        }
        guard GitServer(url: api)?.mayHaveCredential(base: operators) == true else {
            throw .refused("a token would go to \(api) in the clear")
        }
    }

    /// The list of its pull requests.
    var pulls: String { "\(api)/repos/\(owner)/\(name)/pulls" }

    /// A value of a query.
    static func escaped(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        )
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}

/// What a forge says of a request that it refuses.
struct ForgeProblem: Decodable {
    let message: String?
    let errors: [Detail]?

    struct Detail: Decodable {
        let message: String?
    }

    private static let longest = 300

    /// Its words, printable and short; the status where there are none.
    static func words(_ body: Data, status: Int) -> String {
        let problem = try? JSONDecoder().decode(ForgeProblem.self, from: body)
        let words = [problem?.message].compactMap { $0 } + (problem?.errors ?? []).compactMap(\.message)
        let text = words.joined(separator: ": ").unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
        let reason = String(String.UnicodeScalarView(text)).prefix(longest)
        return "the forge answered \(status)" + (reason.isEmpty ? "" : " (\(reason))")
    }
}
