/// Everything that one run of a dispatch needs and that is not written down: routes, credentials, the image.
package struct DispatchPlan: Sendable {
    /// The dispatch, already stored.
    package var dispatch: Dispatch
    /// The image to run, which is present, and the program in it.
    package var image: AgentImage
    /// The manifest that the request was checked against.
    package var manifest: AgentManifest
    /// The model's route with the real credential; nil for an agent without a model.
    package var model: ModelRoute?
    /// The repository's route; nil for an empty workspace.
    package var repository: RepositoryRoute?
    /// Branch, tag or commit for the runtime to check out; nil for the one that the route offers first.
    package var checkout: String?
    /// The login that the agent has inside the container in place of a model's route; nil where the gateway has the key.
    package var direct: DirectCredentials?
    /// OCI runtime of the tenant's containers; nil takes the agent's or the server's.
    package var tenantRuntime: String?
    /// Environment secrets by name.
    package var secrets: [String: String]
    /// Values that the container has from an earlier process, by name: they are not handed over again, only redacted.
    package var heldSecrets: [String: [String]] = [:]
    /// Names of secrets that the container has and whose values are not known any more.
    package var unknownSecrets: [String] = []
    /// What may be reached besides the model and the repository; without more, the manifest's hosts.
    package var egress: EgressAccess
    /// How more of it is opened.
    package var egressAdvice: EgressAdvice
    /// The storage of a workspace that outlives the dispatch; nil for one in memory.
    package var workspace: WorkspaceVolume?
    /// How the door is reached from the container.
    package var door: DoorPlan
    /// The container that it has already; nil for one that is to be made.
    package var warm: WarmContainer?

    package init(
        dispatch: Dispatch,
        image: AgentImage,
        manifest: AgentManifest,
        model: ModelRoute?,
        repository: RepositoryRoute?,
        checkout: String? = nil,
        secrets: [String: String] = [:],
        egress: EgressAccess? = nil,
        egressAdvice: EgressAdvice? = nil,
        workspace: WorkspaceVolume? = nil,
        door: DoorPlan
    ) {
        self.dispatch = dispatch
        self.image = image
        self.manifest = manifest
        self.model = model
        self.repository = repository
        self.checkout = checkout
        self.secrets = secrets
        self.egress = egress ?? EgressAccess(manifest.egress)
        self.egressAdvice = egressAdvice ?? .tenant(dispatch.tenant)
        self.workspace = workspace
        self.door = door
    }
}

/// How a dispatch's container will reach its door.
package enum DoorPlan: Sendable, Hashable {
    /// A unix socket in this directory of the host, made for the dispatch and bound into the container.
    case directory(String)
    /// A TCP port on this address of the host, reached over this bridge network.
    case bridge(network: String, host: String)
}

extension DispatchPlan {
    /// The container's view of the door: the relay in the image listens here.
    package static let doorURL = "http://127.0.0.1:3128"

    /// The job that the runtime fetches.
    func job(token: DoorToken) -> Job {
        let request = dispatch.request
        var settings: [Job.Setting: String] = [.workspace: repository == nil ? "empty" : "clone"]
        settings[.ref] = checkout
        settings.merge(contextSettings) { $1 }
        settings[.workspaceLimit] = workspace.map { String($0.maximumMiB) }
        settings[.initialTree] = repository == nil ? nil : request.options.workspaceInit.rawValue
        settings[.direct] = direct.map { $0.access.secrets.map(\.name).joined(separator: ", ") }
        settings[.grace] = String(Int(DispatchRunner.agentGrace.components.seconds))
        var environment = manifest.environment
        environment["OUTPOST_DISPATCH_ID"] = dispatch.id.text
        environment["OUTPOST_DOOR_TOKEN"] = token.value
        if let direct {
            environment["OUTPOST_CREDENTIALS"] = CredentialRoute.direct.rawValue
            environment["OUTPOST_MODEL"] = request.model
            environment["OUTPOST_MODEL_URL"] = direct.upstream
        } else if model != nil {
            environment["OUTPOST_MODEL"] = request.model
            environment["OUTPOST_MODEL_URL"] = Self.doorURL + "/model"
            environment["OUTPOST_MODEL_TOKEN"] = token.value
        }
        if !egress.isClosed {
            let proxy = Self.doorURL.replacing("http://", with: "http://outpost:\(token.value)@")
            for name in ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"] { environment[name] = proxy }
            for name in ["NO_PROXY", "no_proxy"] { environment[name] = "127.0.0.1,localhost" }
        }
        return Job(
            task: request.task,
            settings: settings,
            environment: environment,
            secrets: secrets.merging(direct?.environment ?? [:]) { $1 },
            home: direct?.files ?? [:]
        )
    }
}
