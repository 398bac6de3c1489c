internal import OutpostAPI

/// What a dispatch's `summary.json` says besides what the dispatch itself does.
struct SummaryFacts {
    private(set) var harness: String?
    private(set) var tokens: String?
    private(set) var cost: String?
    private(set) var changes: String?

    init(_ found: ResultFile<[UInt8]>) {
        guard case .file(let bytes) = found, case .object(let fields)? = try? JSONParser.parse(bytes)
        else { return }
        if case .string(let text)? = fields["harness"] { harness = text }
        if case .object(let usage)? = fields["usage"], case .integer(let sent)? = usage["input_tokens"],
            case .integer(let received)? = usage["output_tokens"]
        {
            tokens = "\(sent) in, \(received) out"
        }
        switch fields["reported_cost_usd"] {
        case .number(let dollars)?:
            let cents = Int((min(max(dollars, 0), 1e9) * 10_000).rounded())
            let fraction = String(cents % 10_000)
            cost = "$\(cents / 10_000)." + String(repeating: "0", count: 4 - fraction.count) + fraction
        case .integer(let dollars)?: cost = "$\(dollars)"
        default: break
        }
        if case .integer(let files)? = fields["files_changed"] {
            changes = "\(files) " + (files == 1 ? "file" : "files")
            if case .integer(let added)? = fields["lines_added"], case .integer(let removed)? = fields["lines_removed"]
            {
                changes? += ", +\(added) −\(removed)"
            }
        }
    }
}
