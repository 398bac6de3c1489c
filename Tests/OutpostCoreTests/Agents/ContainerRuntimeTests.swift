internal import OutpostCore
internal import Testing

@Suite("The runtime of a container")
struct ContainerRuntimeTests {
    @Test("is the tenant's, else the agent's, else the server's, else the engine's own")
    func precedence() {
        #expect(ContainerRuntime.chosen(tenant: "a", agent: "b", server: "c") == "a")
        #expect(ContainerRuntime.chosen(tenant: nil, agent: "b", server: "c") == "b")
        #expect(ContainerRuntime.chosen(tenant: nil, agent: nil, server: "c") == "c")
        #expect(ContainerRuntime.chosen(tenant: nil, agent: nil, server: nil) == nil)
    }
}
