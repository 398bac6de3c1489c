package import Foundation
package import Logging

/// The control plane: accepts dispatches, lets them wait for their turn, and has them run.
///
/// The queue is the database. What is kept here is a mirror of it, loaded at the start, and who is to be told what.
package actor Dispatcher: DispatchService {
    /// The parts that the dispatcher works with.
    package struct Parts: Sendable {
        /// Keeps dispatches.
        package var repository: any DispatchRepository
        /// Keeps tenants, whose limits admission needs.
        package var identities: any IdentityStore
        /// Reads logs and artifacts.
        package var reader: any DispatchReader
        /// Gives secrets when a dispatch starts.
        package var secrets: any SecretSource
        /// Keeps the secrets that come with requests.
        package var requestSecrets: any RequestSecrets
        /// Gives the credentials of git servers when a dispatch starts; nil where nobody has any.
        package var gitCredentials: (any GitCredentialSource)?
        /// Says what dispatches may reach; nil lets them reach what their agents' manifests name.
        package var egress: (any EgressSource)?
        /// Has agents' images.
        package var images: any ImageProvider
        /// Removes what an earlier process left.
        package var driver: any ContainerDriver
        /// The agents.
        package var catalog: AgentCatalog
        /// Runs one dispatch.
        package var runner: DispatchRunner
        /// Keeps workspaces that outlive their dispatches.
        package var workspaces: any WorkspaceRepository
        /// Removes their storage.
        package var volumes: any WorkspaceVolumes
        /// Says what others hold of the host; nil where all of the capacity is ours.
        package var host: (any HostUsage)?
        /// Measures results and knows what tenants have; nil where nothing is bounded.
        package var retention: RetentionService?
        /// Says whether another engine took the place of ours; nil where that is not asked.
        package var engineWatch: EngineWatch?
        /// Keeps containers that wait for dispatches; nil where each is made for its dispatch.
        package var warm: WarmPool?
        /// Says which secrets could not be refreshed; nil where none are.
        package var secretAlerts: (@Sendable () async throws -> [String])?

        package init(
            repository: any DispatchRepository,
            identities: any IdentityStore,
            reader: any DispatchReader,
            secrets: any SecretSource,
            requestSecrets: any RequestSecrets,
            images: any ImageProvider,
            driver: any ContainerDriver,
            catalog: AgentCatalog,
            runner: DispatchRunner,
            workspaces: any WorkspaceRepository,
            volumes: any WorkspaceVolumes,
            host: (any HostUsage)? = nil,
            gitCredentials: (any GitCredentialSource)? = nil,
            egress: (any EgressSource)? = nil
        ) {
            self.repository = repository
            self.identities = identities
            self.reader = reader
            self.secrets = secrets
            self.requestSecrets = requestSecrets
            self.images = images
            self.driver = driver
            self.catalog = catalog
            self.runner = runner
            self.workspaces = workspaces
            self.volumes = volumes
            self.host = host
            self.gitCredentials = gitCredentials
            self.egress = egress
        }
    }

    /// Settings of the operator.
    package struct Settings: Sendable {
        /// CPU units and MiB that dispatches may hold together.
        package var capacity: Resources
        /// Dispatches that run at once.
        package var running: Int
        /// Replaces the address of every agent's provider, by agent.
        package var modelUpstreams: [String: String]
        /// Whether requests may ask for credentials inside the container.
        package var allowsDirect = false
        /// Where doors are made: a folder of ours, short enough for socket paths.
        package var doors: String
        /// MiB that have to be free on the disk of the data directory for a dispatch to start.
        package var minimumDiskMiB = 2048
        /// What workspaces may hold, and how long they are kept.
        package var workspaces = WorkspaceSettings()
        /// How repositories are reached.
        package var git: GitSettings

        package init(
            capacity: Resources,
            running: Int,
            modelUpstreams: [String: String] = [:],
            doors: String,
            git: GitSettings = GitSettings()
        ) {
            self.capacity = capacity
            self.running = running
            self.modelUpstreams = modelUpstreams
            self.doors = doors
            self.git = git
        }
    }

    /// Dispatches that may run at once.
    package nonisolated var capacity: Int { settings.running }
    /// MiB of free disk below which none starts.
    package nonisolated var minimumDiskMiB: Int { settings.minimumDiskMiB }

    let parts: Parts
    let settings: Settings
    let now: @Sendable () -> Date
    let makeID: @Sendable () -> DispatchID
    let makeWorkspaceID: @Sendable () -> WorkspaceID
    let logger: Logger
    let hub = ChangeHub()

    /// Dispatches that wait, and those that hold a container or are about to.
    var waiting: [DispatchID: AdmissionPlan.Candidate] = [:]
    var running: [DispatchID: Running] = [:]
    /// Dispatches that ran under an earlier process and that nobody stays with yet.
    var unsupervised: [DispatchID: Unsupervised] = [:]
    /// Whether the engine answered when it was last asked, and when that was.
    var isEngineUp = true
    var reconciledAt = Date.distantPast
    /// The workspace of each key, whether or not it was used yet.
    var workspaces: [WorkspaceKey: WorkspaceID] = [:]
    /// Requests in the making that were given a workspace.
    var reserved: [WorkspaceID: Int] = [:]
    var sweptAt = Date.distantPast
    var isStopping = false
    /// What others held of the host when it was last asked.
    var hostLoad = HostLoad.none
    var hostLoadAt = Date.distantPast
    /// Alerts that were reported, by subject.
    var alerts: [String: String] = [:]
    /// Fires when the plan may have changed.
    let wakeups: AsyncStream<Void>
    let wake: AsyncStream<Void>.Continuation

    struct Unsupervised {
        let candidate: AdmissionPlan.Candidate
        /// Whether it ran while the engine went away.
        var didLoseEngine = false
        /// The name of its container.
        var container: String?
    }

    struct Running {
        let candidate: AdmissionPlan.Candidate
        let stop: StopSignal
        let since: Date
        /// The name of its container, where that was not made for it; nobody else is told by a label whose it is.
        var container: String?
        /// Whether it has a container or is about to make one; before that it may take one that waits.
        var isPlaced = false
    }

    /// Makes a dispatcher; nothing runs before ``run()``.
    ///
    /// - Parameters:
    ///   - parts: what it works with.
    ///   - settings: the operator's.
    ///   - now: the time.
    ///   - makeID: a fresh identifier.
    ///   - makeWorkspaceID: the same for a workspace.
    ///   - logger: told of what is no result of any dispatch.
    package init(
        parts: Parts,
        settings: Settings,
        now: @escaping @Sendable () -> Date,
        makeID: @escaping @Sendable () -> DispatchID,
        makeWorkspaceID: @escaping @Sendable () -> WorkspaceID,
        logger: Logger
    ) {
        self.parts = parts
        self.settings = settings
        self.now = now
        self.makeID = makeID
        self.makeWorkspaceID = makeWorkspaceID
        self.logger = logger
        (wakeups, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }
}
