internal import Logging

/// git for the mirrors: whatever goes wrong with it is told in the log, and the caller does without.
struct MirrorGit: Sendable {
    let source: MirrorCache.Source
    let maximumBytes: Int
    let logger: Logger

    /// Runs git; nil when it failed, said too much or took too long.
    func run(_ arguments: [String], within limit: Duration) async -> String? {
        let git = HostGit(
            folder: source.folder,
            url: source.url,
            credential: source.credential,
            maximumBytes: maximumBytes,
            address: source.address
        )
        do {
            guard let answer = try await git.run(arguments, within: limit) else {
                logger.info("a mirror is not used", metadata: ["reason": "it took too long"])
                return nil
            }
            if answer.isSuccess { return answer.output }
            let reason = answer.error.split(separator: "\n").last.map(String.init) ?? "no reason given"
            logger.info("a mirror is not used", metadata: ["reason": "\(reason)"])
        } catch {
            if !Task.isCancelled { logger.info("a mirror is not used", metadata: ["error.type": "\(type(of: error))"]) }
        }
        return nil
    }
}
