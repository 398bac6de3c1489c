package import Foundation

/// Makes and ends containers: the one port through which the domain touches an engine.
package protocol ContainerDriver: Sendable {
    /// Makes a container and proves that the engine took every part of the specification that isolation rests on.
    ///
    /// A container of that name with our labels, left by an answer that was lost, is adopted.
    /// - Throws: ``ContainerError``.
    func create(_ spec: ContainerSpec) async throws -> ContainerHandle

    /// Subscribes to the output; called before ``start(_:)``, so nothing is missed. Ends when the container closes it.
    func attach(_ container: ContainerHandle) async throws -> ContainerOutputLines

    /// Takes up the output of a container that was attached to before, after the lines that were recorded.
    ///
    /// - Returns: the lines that follow, and whether some of them may be missing.
    func resume(_ container: ContainerHandle, after recorded: RecordedLog) async throws -> ResumedOutput

    /// Starts the container; one that started already is left alone, even if it has ended.
    func start(_ container: ContainerHandle) async throws

    /// Waits for the end, however long it takes, and says what it was.
    func wait(_ container: ContainerHandle) async throws -> ExitStatus

    /// Sends a signal; an ended or absent container is not an error.
    func signal(_ container: ContainerHandle, _ signal: ContainerSignal) async throws

    /// Removes the container with everything of it; an absent one is not an error.
    func remove(_ container: ContainerHandle) async throws

    /// Every container that carries our instance's label, in any state.
    func list(instance: InstanceID) async throws -> [ContainerSnapshot]

    /// Whether the engine has a container of that name, in any state.
    func hasContainer(named name: String) async throws -> Bool

    /// Which engine it is.
    func identity() async throws -> EngineIdentity
}

/// A container's output as lines, in the order in which they were read; it can be read once.
package typealias ContainerOutputLines = any AsyncSequence<OutputLine, any Error> & Sendable

/// Output that was taken up again.
package struct ResumedOutput: Sendable {
    /// The lines after the recorded ones.
    package let lines: ContainerOutputLines
    /// False when the engine's log does not reach back to where the record ends.
    package let isComplete: Bool

    package init(lines: ContainerOutputLines, isComplete: Bool) {
        self.lines = lines
        self.isComplete = isComplete
    }
}

/// One installation of Outpost, or one run without a server: the owner of containers.
package struct InstanceID: Sendable, Hashable, CustomStringConvertible {
    /// The text as it stands in labels.
    package let text: String

    /// - Parameter text: letters and digits; the first eight appear in container names.
    package init(_ text: String) { self.text = text }

    package var description: String { text }
}

/// A container that was made.
package struct ContainerHandle: Sendable, Hashable {
    /// The engine's id.
    package let id: String
    /// Our deterministic name.
    package let name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// A container as it was seen.
package struct ContainerSnapshot: Sendable, Hashable {
    /// The container.
    package let handle: ContainerHandle
    /// The dispatch that its label names, if it names one.
    package let dispatch: DispatchID?
    /// Whether its process runs.
    package let isRunning: Bool
    /// When it was made, by the engine's clock.
    package let createdAt: Date
    /// Its image, and the program in that.
    package let image: AgentImage
    /// Which of those that were made ahead it is, if it is one; its label stays when a dispatch has it.
    package let warm: WarmID?

    package init(
        handle: ContainerHandle,
        dispatch: DispatchID?,
        isRunning: Bool,
        createdAt: Date,
        image: AgentImage = AgentImage(reference: "", harness: nil),
        warm: WarmID? = nil
    ) {
        self.handle = handle
        self.dispatch = dispatch
        self.isRunning = isRunning
        self.createdAt = createdAt
        self.image = image
        self.warm = warm
    }
}

/// How a container ended.
///
/// A status other than zero is a result, not an error.
package struct ExitStatus: Sendable, Hashable {
    /// 0 to 255; 128 + n after signal n.
    package let code: Int
    /// Whether the engine saw the memory limit kill something in it.
    package let isOutOfMemory: Bool
    /// When it ended, by the engine's clock.
    package let finishedAt: Date?

    package init(code: Int, isOutOfMemory: Bool = false, finishedAt: Date? = nil) {
        self.code = code
        self.isOutOfMemory = isOutOfMemory
        self.finishedAt = finishedAt
    }
}

/// A signal that ends a container.
package enum ContainerSignal: String, Sendable, Hashable {
    case terminate = "SIGTERM"
    case kill = "SIGKILL"
}

/// Why the engine could not do as it was told.
package enum ContainerError: Error, Sendable, Hashable {
    /// The engine cannot be reached, or does not answer.
    case unavailable(String)
    /// The image is not there.
    case imageMissing(String)
    /// A container of that name exists and is not ours.
    case nameTaken(String)
    /// The engine made the container otherwise than asked: the text names what differs.
    case notAsAsked(String)
    /// The engine refused.
    case refused(String)
    /// The container is gone.
    case vanished(String)
}

extension ContainerError: CustomStringConvertible {
    /// What the engine said, which is for people already.
    package var description: String {
        switch self {
        case .unavailable(let message), .imageMissing(let message), .nameTaken(let message),
            .notAsAsked(let message), .refused(let message), .vanished(let message):
            message
        }
    }
}
