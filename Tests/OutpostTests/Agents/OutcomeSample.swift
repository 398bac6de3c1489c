internal import OutpostCore
internal import Testing

/// The end of a program's output, as it was seen or is documented, and what it means.
struct OutcomeSample: Sendable, CustomTestStringConvertible {
    let reader: OutcomeReader
    let name: String
    let output: String
    var exit = 0
    let terminal: AgentOutcome.Terminal?
    var kind: DispatchError.Class?
    var status: Int?

    var testDescription: String { "\(reader): \(name)" }

    static let all = claude + codex + aider + gemini + grok

    private init(
        _ reader: OutcomeReader,
        _ name: String,
        _ output: String,
        exit: Int = 0,
        _ terminal: AgentOutcome.Terminal?,
        _ kind: DispatchError.Class? = nil,
        _ status: Int? = nil
    ) {
        self.reader = reader
        self.name = name
        self.output = output
        self.exit = exit
        self.terminal = terminal
        self.kind = kind
        self.status = status
    }

    private static func claudeError(_ status: Int?, _ words: String, _ kind: DispatchError.Class) -> Self {
        let output = #"""
            {"type":"system","subtype":"init","session_id":"s"}
            {"type":"result","subtype":"success","is_error":true,"api_error_status":\#(status.map(String.init) ?? "null"),"result":"\#(words)","num_turns":1}
            """#
        return Self(.claude, words, output, exit: 1, .failure, kind, status)
    }

    private static let claude: [Self] = [
        Self(.claude, "work", claudeWork, .success),
        claudeError(401, "API Error: 401 revoked", .auth), claudeError(403, "API Error: 403 no", .auth),
        claudeError(404, "API Error: 404 model", .invalidRequest), claudeError(429, "API Error: 429 slow", .rateLimit),
        claudeError(500, "API Error: 500 oops", .overloaded), claudeError(529, "API Error: 529", .overloaded),
        claudeError(400, "Your credit balance is too low", .budget),
        claudeError(nil, "API Error: Connection refused (ECONNREFUSED)", .network),
        claudeError(nil, "Request timed out", .network), claudeError(nil, "Not logged in · Please run /login", .auth),
        Self(
            .claude,
            "budget",
            #"{"type":"result","subtype":"error_max_budget_usd","is_error":true}"#,
            .failure,
            .budget
        ),
        Self(
            .claude,
            "turns",
            #"{"type":"result","subtype":"error_max_turns","is_error":false}"#,
            .failure,
            .turnLimit
        ),
        Self(
            .claude,
            "refusal",
            #"{"type":"result","subtype":"success","is_error":false,"stop_reason":"refusal","result":"I will not."}"#,
            .failure,
            .refused
        ),
        Self(.claude, "interrupted", #"{"type":"system","subtype":"init"}"#, nil),
    ]

    private static func codexError(_ words: String, _ kind: DispatchError.Class, _ status: Int? = nil) -> Self {
        let output = #"""
            {"type":"thread.started","thread_id":"t"}
            {"type":"turn.started"}
            {"type":"error","message":"Reconnecting... 1/2"}
            {"type":"turn.failed","error":{"message":"\#(words)"}}
            """#
        return Self(.codex, words, output, exit: 1, .failure, kind, status)
    }

    private static let codex: [Self] = [
        Self(.codex, "work", codexWork, .success),
        codexError("unexpected status 401 Unauthorized: revoked, url: http://127.0.0.1:3128/model/v1", .auth, 401),
        codexError("unexpected status 403 Forbidden: no", .auth, 403),
        codexError("exceeded retry limit, last status: 429 Too Many Requests", .rateLimit, 429),
        codexError("unexpected status 500 Internal Server Error: oops", .overloaded, 500),
        codexError("Quota exceeded. Check your plan and billing details.", .budget),
        codexError("stream disconnected before completion: error sending request for url", .network),
        Self(.codex, "interrupted", #"{"type":"turn.started"}"#, nil),
        Self(
            .codex,
            "no start",
            #"{"type":"error","message":"Missing environment variable: API key"}"#,
            exit: 1,
            nil,
            .auth
        ),
    ]

    private static func aiderError(_ words: String, _ kind: DispatchError.Class) -> Self {
        Self(.aider, words, "Aider v0.86.2\nModel: openai/m\n\(words)\n", .failure, kind)
    }

    private static let aider: [Self] = [
        Self(.aider, "work", aiderWork, .success),
        aiderError("litellm.AuthenticationError: AuthenticationError: OpenAIException - revoked", .auth),
        aiderError("litellm.BadRequestError: OpenAIException - no such model", .invalidRequest),
        aiderError("litellm.RateLimitError: RateLimitError: OpenAIException - slow down", .rateLimit),
        aiderError("litellm.InternalServerError: InternalServerError: OpenAIException - oops", .overloaded),
        aiderError("litellm.InternalServerError: OpenAIException - Connection error.", .overloaded),
        aiderError("litellm.APIConnectionError: Connection refused", .network),
        aiderError("litellm.Timeout: Connection timed out.", .network),
        Self(
            .aider,
            "unmatched edits",
            "Tokens: 1k sent, 10 received.\nOnly 3 reflections allowed, stopping.\n",
            .failure,
            .other
        ),
        Self(
            .aider,
            "a retry that went well",
            "litellm.InternalServerError: oops\nRetrying in 0.2 seconds...\nTokens: 1k sent, 10 received.\n",
            .success
        ),
        Self(.aider, "nothing asked", "Aider v0.86.2\n", nil),
    ]

    private static func geminiExit(_ exit: Int, _ kind: DispatchError.Class, _ status: Int? = nil) -> Self {
        Self(.gemini, "exit \(exit)", "", exit: exit, .failure, kind, status)
    }

    private static let gemini: [Self] = [
        Self(.gemini, "work", geminiWork, .success), geminiExit(41, .auth), geminiExit(53, .turnLimit),
        geminiExit(145, .auth, 401), geminiExit(147, .auth, 403), geminiExit(148, .invalidRequest, 404),
        geminiExit(173, .rateLimit, 429), geminiExit(244, .overloaded, 500), geminiExit(247, .overloaded, 503),
        Self(
            .gemini,
            "error result",
            #"{"type":"result","status":"error","error":{"type":"ApiError","message":"got status: 429 slow down"}}"#,
            exit: 173,
            .failure,
            .rateLimit,
            429
        ),
        Self(.gemini, "interrupted", #"{"type":"init","model":"m"}"#, exit: 130, nil),
    ]

    private static let grok: [Self] = [
        Self(.grok, "work", grokWork, .success),
        Self(.grok, "error", #"{"type":"error","message":"401 Unauthorized"}"#, exit: 1, .failure, .auth),
        Self(.grok, "consent", #"{"type":"end","stopReason":"Cancelled"}"#, .failure, .other),
        Self(.grok, "turns", #"{"type":"end","stopReason":"MaxTurns"}"#, .failure, .turnLimit),
        Self(.grok, "refusal", #"{"type":"end","stopReason":"refusal"}"#, .failure, .refused),
        Self(.grok, "interrupted", #"{"type":"text","data":"I will"}"#, nil),
    ]
}

extension OutcomeSample {
    static let claudeWork = #"""
        {"type":"system","subtype":"init","session_id":"s","tools":["Edit","Bash"]}
        {"type":"assistant","message":{"content":[{"type":"text","text":"I will."},{"type":"tool_use","name":"Edit"}]}}
        {"type":"user","message":{"content":[{"type":"tool_result","content":"ok"}]}}
        {"type":"system","subtype":"api_retry","attempt":1,"error_status":500}
        {"type":"assistant","message":{"content":[{"type":"tool_use","name":"Bash"}]}}
        {"type":"result","subtype":"success","is_error":false,"result":"Done.","num_turns":3,"total_cost_usd":0.0123,"usage":{"input_tokens":50,"cache_creation_input_tokens":100,"cache_read_input_tokens":1000,"output_tokens":70},"permission_denials":[],"terminal_reason":"completed"}
        """#

    static let codexWork = #"""
        {"type":"thread.started","thread_id":"t"}
        {"type":"turn.started"}
        {"type":"item.completed","item":{"id":"0","type":"error","message":"Model metadata not found"}}
        {"type":"item.completed","item":{"id":"1","type":"command_execution","command":"ls","status":"completed","exit_code":0}}
        {"type":"item.completed","item":{"id":"2","type":"file_change","changes":[],"status":"completed"}}
        {"type":"item.completed","item":{"id":"3","type":"agent_message","text":"All done."}}
        {"type":"turn.completed","usage":{"input_tokens":900,"cached_input_tokens":300,"output_tokens":40}}
        """#

    static let aiderWork = """
        Aider v0.86.2
        Model: openai/m with diff edit format
        Tokens: 2.4k sent, 1.1k cache hit, 47 received. Cost: $0.01 message, $0.01 session.
        Applied edit to greeting.txt
        Tokens: 1.2k sent, 60 received. Cost: $0.01 message, $0.02 session.

        """

    static let geminiWork = #"""
        Loaded cached credentials.
        {"type":"init","timestamp":"2026-01-01T00:00:00Z","session_id":"s","model":"m"}
        {"type":"message","role":"user","content":"do it"}
        {"type":"message","role":"assistant","content":"I will.","delta":true}
        {"type":"tool_use","tool_name":"write_file","tool_id":"1","parameters":{}}
        {"type":"tool_result","tool_id":"1","status":"success"}
        {"type":"message","role":"assistant","content":"Done ","delta":true}
        {"type":"message","role":"assistant","content":"now.","delta":true}
        {"type":"result","status":"success","stats":{"input_tokens":500,"output_tokens":30,"cached":200,"tool_calls":1}}
        """#

    static let grokWork = #"""
        {"type":"thought","data":"hm"}
        {"type":"text","data":"Done."}
        {"type":"end","stopReason":"EndTurn","usage":{"input_tokens":10,"output_tokens":5,"cache_read_input_tokens":2},"total_cost_usd":0.5}
        """#
}
