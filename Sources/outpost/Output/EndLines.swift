internal import OutpostAPI
internal import OutpostCore

/// How people are told that a dispatch ended.
struct EndLines {
    /// A status of the API.
    let status: String
    let reason: String?
    let message: String?
    /// The kind of failure, and what to do.
    let remedy: (kind: String, text: String)?

    func lines(_ console: Console) -> [String] {
        if status == DispatchStatus.success.rawValue {
            return reason == DispatchReason.noChanges.rawValue
                ? ["success: the agent changed nothing (no_changes)"] : [console.paint("success", .green)]
        }
        let text = message.map { ": " + Terminal.safeLines($0) } ?? ""
        let end = console.paint(status, .red) + (reason.map { " (\($0))" } ?? "") + text
        return [end] + (remedy.map { ["hint (\($0.kind)): " + Terminal.safeLines($0.text)] } ?? [])
    }
}

extension EndLines {
    init(_ end: DispatchEnd) {
        self.init(
            status: end.status.rawValue,
            reason: end.reason.rawValue,
            message: end.message,
            remedy: end.error.map { ($0.class.rawValue, $0.remedy) }
        )
    }

    init(_ body: DispatchBody) {
        self.init(
            status: body.status,
            reason: body.reason,
            message: body.errorMessage,
            remedy: body.error.map { ($0.class, $0.remedy) }
        )
    }
}
