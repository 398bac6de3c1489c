/// The engine writes null for empty lists, and newer versions leave fields out; both mean the default.
extension KeyedDecodingContainer {
    func value<Value: Decodable>(_ key: Key, default fallback: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? fallback
    }

    func time(_ key: Key) throws -> EngineTime? {
        try decodeIfPresent(String.self, forKey: key).flatMap { EngineTime(rfc3339: $0) }
    }
}
