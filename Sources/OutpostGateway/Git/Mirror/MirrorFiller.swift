internal import Logging
internal import OutpostCore

/// Makes the mirrors that doors ask for, apart from the doors: a short dispatch leaves one as a long one does.
struct MirrorFiller: Sendable {
    /// Says whether a repository may be read with that access still.
    typealias Permission = @Sendable (_ url: String, _ access: RepositoryAccess) async -> Bool

    private struct Wish: Sendable {
        let url: String
        let access: RepositoryAccess
    }

    /// Transfers at a time: they share the host's network and processors with the dispatches.
    private static let maximumTransfers = 2
    /// Further wishes are dropped: the next dispatch of that repository asks again.
    private static let maximumWishes = 64

    private let mirrors: MirrorCache
    private let network: EgressNetwork
    private let logger: Logger
    private let wishes: AsyncStream<Wish>
    private let continuation: AsyncStream<Wish>.Continuation

    init(mirrors: MirrorCache, network: EgressNetwork, logger: Logger) {
        self.mirrors = mirrors
        self.network = network
        self.logger = logger
        (wishes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.maximumWishes))
    }

    /// Notes that a mirror is wanted; nothing where there is to be none.
    func request(_ url: String, _ access: RepositoryAccess) {
        guard access.mirror != nil else { return }
        continuation.yield(Wish(url: url, access: access))
    }

    /// Makes what is wanted until the task is cancelled, which ends the transfers under way.
    func run(checkingEvery interval: Duration, while isAllowed: @escaping Permission) async {
        await withTaskGroup(of: Void.self) { group in
            var transfers = 0
            for await wish in wishes {
                if transfers == Self.maximumTransfers {
                    await group.next()
                    transfers -= 1
                }
                transfers += 1
                group.addTask { await fill(wish, interval, isAllowed) }
            }
            group.cancelAll()
        }
    }

    private func fill(_ wish: Wish, _ interval: Duration, _ isAllowed: @escaping Permission) async {
        guard let folder = wish.access.mirror?.folder, await isAllowed(wish.url, wish.access),
            let address = try? await Optional(
                RepositoryLookup(network: network, allowsPrivate: wish.access.allowsPrivate).find(wish.url)
            )
        else { return }
        let source = MirrorCache.Source(
            folder: folder,
            url: wish.url,
            credential: wish.access.credential,
            address: address
        )
        let isRevoked = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await mirrors.populate(source)
                return false
            }
            group.addTask {
                while (try? await Task.sleep(for: interval)) != nil {
                    if await !isAllowed(wish.url, wish.access) { return true }
                }
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        guard isRevoked else { return }
        logger.info("a mirror was given up: its tenant may not read the repository as before")
    }
}
