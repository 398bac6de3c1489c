internal import Foundation

extension DispatchPlan {
    /// What the runtime needs to know for laying out the context; nothing where there is no repository to take it from.
    ///
    /// Time and id are the dispatch's own, so that every attempt lays out the same bytes.
    var contextSettings: [Job.Setting: String] {
        let level = dispatch.request.options.context
        guard level != .none, repository != nil else { return [:] }
        let time = dispatch.createdAt.formatted(.iso8601)
        return [
            .context: level.text,
            .contextTime: time,
            .contextID: "INJ-" + Self.compact(time) + "-" + dispatch.id.text.suffix(6).lowercased(),
            .contextRepository: Self.publicName(of: dispatch.request.repository ?? ""),
            .contextAgent: dispatch.request.agent,
        ]
    }

    /// `20260115-143000` of `2026-01-15T14:30:00Z`.
    private static func compact(_ time: String) -> String {
        time.filter { $0.isNumber || $0 == "T" }.replacing("T", with: "-")
    }

    /// A container learns neither credentials in an address nor where on the host a local repository lies.
    private static func publicName(of repository: String) -> String {
        guard let scheme = repository.range(of: "://") else {
            return repository.split(separator: "/").last.map(String.init) ?? ""
        }
        let rest = repository[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" }
        let named = host.split(separator: "@").last ?? ""
        return "\(repository[..<scheme.upperBound])\(named)\(rest.dropFirst(host.count))"
    }
}
