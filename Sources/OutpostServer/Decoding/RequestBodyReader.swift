internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1
internal import OutpostAPI

extension OutpostServer {
    /// The request's body as an object; an empty body is an empty object.
    ///
    /// The content type does not matter: clients that forget it mean JSON too.
    func object(in request: Request) async throws -> [String: JSONValue] {
        let bytes = try await bytes(of: request)
        guard !bytes.isEmpty else { return [:] }
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
