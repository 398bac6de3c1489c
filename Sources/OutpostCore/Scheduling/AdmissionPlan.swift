package import Foundation

/// Decides which waiting dispatches may start, and in which order the others follow.
///
/// Pure.
///
/// Tenants take turns, weighted: the next turn is that of the tenant that uses the least for its weight, so nobody's
/// second dispatch starts before somebody's first. Within a tenant the oldest comes first, but one whose agent is at
/// its cap, or whose workspace another dispatch has, does not hold up the others.
package struct AdmissionPlan: Sendable, Hashable {
    /// Dispatches that start now, in order.
    package let start: [DispatchID]
    /// Dispatches that wait, in the order in which they would start.
    package let wait: [DispatchID]
    /// What keeps each of those from starting now.
    package let obstacles: [DispatchID: Obstacle]

    /// Why a dispatch does not start; what only its own tenant can change comes first.
    package enum Obstacle: String, Sendable, Hashable, CaseIterable {
        /// Another dispatch has the workspace that it needs.
        case workspace
        /// The tenant runs as many at once as it may.
        case tenant
        /// So many of the agent's run as may.
        case agent
        /// The host has no room, or others come first.
        case host
    }

    /// A dispatch, as far as admission is concerned.
    package struct Candidate: Sendable, Hashable {
        /// The dispatch; its order is its age.
        package let id: DispatchID
        /// Its tenant.
        package let tenant: String
        /// Its agent.
        package let agent: String
        /// What it would use.
        package let resources: Resources
        /// The workspace that it needs for itself; nil for one of its own.
        package let workspace: WorkspaceID?
        /// When nobody wants it started any more; nil is never.
        package let expiresAt: Date?

        package init(
            id: DispatchID,
            tenant: String,
            agent: String,
            resources: Resources,
            workspace: WorkspaceID? = nil,
            expiresAt: Date? = nil
        ) {
            self.id = id
            self.tenant = tenant
            self.agent = agent
            self.resources = resources
            self.workspace = workspace
            self.expiresAt = expiresAt
        }
    }

    /// What limits admission besides the dispatches themselves.
    package struct Limits: Sendable, Hashable {
        /// CPU units that containers of ours may use together.
        package var cpuUnits: Int
        /// MiB that they may use together.
        package var memoryMiB: Int
        /// Dispatches that run at once.
        package var running: Int
        /// Each tenant's concurrency and weight; a tenant that is absent runs nothing.
        package var tenants: [String: TenantLimits]
        /// Each agent's concurrency; an agent that is absent is not limited.
        package var agents: [String: Int]
        /// Workspaces that are held by what is not among the running dispatches.
        package var workspaces: Set<WorkspaceID>
        /// Whether nothing starts, even where nothing runs.
        package var isHeld: Bool

        package init(
            cpuUnits: Int,
            memoryMiB: Int,
            running: Int,
            tenants: [String: TenantLimits],
            agents: [String: Int],
            workspaces: Set<WorkspaceID> = [],
            isHeld: Bool = false
        ) {
            self.cpuUnits = cpuUnits
            self.memoryMiB = memoryMiB
            self.running = running
            self.tenants = tenants
            self.agents = agents
            self.workspaces = workspaces
            self.isHeld = isHeld
        }
    }

    /// Makes the plan.
    ///
    /// - Parameters:
    ///   - waiting: every pending dispatch.
    ///   - running: every dispatch that holds a container, or is about to.
    ///   - limits: what there is.
    package init(waiting: [Candidate], running: [Candidate], limits: Limits) {
        var ledger = Ledger(running, limits)
        // Slices, whose first element goes in constant time: a plan is made for every look at the queue.
        var queues = Dictionary(grouping: waiting.sorted { $0.id < $1.id }, by: \.tenant).mapValues { $0[...] }
        var start: [DispatchID] = []
        while let (tenant, index) = ledger.next(in: queues), let next = queues[tenant]?.remove(at: index) {
            ledger.take(next)
            start.append(next.id)
        }
        let obstacles = queues.values.joined().map { ($0.id, ledger.obstacle(to: $0)) }
        var wait: [DispatchID] = []
        while let tenant = ledger.nextTurn(in: queues), let next = queues[tenant]?.popFirst() {
            ledger.take(next)
            wait.append(next.id)
        }
        self.start = start
        self.wait = wait
        self.obstacles = Dictionary(obstacles) { first, _ in first }
    }
}

/// What is used while a plan is made.
private struct Ledger {
    private let limits: AdmissionPlan.Limits
    private var cpuUnits = 0
    private var memoryMiB = 0
    private var total = 0
    private var tenants: [String: Int] = [:]
    private var agents: [String: Int] = [:]
    private var workspaces: Set<WorkspaceID>

    init(_ running: [AdmissionPlan.Candidate], _ limits: AdmissionPlan.Limits) {
        self.limits = limits
        workspaces = limits.workspaces
        for candidate in running { take(candidate) }
    }

    mutating func take(_ candidate: AdmissionPlan.Candidate) {
        cpuUnits += candidate.resources.cpuUnits
        memoryMiB += candidate.resources.memoryMiB
        total += 1
        tenants[candidate.tenant, default: 0] += 1
        agents[candidate.agent, default: 0] += 1
        if let workspace = candidate.workspace { workspaces.insert(workspace) }
    }

    typealias Queues = [String: ArraySlice<AdmissionPlan.Candidate>]

    /// Whose dispatch starts next, and its place in the queue; nil when nothing more fits.
    ///
    /// The tenant whose turn it is keeps its turn while the host is full: a large dispatch is not overtaken for ever by
    /// small ones of others.
    func next(in queues: Queues) -> (tenant: String, index: Int)? {
        guard !limits.isHeld else { return nil }
        for tenant in turns(queues) {
            guard !isFull(tenant) else { continue }
            guard let queue = queues[tenant], let index = queue.firstIndex(where: isFree) else { continue }
            return fits(queue[index]) ? (tenant, index) : nil
        }
        return nil
    }

    /// The same without any cap, for the order of those that wait.
    func nextTurn(in queues: Queues) -> String? { turns(queues).first }

    private func turns(_ queues: Queues) -> [String] {
        queues.filter { !$0.value.isEmpty }.sorted { left, right in
            let (one, other) = (share(left.key), share(right.key))
            return one == other ? oldest(left.value) < oldest(right.value) : one < other
        }.map(\.key)
    }

    private func share(_ tenant: String) -> Double {
        Double(tenants[tenant, default: 0]) / Double(max(1, limits.tenants[tenant]?.weight ?? 1))
    }

    private func oldest(_ queue: ArraySlice<AdmissionPlan.Candidate>) -> String { queue.first?.id.text ?? "" }

    /// What is in the way of one that did not start.
    func obstacle(to candidate: AdmissionPlan.Candidate) -> AdmissionPlan.Obstacle {
        if limits.isHeld { return .host }
        if isTaken(candidate.workspace) { return .workspace }
        if isFull(candidate.tenant) { return .tenant }
        return isFree(candidate) ? .host : .agent
    }

    private func isFull(_ tenant: String) -> Bool {
        tenants[tenant, default: 0] >= limits.tenants[tenant]?.concurrent ?? 0
    }

    private func isTaken(_ workspace: WorkspaceID?) -> Bool { workspace.map(workspaces.contains) ?? false }

    /// Whether neither its agent's cap nor its workspace's writer is in its way.
    private func isFree(_ candidate: AdmissionPlan.Candidate) -> Bool {
        !isTaken(candidate.workspace) && agents[candidate.agent, default: 0] < limits.agents[candidate.agent] ?? .max
    }

    private func fits(_ candidate: AdmissionPlan.Candidate) -> Bool {
        guard total > 0 else { return true }
        return total < limits.running && cpuUnits + candidate.resources.cpuUnits <= limits.cpuUnits
            && memoryMiB + candidate.resources.memoryMiB <= limits.memoryMiB
    }
}
