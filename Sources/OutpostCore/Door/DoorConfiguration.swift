/// Everything the gateway must know to serve one dispatch's door.
///
/// A door is the only thing a container can reach. What is absent here is refused: no model route, no repository,
/// closed egress means that the container cannot reach a model, a repository or any other host.
package struct DoorConfiguration: Sendable {
    /// The dispatch that the door belongs to; it appears in logs only.
    package var dispatch: DispatchID
    /// Where the door listens.
    package var listener: DoorListener
    /// What the runtime in the container fetches before it starts.
    package var job: Job
    /// The throwaway token that the container must present on every route except the job; see ``DoorToken``.
    package var token: DoorToken
    /// The provider behind `/model/…`; nil refuses the route with 404.
    package var model: ModelRoute?
    /// The repository behind `/git/repo.git`; nil refuses the route with 404.
    package var repository: RepositoryRoute?
    /// What `CONNECT` and plain proxying may reach beyond the model.
    package var egress: EgressAccess
    /// Whether the agent started already, at a door before this one: its job is gone.
    package var isStarted: Bool
    /// The largest artifact stream that is read, in bytes; more is answered with 413.
    package var maximumArtifactBytes: Int

    package init(
        dispatch: DispatchID,
        listener: DoorListener,
        job: Job,
        token: DoorToken,
        model: ModelRoute? = nil,
        repository: RepositoryRoute? = nil,
        egress: EgressAccess = .closed,
        isStarted: Bool = false,
        maximumArtifactBytes: Int = 1 << 30
    ) {
        self.dispatch = dispatch
        self.listener = listener
        self.job = job
        self.token = token
        self.model = model
        self.repository = repository
        self.egress = egress
        self.isStarted = isStarted
        self.maximumArtifactBytes = maximumArtifactBytes
    }
}

/// Where a door listens.
package enum DoorListener: Sendable, Hashable {
    /// A unix socket; its directory is the identity, so the job needs no token. The default.
    case unixSocket(path: String)
    /// A TCP port for engines that do not share our filesystem. `port` 0 takes a free one. The job is handed over
    /// against `bootToken`, which works until *started* is acknowledged and never again.
    case tcp(host: String, port: Int, bootToken: DoorToken)
}
