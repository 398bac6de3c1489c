internal import Testing

@testable internal import OutpostCore

@Suite("The name of a container that was made ahead")
struct WarmIDTests {
    private let instance = InstanceID("01INSTANCE")

    @Test("is told from that of a dispatch's container, and says which one it is")
    func names() throws {
        let id = try #require(WarmID("01JZZZZZZZZZZZZZZZZZZZZZZZ"))
        let name = id.containerName(instance: instance)
        #expect(name == "outpost-01instan-warm-01jzzzzzzzzzzzzzzzzzzzzzzz")
        #expect(WarmID(containerName: name) == id)
        let dispatch = try Samples.dispatch().id
        for other in [ContainerSpec.name(instance: instance, dispatch: dispatch, attempt: 1), "warm-x", "", "warm"] {
            #expect(WarmID(containerName: other) == nil, "\(other)")
        }
    }

    @Test("decides where the door of the dispatch that has it is")
    func doors() throws {
        let id = try #require(WarmID("01JZZZZZZZZZZZZZZZZZZZZZZZ"))
        var dispatch = try Samples.dispatch()
        #expect(dispatch.doorFolder == dispatch.id.text)
        _ = dispatch.state.apply(.claimed(containerName: id.containerName(instance: instance), id: "c"))
        #expect(dispatch.doorFolder == id.text)
        _ = dispatch.state.apply(.requeued)
        #expect(dispatch.doorFolder == dispatch.id.text)
    }
}
