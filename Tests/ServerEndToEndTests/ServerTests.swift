internal import Testing

/// The real `outpost serve`, its real HTTP interface and a real engine.
///
/// One after the other: several of them measure time.
@Suite("The server", .serialized, .whereEngineIsExpected)
enum ServerTests {}
