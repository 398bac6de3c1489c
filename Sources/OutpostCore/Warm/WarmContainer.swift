/// A container that was started ahead of its dispatch and waits at its door; whoever claimed it has it for good.
package struct WarmContainer: Sendable {
    /// The container.
    let handle: ContainerHandle
    /// The folder of its door.
    let directory: String
    /// Its door, which is nobody's until it is bound.
    let door: any WaitingDoor
    /// Its output from the start on.
    let output: ContainerOutputLines
    /// Opens when its door is to close.
    let released = Latch()
    /// Opens when its door is closed.
    let closed = Latch()

    /// Gives up the door, and returns when it is closed; one that is bound to nobody goes with its container.
    func release() async {
        released.open()
        // Whoever is cancelled does not wait: the door closes by itself.
        try? await closed.wait()
    }
}

/// A container ended before it was given its job: nothing of its dispatch was ever in it, so another may have it.
struct WarmContainerLost: Error {
    let container: ContainerHandle
}
