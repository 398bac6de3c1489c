internal import Testing

// The real `outpost serve`, its real HTTP interface and a real engine: three suites that run beside each other, each of
// which does one thing after the other, so that a machine of two cores is busy and no test is starved.

/// What a server does.
@Suite("The server", .serialized, .whereEngineIsExpected)
enum ServerTests {}

/// What takes it minutes, most of which are waited for: a deadline, a lock's patience, the time between two refreshes.
@Suite("The server over minutes", .serialized, .whereEngineIsExpected)
enum ServerOverMinutesTests {}

/// What keeps it and the engine busy: crowds, races, and searches of all that they wrote.
@Suite("The server under load", .serialized, .whereEngineIsExpected)
enum ServerUnderLoadTests {}
