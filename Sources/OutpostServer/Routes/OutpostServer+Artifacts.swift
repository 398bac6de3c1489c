internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension OutpostServer {
    /// `/artifacts`.
    var artifactRoutes: [Route] {
        [
            .scoped(.get, "/artifacts/{dispatchId}", .status, .listArtifacts, listArtifacts),
            .scoped(.get, "/artifacts/{dispatchId}.tar", .status, .downloadArchive, downloadArchive),
            .open(.get, "/artifacts/{dispatchId}/archive.tar", .downloadLinkedArchive, downloadLinkedArchive),
            .open(.get, "/artifacts/{dispatchId}/files/**", .downloadArtifact, downloadArtifact),
        ]
    }

    private func listArtifacts(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try dispatchID(context)
        var reader = QueryReader(request.uri.query)
        let lifetime = reader.integer("expiresIn", in: 60...86_400, default: 3600)
        let withPreviews = reader.flag("preview")
        let reveals = reader.flag("reveal")
        try reader.finish()
        let listing = try await service.artifacts(id, tenant: principal.tenant.id)
        let base = baseURL(for: request)
        var body = presenter(context).artifacts(
            listing,
            lifetime: lifetime,
            reveals: reveals,
            base: base,
            signer: signer
        )
        if withPreviews {
            body.artifacts = await ArtifactPreviews.added(
                to: body.artifacts,
                in: listing.directory,
                revealing: reveals
            )
        }
        return try context.answer(body)
    }

    /// The file behind a signed link.
    private func downloadArtifact(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard let path = Self.filePath(in: context) else { throw APIError.badLink }
        let (listing, reveals) = try await linkedListing(request, context, path: path)
        guard let file = listing.files.first(where: { $0.path == path }) else {
            throw APIError.notFound("Artifact", path)
        }
        try Self.withhold([file], unless: reveals, link: listing.dispatch.id)
        return try await Self.download(file, in: listing.directory, for: request, context: context)
    }

    private func downloadArchive(
        _ request: Request,
        _ context: ServerContext,
        _ principal: Principal
    ) async throws -> Response {
        let id = try dispatchID(context)
        var reader = QueryReader(request.uri.query)
        let reveals = reader.flag("reveal")
        try reader.finish()
        let listing = try await service.artifacts(id, tenant: principal.tenant.id)
        try Self.requireFiles(listing)
        try Self.withhold(listing.files, unless: reveals)
        return try await ArtifactArchive(listing).response(context)
    }

    private func downloadLinkedArchive(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (listing, reveals) = try await linkedListing(request, context, path: nil)
        try Self.withhold(listing.files, unless: reveals, link: listing.dispatch.id)
        return try await ArtifactArchive(listing).response(context)
    }

    /// What holds a secret is given only to who knows that it does.
    private static func withhold(
        _ files: [ArtifactManifest.File],
        unless reveals: Bool,
        link: DispatchID? = nil
    ) throws {
        let withheld = files.filter { $0.containsSecret == true }
        guard reveals || withheld.isEmpty else { throw APIError.withheld(withheld, link: link) }
    }

    /// The artifacts that a signed link leads to, and whether it gives those with secrets.
    ///
    /// Everything that is wrong with a link gets the same answer.
    private func linkedListing(
        _ request: Request,
        _ context: ServerContext,
        path: String?
    ) async throws -> (listing: ArtifactListing, reveals: Bool) {
        var reader = QueryReader(request.uri.query)
        guard let tenant = reader.value("tenant"), let expires = reader.value("expires").flatMap({ Int($0) }),
            let signature = reader.value("signature"), let id = DispatchID(context.subjectID)
        else { throw APIError.badLink }
        let reveals = reader.flag("reveal")
        let link = SignedLink(tenant: tenant, dispatch: id, path: path, expires: expires, reveals: reveals)
        guard link.isSigned(with: signature, by: signer),
            context.receivedAt < Date(timeIntervalSince1970: Double(expires)),
            try await identities.tenant(tenant)?.status == .active
        else { throw APIError.badLink }
        let listing = try await service.artifacts(id, tenant: tenant)
        try Self.requireFiles(listing)
        return (listing, reveals)
    }

    /// Says of files that were removed that they were.
    private static func requireFiles(_ listing: ArtifactListing) throws(APIError) {
        if let removal = listing.dispatch.removal { throw .removed(removal, listing.dispatch.id) }
    }

    private static func filePath(in context: ServerContext) -> String? {
        context.parameters.getCatchAll().joined(separator: "/").removingPercentEncoding
    }

    /// What an agent made is not to be trusted: no browser may run it in our name.
    private static func download(
        _ file: ArtifactManifest.File,
        in directory: String,
        for request: Request,
        context: ServerContext
    ) async throws -> Response {
        let tag = "\"\(file.sha256)\""
        var response = Response(
            status: .ok,
            headers: [
                .contentType: file.type,
                .contentDisposition: ContentDisposition.attachment(named: file.path),
                .contentSecurityPolicy: "sandbox; default-src 'none'",
                .cacheControl: "private, no-store",
                .acceptRanges: "bytes",
                .eTag: tag,
            ]
        )
        let recorded = RecordedFile(path: file.path, directory: directory, size: file.size)
        response.body = try await recorded.body(context) { size in
            switch ByteRange(request, tag: tag, size: size) {
            case .whole: return nil
            case .none: throw APIError.rangeNotSatisfiable(size: size)
            case .part(let range):
                response.status = .partialContent
                response.headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound)/\(size)"
                return range
            }
        }
        return response
    }

    /// Where clients reach this server.
    private func baseURL(for request: Request) -> String {
        if let url = configuration.publicURL { return url }
        let scheme = configuration.tls == nil ? "http" : "https"
        let authority = request.head.authority.flatMap { $0.isEmpty ? nil : $0 }
        return "\(scheme)://\(authority ?? "\(configuration.host):\(configuration.port)")"
    }
}

/// The header `Content-Disposition`.
enum ContentDisposition {
    /// An attachment with the last part of a path as its name; RFC 6266.
    static func attachment(named path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? "artifact"
        let ascii = name.unicodeScalars.map { scalar in
            scalar.isASCII && scalar.value >= 32 && scalar.value != 127 && scalar != "\"" && scalar != "\\"
                && scalar != "%"
                ? Character(scalar) : "_"
        }
        let encoded = name.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            guard !isPlain, !"-._~".utf8.contains(byte) else { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
        return "attachment; filename=\"\(String(ascii))\"; filename*=UTF-8''\(encoded)"
    }
}
