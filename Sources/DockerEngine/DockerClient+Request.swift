internal import CurlHTTP
internal import Foundation

/// The one place that sends, checks the status and decodes.
extension DockerClient {
    /// Sends a request and returns the whole answer of a call that succeeded.
    @discardableResult
    func perform(_ request: EngineRequest) async throws(DockerError) -> CollectedResponse {
        do {
            return try await observed(request) { () throws(DockerError) in try await performOnce(request) }
        } catch {
            guard forgetsVersion(after: error), request.canBeSentAgain else { throw error }
            return try await observed(request) { () throws(DockerError) in try await performOnce(request) }
        }
    }

    private func performOnce(_ request: EngineRequest) async throws(DockerError) -> CollectedResponse {
        let wire = try await wireRequest(request)
        let response: CollectedResponse
        do {
            response = try await curl.collect(wire)
        } catch {
            throw classified(error, call: request.summary)
        }
        guard (200..<300).contains(response.status) else {
            throw DockerError(status: response.status, body: response.body)
        }
        return response
    }

    /// Sends a request and decodes its JSON answer.
    ///
    /// A success status with an empty or unreadable body is how a daemon's death looks from here, so it is
    /// `.unavailable`: an unreadable list must never pass for an empty one.
    func perform<Answer: Decodable>(
        _ request: EngineRequest,
        as type: Answer.Type = Answer.self
    ) async throws(DockerError) -> Answer {
        let response = try await perform(request)
        return try Self.decode(response.body, of: request.summary)
    }

    /// Sends a request and returns when the head of a success has come; its body streams.
    ///
    /// The request's own deadline would bound the body too; `headDeadline` bounds the head alone.
    func stream(_ request: EngineRequest, headDeadline: Duration? = nil) async throws(DockerError) -> CurlBody {
        do {
            return try await observed(request) { () throws(DockerError) in try await streamOnce(request, headDeadline) }
        } catch {
            guard forgetsVersion(after: error), request.canBeSentAgain else { throw error }
            return try await observed(request) { () throws(DockerError) in try await streamOnce(request, headDeadline) }
        }
    }

    private func streamOnce(
        _ request: EngineRequest,
        _ headDeadline: Duration?
    ) async throws(DockerError) -> CurlBody {
        let wire = try await wireRequest(request)
        let response = try await head(of: wire, summary: request.summary, within: headDeadline)
        guard response.status == 101 || (200..<300).contains(response.status) else {
            throw DockerError(status: response.status, body: await Self.beginning(of: response.body))
        }
        return response.body
    }

    static func decode<Answer: Decodable>(
        _ body: [UInt8],
        of call: String,
        as type: Answer.Type = Answer.self
    ) throws(DockerError) -> Answer {
        guard !body.isEmpty else { throw .unavailable(.lost, "\(call): the answer is empty") }
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(body))
        } catch {
            throw .unavailable(.lost, "\(call): the answer cannot be read (\(error))")
        }
    }

    static func encode(_ value: some Encodable) throws(DockerError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            throw .invalid("the request cannot be written as JSON: \(error)")
        }
    }

    /// Says who may use the engine's socket.
    private func classified(_ error: CurlError, call: String) -> DockerError {
        guard case .couldNotConnect(let reason) = error, case .unix(let path) = endpoint,
            FileManager.default.fileExists(atPath: path), !FileManager.default.isWritableFile(atPath: path)
        else { return DockerError(error, call: call) }
        return .unavailable(.refused, reason + "; the group docker may, in general")
    }

    private func head(
        of wire: CurlRequest,
        summary: String,
        within limit: Duration?
    ) async throws(DockerError) -> CurlResponse {
        let curl = self.curl
        let outcome = await withDeadline(limit) { () async -> Result<CurlResponse, CurlError> in
            do throws(CurlError) {
                return .success(try await curl.send(wire))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let response): return response
        case .failure(let error): throw classified(error, call: summary)
        case nil: throw .unavailable(.timedOut, summary)
        }
    }

    private static func beginning(of body: CurlBody) async -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await chunk in body {
                bytes += chunk
                if bytes.count >= 64 << 10 { break }
            }
        } catch {
            // The status already tells the failure; its text is only for people.
            return bytes
        }
        return bytes
    }
}
