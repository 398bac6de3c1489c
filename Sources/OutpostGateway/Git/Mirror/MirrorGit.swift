/// git for the mirrors.
struct MirrorGit: Sendable {
    let source: MirrorCache.Source
    let maximumBytes: Int
    let ssh: SSHPlace

    /// What git says of a file that grew beyond the bound.
    private static let overflows = ["File too large", "died of signal 25"]

    /// Runs git.
    ///
    /// - Throws: ``MirrorFailure`` when it failed, said too much or took too long, or `CancellationError`.
    func run(_ arguments: [String], within limit: Duration) async throws -> String {
        do {
            let git = HostGit(
                folder: source.folder,
                url: source.url,
                credential: source.credential,
                maximumBytes: maximumBytes,
                address: source.address,
                ssh: try ssh.connection(to: source.url, source.credential)
            )
            guard let answer = try await git.run(arguments, within: limit) else { throw MirrorFailure.tooSlow(limit) }
            if answer.isSuccess { return answer.output }
            if Self.overflows.contains(where: { answer.error.contains($0) }) {
                throw MirrorFailure.tooLarge(maximumBytes)
            }
            if let failure = git.sshFailure(answer.error) { throw failure }
            throw MirrorFailure.git(answer.error)
        } catch let failure as SSHFailure {
            throw MirrorFailure.ssh(failure)
        } catch let failure as MirrorFailure {
            throw failure
        } catch {
            try Task.checkCancellation()
            throw MirrorFailure.host("\(type(of: error))")
        }
    }
}
