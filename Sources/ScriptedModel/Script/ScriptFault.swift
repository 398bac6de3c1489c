/// Something that goes wrong with a model request, on purpose.
package struct ScriptFault: Sendable, Equatable {
    /// Which requests it hits.
    package enum Occasion: Sendable, Equatable {
        /// The request with this 1-based ordinal, counted by the server.
        case request(Int)
        /// Every request.
        case every
    }

    /// What happens to the request.
    package enum Effect: Sendable, Equatable {
        /// An error response in the dialect's own shape; `retryAfter` is in seconds.
        case status(Int, retryAfter: Int?, message: String?, headers: [String: String])
        /// The response's head never comes; the connection stays open until the client gives up.
        case hang
        /// The connection is closed after this many bytes of the response's body.
        case cut(afterBytes: Int)
        /// A whole answer in which the model declines, marked as the dialect marks it.
        case refusal
        /// A whole answer of status 200 that is not of the dialect.
        case garbage
    }

    /// Which requests it hits.
    package var occasion: Occasion
    /// What happens to them.
    package var effect: Effect

    /// Creates a fault.
    package init(_ occasion: Occasion, _ effect: Effect) {
        self.occasion = occasion
        self.effect = effect
    }

    var isPermanent: Bool { occasion == .every }

    func applies(to ordinal: Int) -> Bool {
        switch occasion {
        case .request(let wanted): wanted == ordinal
        case .every: true
        }
    }
}

extension ScriptFault: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case request, every, status, retryAfter, message, headers, hang, cut, refuse, garbage
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        switch (
            try container.decodeIfPresent(Int.self, forKey: .request),
            try container.decodeIfPresent(Bool.self, forKey: .every) ?? false
        ) {
        case (let ordinal?, false) where ordinal >= 1: occasion = .request(ordinal)
        case (nil, true): occasion = .every
        default: throw DecodingError.corrupted(decoder, "needs either 'request: N' (from 1) or 'every: true'")
        }
        effect = try Self.effect(from: container, decoder: decoder)
    }

    private static func effect(
        from container: KeyedDecodingContainer<CodingKeys>,
        decoder: any Decoder
    ) throws -> Effect {
        let choices: [Effect?] = [
            try container.decodeIfPresent(Int.self, forKey: .status).map { status in
                guard (400...599).contains(status) else { throw invalid(decoder) }
                return .status(
                    status,
                    retryAfter: try container.decodeIfPresent(Int.self, forKey: .retryAfter),
                    message: try container.decodeIfPresent(String.self, forKey: .message),
                    headers: try container.decodeIfPresent([String: String].self, forKey: .headers) ?? [:]
                )
            },
            try container.decodeIfPresent(Int.self, forKey: .cut).map { bytes in
                guard bytes >= 0 else { throw invalid(decoder) }
                return .cut(afterBytes: bytes)
            },
            try container.decodeIfPresent(Bool.self, forKey: .hang) == true ? .hang : nil,
            try container.decodeIfPresent(Bool.self, forKey: .refuse) == true ? .refusal : nil,
            try container.decodeIfPresent(Bool.self, forKey: .garbage) == true ? .garbage : nil,
        ]
        let chosen = choices.compactMap { $0 }
        guard let effect = chosen.first, chosen.count == 1 else { throw invalid(decoder) }
        return effect
    }

    private static func invalid(_ decoder: any Decoder) -> DecodingError {
        let choices = "'status: 400…599', 'hang: true', 'cut: BYTES', 'refuse: true', 'garbage: true'"
        return DecodingError.corrupted(decoder, "needs exactly one of \(choices)")
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch occasion {
        case .request(let ordinal): try container.encode(ordinal, forKey: .request)
        case .every: try container.encode(true, forKey: .every)
        }
        switch effect {
        case .status(let status, let retryAfter, let message, let headers):
            try container.encode(status, forKey: .status)
            try container.encodeIfPresent(retryAfter, forKey: .retryAfter)
            try container.encodeIfPresent(message, forKey: .message)
            if !headers.isEmpty { try container.encode(headers, forKey: .headers) }
        case .hang: try container.encode(true, forKey: .hang)
        case .cut(let bytes): try container.encode(bytes, forKey: .cut)
        case .refusal: try container.encode(true, forKey: .refuse)
        case .garbage: try container.encode(true, forKey: .garbage)
        }
    }
}
