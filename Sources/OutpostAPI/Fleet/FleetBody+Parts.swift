extension FleetBody {
    /// Containers; idle and warm ones are 0, because each dispatch gets a fresh one.
    package struct Pool: Codable, Sendable, Hashable {
        package var totalTasks: Int
        package var idleTasks: Int
        package var inUseTasks: Int
        package var terminatingTasks: Int
        package var warmTasks: Int
        package var byAgent: [AgentPool]

        package init(inUse: Int, terminating: Int, byAgent: [AgentPool]) {
            totalTasks = inUse
            idleTasks = 0
            inUseTasks = inUse
            terminatingTasks = terminating
            warmTasks = 0
            self.byAgent = byAgent
        }
    }

    /// Containers of one agent.
    package struct AgentPool: Codable, Sendable, Hashable {
        package var agentType: String
        package var totalTasks: Int
        package var idleTasks: Int
        package var inUseTasks: Int
        package var warmTasks: Int
        package var averageWaitTime: Int

        package init(agentType: String, inUse: Int) {
            self.agentType = agentType
            totalTasks = inUse
            idleTasks = 0
            inUseTasks = inUse
            warmTasks = 0
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
        package var poolSize: Int
        package var active: Int
        package var idle: Int
        package var warmTasks: Int
        /// Percent of the last hour's; 100 when none ended.
        package var successRate: Int
        /// Of the last hour's; 0 when none ended.
        package var avgDurationMs: Int
        package var maxConcurrent: Int

        package init(
            agent: String,
            modelId: String,
            active: Int,
            successRate: Int,
            avgDurationMs: Int,
            maxConcurrent: Int
        ) {
            self.agent = agent
            available = active < maxConcurrent
            self.modelId = modelId
            poolSize = active
            self.active = active
            idle = 0
            warmTasks = 0
            self.successRate = successRate
            self.avgDurationMs = avgDurationMs
            self.maxConcurrent = maxConcurrent
        }
    }

    /// CPU and memory that dispatches hold.
    package struct System: Codable, Sendable, Hashable {
        package var cpuUsagePercent: Int
        package var memoryUsagePercent: Int
        package var memoryUsedMB: Int
        package var memoryTotalMB: Int
        /// Memory of the server's own process.
        package var heapUsedMB: Int
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
        package var lastHourTotal: Int
        /// Keys `pending`, `running`, `completed`, `failed`, `cancelled` and `timeout`.
        package var byStatus: [String: Int]

        package init(lastHourTotal: Int, byStatus: [String: Int]) {
            self.lastHourTotal = lastHourTotal
            self.byStatus = byStatus
        }
    }
}
