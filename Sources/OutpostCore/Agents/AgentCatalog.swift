internal import Foundation

/// The agents that can be dispatched, read from one or more directories.
package struct AgentCatalog: Sendable {
    /// Agents by name.
    package let agents: [String: AgentFolder]
    /// The runtime that every image is built on.
    package let base: AgentFolder
    /// Folders that were passed over because they are unusable; they matter only when somebody asks for them.
    package let broken: [String: AgentFolderError]

    package init(agents: [String: AgentFolder], base: AgentFolder, broken: [String: AgentFolderError] = [:]) {
        self.agents = agents
        self.base = base
        self.broken = broken
    }

    /// Names in order.
    package var names: [String] { agents.keys.sorted() }

    /// Reads every folder of the given directories; where a name stands in two, the earlier directory wins.
    ///
    /// - Throws: ``AgentFolderError`` when a directory cannot be listed or no `base` is found.
    package static func read(directories: [String]) throws(AgentFolderError) -> AgentCatalog {
        var agents: [String: AgentFolder] = [:]
        var broken: [String: AgentFolderError] = [:]
        var base: AgentFolder?
        for directory in directories {
            for name in try folders(of: directory) where agents[name] == nil && broken[name] == nil {
                let path = directory + "/" + name
                if name == "base" {
                    if base == nil { base = try AgentFolder.read(path, isBase: true) }
                    continue
                }
                do throws(AgentFolderError) {
                    agents[name] = try AgentFolder.read(path)
                } catch {
                    broken[name] = error
                }
            }
        }
        guard let base else {
            throw .unreadable(path: directories.joined(separator: ", "), reason: "there is no 'base' folder in it")
        }
        return AgentCatalog(agents: agents, base: base, broken: broken)
    }

    /// The agent of that name.
    ///
    /// - Throws: ``InvalidRequest/unknownAgent(name:known:)`` or ``InvalidRequest/unusableAgent(name:problem:)``.
    package func agent(_ name: String) throws(InvalidRequest) -> AgentFolder {
        if let agent = agents[name] { return agent }
        if let problem = broken[name] { throw .unusableAgent(name: name, problem: problem) }
        throw .unknownAgent(name: name, known: names)
    }

    private static func folders(of directory: String) throws(AgentFolderError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: directory).filter { name in
                let path = directory + "/" + name
                let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
                return type == .typeDirectory && !name.hasPrefix(".")
            }.sorted()
        } catch {
            throw .unreadable(path: directory, reason: error.localizedDescription)
        }
    }
}
