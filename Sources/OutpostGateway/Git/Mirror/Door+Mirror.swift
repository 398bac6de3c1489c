internal import OutpostCore

extension Door {
    /// The mirror to answer a fetch from; nil sends it to the repository's host.
    ///
    /// Only the clone before the agent starts is answered so: what the agent itself fetches later (older history, pull
    /// requests) is the host's to answer.
    func mirror(
        of url: String,
        _ access: RepositoryAccess,
        _ address: RepositoryAddress?,
        for request: GitRequest
    ) async -> String? {
        guard let folder = access.mirror?.folder, !isStarted else { return nil }
        if request.isAdvertisement {
            let reference = configuration.job.settings[.ref] ?? ""
            let isCommit = [40, 64].contains(reference.utf8.count) && reference.allSatisfy(\.isHexDigit)
            let source = MirrorCache.Source(
                folder: folder,
                url: url,
                credential: access.credential,
                address: address
            )
            let isUsable =
                asksForOtherReference ? false : await mirrors.refresh(source, commit: isCommit ? reference : nil)
            serveMirror(isUsable)
        }
        return servedMirror(of: access)
    }

    /// Whether the dispatch is to start from something that mirrors have not.
    var asksForOtherReference: Bool {
        let reference = configuration.job.settings[.ref] ?? ""
        return reference.hasPrefix("refs/") && !reference.hasPrefix("refs/heads/")
            && !reference.hasPrefix("refs/tags/")
    }

    /// The mirror that the clone which is under way is answered from.
    func servedMirror(of access: RepositoryAccess) -> String? {
        servesMirror && !isStarted ? access.mirror?.folder : nil
    }

    /// Asks for a mirror for the next dispatch, once this one's clone is over.
    func requestMirror() {
        // One that was served was brought up to date a moment ago.
        guard case .remote(let url, let access) = configuration.repository, !servesMirror,
            GitServer(url: url)?.scheme != "ssh"
        else { return }
        mirrorFiller.request(url, access)
    }
}
