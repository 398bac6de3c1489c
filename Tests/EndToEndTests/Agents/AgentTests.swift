internal import Testing

/// Real agents in their real images.
///
/// One at a time: each takes a processor of its own.
@Suite("Real agents", .serialized, .whereEngineIsExpected, .images(of: "claude", "codex", "aider", "gemini", "grok"))
enum AgentTests {}
