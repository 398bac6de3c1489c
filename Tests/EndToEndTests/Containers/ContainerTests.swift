internal import Testing

/// What a container may and may not, seen from inside by agents made for it and from outside through the engine.
///
/// One at a time: searches through every file and process take a processor of their own.
@Suite("Real containers", .serialized, .whereEngineIsExpected, .images(of: "claude"))
enum ContainerTests {}
