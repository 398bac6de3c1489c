internal import Testing

@testable internal import OutpostServer

@Suite("The methods of a path")
struct KnownPathTests {
    @Test("are those of the closest path: what ends in .tar is an archive, not the results that it is made of")
    func closest() async throws {
        // The order of a dictionary is another one in each process: many of them stand for that.
        for _ in 0..<20 {
            let paths = KnownPaths(try await Bench().server().routes.shuffled())
            #expect(paths.match("/artifacts/01ARZ3NDEKTSV4RRFFQ69G5FAV.tar")?.methods == ["GET", "HEAD"])
            #expect(paths.match("/artifacts/01ARZ3NDEKTSV4RRFFQ69G5FAV")?.methods == ["DELETE", "GET", "HEAD"])
            #expect(paths.match("/artifacts/.tar")?.methods == ["DELETE", "GET", "HEAD"])
            #expect(paths.match("/nowhere") == nil)
        }
    }
}
