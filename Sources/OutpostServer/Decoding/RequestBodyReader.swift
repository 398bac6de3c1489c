internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1
internal import OutpostAPI

extension OutpostServer {
    /// The request's body as an object; an empty body is an empty object.
    ///
    /// The content type does not matter for JSON: clients that forget it, and curl, which calls any body a form, mean
    /// JSON too. What is called a form and does not begin as JSON does is read as one, each field a text.
    func object(in request: Request) async throws -> [String: JSONValue] {
        let bytes = try await bytes(of: request)
        guard !bytes.isEmpty else { return [:] }
        if request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true,
            let first = bytes.first(where: { !" \t\r\n".utf8.contains($0) }), !"{[".utf8.contains(first)
        {
            var form = QueryReader(String(decoding: bytes, as: UTF8.self))
            let fields = form.fields()
            try form.finish()
            return fields
        }
        let value: JSONValue
        do throws(JSONParser.Failure) {
            value = try JSONParser.parse(bytes)
        } catch {
            throw APIError(
                .badRequest,
                .validation,
                "The request body is not valid JSON: \(error.reason) at byte \(error.offset)"
            )
        }
        guard case .object(let members) = value else {
            throw APIError(problems: [FieldProblem(path: "", message: "Expected object, received \(value.kind)")])
        }
        return members
    }

    private func bytes(of request: Request) async throws -> [UInt8] {
        let limit = configuration.maximumBodyBytes
        if let text = request.headers[.contentLength], let length = Int(text), length > limit {
            throw APIError.bodyTooLarge
        }
        do {
            return Array(try await request.body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw APIError.bodyTooLarge
        } catch let error as HTTPParserError {
            throw error
        } catch {
            throw APIError.cutBody
        }
    }
}
