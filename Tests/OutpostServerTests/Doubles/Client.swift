internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import NIOCore
internal import OutpostAPI
internal import Testing

@testable internal import OutpostServer

/// Sends requests and reads answers.
struct Client: Sendable {
    let client: any TestClientProtocol

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        key: String? = nil,
        headers: [String: String] = [:],
        body: String? = nil
    ) async throws -> Reply {
        try await send(method, path, key: key, headers: headers, bytes: body.map { Array($0.utf8) })
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        key: String? = nil,
        headers: [String: String] = [:],
        bytes: [UInt8]?
    ) async throws -> Reply {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        if let key { fields[.apiKey] = key }
        let response = try await client.executeRequest(
            uri: path,
            method: method,
            headers: fields,
            body: bytes.map { ByteBuffer(bytes: $0) }
        )
        return Reply(
            status: response.status.code,
            headers: response.headers,
            bytes: Array(response.body.readableBytesView)
        )
    }
}

/// An answer.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The body as JSON; a failure where it is none.
    var json: JSONValue {
        get throws { try JSONParser.parse(bytes) }
    }

    func value(_ path: String) throws -> JSONValue? {
        var current: JSONValue? = try json
        for part in path.split(separator: ".") {
            switch current {
            case .object(let members)?: current = members[String(part)]
            case .array(let elements)?:
                let index = try #require(Int(part))
                current = elements.indices.contains(index) ? elements[index] : nil
            default: return nil
            }
        }
        return current
    }

    /// Path and message of each field that was refused.
    var problems: [FieldProblem] {
        get throws { try APICoding.decode(ErrorEnvelope.self, from: Data(bytes)).error.problems }
    }
}
