/// Runs an operation and returns its value, or nil when `limit` passed first and the operation was cancelled.
func withDeadline<Value: Sendable>(
    _ limit: Duration?,
    _ operation: @escaping @Sendable () async -> Value
) async -> Value? {
    guard let limit else { return await operation() }
    return await withTaskGroup(of: Race<Value>.self) { group in
        group.addTask { .finished(await operation()) }
        group.addTask {
            do { try await Task.sleep(for: limit) } catch { return .interrupted }
            return .expired
        }
        defer { group.cancelAll() }
        for await result in group {
            switch result {
            case .finished(let value): return value
            case .expired: return nil
            // The caller was cancelled, and so was the operation, whose own account of that counts.
            case .interrupted: continue
            }
        }
        return nil
    }
}

private enum Race<Value: Sendable>: Sendable {
    case finished(Value)
    case expired
    case interrupted
}
