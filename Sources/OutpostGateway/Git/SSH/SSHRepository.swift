internal import Logging
internal import OutpostCore

/// A repository on another host that is reached over ssh.
///
/// The container speaks smart HTTP, each request of which stands alone; ssh does not. So it fetches from the tenant's
/// mirror, which is brought up to date while it waits.
struct SSHRepository: Sendable {
    let url: String
    let access: RepositoryAccess
    let door: Door

    func serve(_ request: GitRequest, on exchange: Exchange) async throws {
        do {
            guard let connection = try door.ssh.connection(to: url, access.credential) else { throw Refusal.notFound }
            switch request.service {
            case .fetch:
                let mirror = try await door.sshTurns.run { try await self.mirror(for: request, exchange) }
                try await LocalRepository(path: mirror, door: door).serve(request, on: exchange)
            case .push:
                let push = SSHPush(connection: connection, policy: access.push, door: door)
                try await door.sshTurns.run {
                    if request.isAdvertisement {
                        try await push.advertise(on: exchange)
                    } else {
                        try await push.pass(exchange)
                    }
                }
            }
        } catch let failure as SSHFailure {
            door.logger.info("a repository is not reached over ssh", metadata: ["reason": "\(failure.message)"])
            throw failure.refusal
        }
    }

    /// The mirror, which its host has just shown to this credential.
    private func mirror(for request: GitRequest, _ exchange: Exchange) async throws -> String {
        guard let folder = access.mirror?.folder else {
            throw Refusal.git(
                403,
                "over ssh a repository is served from its mirror, and the operator's git_mirror_mib is 0"
            )
        }
        if !request.isAdvertisement, door.servesMirror { return folder }
        if door.asksForOtherReference {
            throw Refusal.git(
                404,
                "of a repository over ssh there are branches, tags and their commits; name one of them"
            )
        }
        let source = MirrorCache.Source(folder: folder, url: url, credential: access.credential, address: nil)
        do {
            try await exchange.whileConnected { try await door.mirrors.prepare(source) }
        } catch let failure as MirrorFailure {
            throw refusal(failure)
        }
        door.serveMirror(true)
        return folder
    }

    private func refusal(_ failure: MirrorFailure) -> Refusal {
        switch failure {
        case .tooLarge(let bytes):
            Refusal.git(413, "the repository is larger than its mirror may be: git_mirror_mib is \(bytes >> 20)")
        case .tooSlow(let limit):
            Refusal.git(504, "the repository did not arrive over ssh within \(limit.components.seconds) s")
        case .ssh(let failure): failure.refusal
        case .git(let error): Refusal.git(502, "the repository could not be read over ssh: \(GitFailure(error).reason)")
        case .host: Refusal.git(500, "git could not be run on the machine that Outpost runs on")
        }
    }
}
