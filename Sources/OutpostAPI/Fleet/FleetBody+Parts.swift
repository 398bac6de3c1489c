extension FleetBody {
    /// Containers; the idle ones are those that were made ahead of their dispatches.
    package struct Pool: Codable, Sendable, Hashable {
        /// Containers, whatever they do.
        package var totalTasks: Int
        /// Containers that wait for a job.
        package var idleTasks: Int
        /// Containers that run a dispatch.
        package var inUseTasks: Int
        /// Containers that are being removed.
        package var terminatingTasks: Int
        /// The same as `idleTasks`, under the name that the documents use.
        package var warmTasks: Int
        /// The same for each agent.
        package var byAgent: [AgentPool]

        package init(inUse: Int, terminating: Int, byAgent: [AgentPool]) {
            let idle = byAgent.reduce(0) { $0 + $1.idleTasks }
            totalTasks = inUse + idle
            idleTasks = idle
            inUseTasks = inUse
            terminatingTasks = terminating
            warmTasks = idle
            self.byAgent = byAgent
        }
    }

    /// Containers of one agent.
    package struct AgentPool: Codable, Sendable, Hashable {
        /// The agent's name.
        package var agentType: String
        /// Containers, whatever they do.
        package var totalTasks: Int
        /// Containers that wait for a job.
        package var idleTasks: Int
        /// Containers that run a dispatch.
        package var inUseTasks: Int
        /// The same as `idleTasks`, under the name that the documents use.
        package var warmTasks: Int
        /// Milliseconds that a dispatch waited for a container.
        package var averageWaitTime: Int

        package init(agentType: String, inUse: Int, idle: Int) {
            self.agentType = agentType
            totalTasks = inUse + idle
            idleTasks = idle
            inUseTasks = inUse
            warmTasks = idle
            averageWaitTime = 0
        }
    }

    /// One agent.
    package struct Agent: Codable, Sendable, Hashable {
        /// Its name.
        package var agent: String
        /// Whether another dispatch of it could run now.
        package var available: Bool
        /// Its first model, or `none`.
        package var modelId: String
        /// Containers of the agent.
        package var poolSize: Int
        /// Dispatches of it that run.
        package var active: Int
        /// Containers of it that wait.
        package var idle: Int
        /// The same as `idleTasks`, under the name that the documents use.
        package var warmTasks: Int
        /// Percent of the last hour's; 100 when none ended.
        package var successRate: Int
        /// Of the last hour's; 0 when none ended.
        package var avgDurationMs: Int
        /// Dispatches of it that may run at once.
        package var maxConcurrent: Int

        package init(
            agent: String,
            modelId: String,
            active: Int,
            idle: Int,
            successRate: Int,
            avgDurationMs: Int,
            maxConcurrent: Int
        ) {
            self.agent = agent
            available = active < maxConcurrent
            self.modelId = modelId
            poolSize = active + idle
            self.active = active
            self.idle = idle
            warmTasks = idle
            self.successRate = successRate
            self.avgDurationMs = avgDurationMs
            self.maxConcurrent = maxConcurrent
        }
    }

    /// CPU and memory that dispatches hold.
    package struct System: Codable, Sendable, Hashable {
        /// Share of the CPU for dispatches that they hold.
        package var cpuUsagePercent: Int
        /// Share of the memory for dispatches that they hold.
        package var memoryUsagePercent: Int
        /// Memory that dispatches hold.
        package var memoryUsedMB: Int
        /// Memory that they may hold.
        package var memoryTotalMB: Int
        /// Memory of the server's own process.
        package var heapUsedMB: Int
        /// The same figure, which Outpost v2 had twice.
        package var heapTotalMB: Int

        package init(
            cpuUsagePercent: Int,
            memoryUsagePercent: Int,
            memoryUsedMB: Int,
            memoryTotalMB: Int,
            heapUsedMB: Int,
            heapTotalMB: Int
        ) {
            self.cpuUsagePercent = cpuUsagePercent
            self.memoryUsagePercent = memoryUsagePercent
            self.memoryUsedMB = memoryUsedMB
            self.memoryTotalMB = memoryTotalMB
            self.heapUsedMB = heapUsedMB
            self.heapTotalMB = heapTotalMB
        }
    }

    /// Dispatches of the last hour.
    package struct Dispatches: Codable, Sendable, Hashable {
        /// Dispatches that ended in the last hour or are under way.
        package var lastHourTotal: Int
        /// Keys `pending`, `running`, `completed`, `failed`, `cancelled` and `timeout`.
        package var byStatus: [String: Int]

        package init(lastHourTotal: Int, byStatus: [String: Int]) {
            self.lastHourTotal = lastHourTotal
            self.byStatus = byStatus
        }
    }
}
