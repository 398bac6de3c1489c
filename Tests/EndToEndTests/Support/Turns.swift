internal import TestSupport

/// Lets so many bodies run at a time; the others wait.
struct Turns: Sendable {
    private let free: Observed<Int>

    init(width: Int) {
        free = Observed(width)
    }

    func take<Output>(_ body: () async throws -> Output) async throws -> Output {
        repeat { try await free.wait { $0 > 0 } } while !isTaken()
        defer { free.update { $0 += 1 } }
        return try await body()
    }

    /// Another may have been faster.
    private func isTaken() -> Bool {
        free.update { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }
}
