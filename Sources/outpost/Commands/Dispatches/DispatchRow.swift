internal import Foundation
internal import OutpostAPI

/// A dispatch in a list.
struct DispatchRow {
    let body: DispatchBody
    let now: Date

    static let headings = ["ID", "STATUS", "AGENT", "AGE", "REPOSITORY", "TASK"]
    /// Those of what has not ended.
    static let statuses = ["pending", "provisioning", "running", "completing"]

    var cells: [String] {
        [
            body.dispatchId, status, body.agent, Self.age(now.timeIntervalSince(body.createdAt.date)),
            Terminal.safe(body.repo ?? "-", colours: false), DispatchSheet.line(body.task),
        ]
    }

    private var status: String {
        if let reason = body.reason, body.status == "failed" { return "failed (\(reason))" }
        return body.queuePosition.map { $0 > 0 ? "\(body.status) (\($0))" : body.status } ?? body.status
    }

    /// A time in its largest unit.
    static func age(_ seconds: TimeInterval) -> String {
        let seconds = max(0, Int(seconds))
        for (size, unit) in [(86_400, "d"), (3600, "h"), (60, "m")] where seconds >= size {
            return "\(seconds / size)\(unit)"
        }
        return "\(seconds)s"
    }
}
