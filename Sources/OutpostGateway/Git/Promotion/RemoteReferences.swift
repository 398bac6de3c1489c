/// The branches of a repository, as `git ls-remote --symref` lists them.
struct RemoteReferences: Sendable, Hashable {
    /// The branch that `HEAD` stands for; nil where there is none.
    private(set) var defaultBranch: String?
    /// The commit of each branch.
    private(set) var branches: [String: String] = [:]

    private static let heads = "refs/heads/"

    init(_ listing: String) {
        for line in listing.split(separator: "\n") {
            let columns = line.split(separator: "\t", maxSplits: 1)
            guard columns.count == 2 else { continue }
            let (value, name) = (columns[0], columns[1])
            if name == "HEAD", value.hasPrefix("ref: " + Self.heads) {
                defaultBranch = String(value.dropFirst("ref: \(Self.heads)".count))
            } else if name.hasPrefix(Self.heads) {
                branches[String(name.dropFirst(Self.heads.count))] = String(value)
            }
        }
    }
}
