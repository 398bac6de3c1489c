internal import Testing

/// The CIS Docker Benchmark 1.6.0, section 5 (container runtime configuration), row by row.
enum CISBenchmark {
    /// How a recommendation is held.
    enum Evidence: Sendable {
        /// By what the engine says of the container.
        case inspect(@Sendable (InspectedContainer) -> Bool)
        /// By what the container itself reports.
        case inside(@Sendable (Facts) -> Bool)
        /// It is about something that Outpost does not have or do.
        case doesNotApply(because: String)
    }

    struct Row: Sendable {
        let number: Int
        let title: String
        let evidence: Evidence

        init(_ number: Int, _ title: String, _ evidence: Evidence) {
            self.number = number
            self.title = title
            self.evidence = evidence
        }
    }

    /// Checks every recommendation on a container of the tier `fast`.
    static func check(_ container: InspectedContainer, _ facts: Facts) {
        #expect(rows.map(\.number) == Array(1...32))
        for row in rows {
            switch row.evidence {
            case .inspect(let holds): #expect(holds(container), "5.\(row.number) \(row.title)")
            case .inside(let holds): #expect(holds(facts), "5.\(row.number) \(row.title)")
            case .doesNotApply(let reason): #expect(!reason.isEmpty)
            }
        }
    }

    static let rows = rights + limits + separation
}
