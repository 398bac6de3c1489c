internal import ArgumentParser
internal import Foundation
internal import OutpostAPI

/// Which rows of the audit trail a command is about.
struct AuditFilterOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Only since then: a time span such as 24h, a day or a time.", valueName: "time")
    )
    var since: PointInTime?

    @Option(name: .long, help: "Only what concerns this tenant; its name or id.")
    var tenant: String?
}

/// A point in time on the command line: a span before now, a day (UTC), or a time such as 2026-01-13T14:30:00Z.
struct PointInTime: ExpressibleByArgument, Equatable {
    let date: Date

    init?(argument: String) {
        self.init(argument, now: Date())
    }

    init?(_ text: String, now: Date) {
        if let span = TimeSpan(argument: text) {
            date = now.addingTimeInterval(-TimeInterval(span.seconds))
            return
        }
        let formats = [
            Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true),
            Date.ISO8601FormatStyle().year().month().day(),
        ]
        guard let known = formats.lazy.compactMap({ try? $0.parse(text) }).first else { return nil }
        date = known
    }
}
