internal import OutpostCore

/// Words for results that could not be carried back.
extension CommandFailure {
    init(_ error: PromotionError) {
        switch error {
        case .invalid(let field, let reason): self.init(.usage, "\(field): \(reason)")
        case .unreachable, .refused:
            let (what, remedy) = RemedyText.split(error.message)
            self.init(.repository, what, hint: remedy)
        case .failed: self.init(.infrastructure, error.message)
        default: self.init(.conflict, error.message)
        }
    }

    /// No dispatch has the id.
    static func noDispatch(_ id: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "there is no dispatch '\(id)'",
            hint: "name the data directory that has it with --data-dir"
        )
    }
}
