internal import Foundation
internal import Hummingbird
internal import OutpostAPI
internal import OutpostCore

extension Dashboard {
    /// A page of the dashboard.
    ///
    /// - Parameters:
    ///   - title: of the window.
    ///   - template: what the page is made by.
    ///   - model: what the template shows; all of it is escaped.
    ///   - visit: who looks; nil for who is not signed in.
    ///   - status: of the answer.
    /// - Returns: the answer.
    func page(
        _ title: String,
        _ template: DashboardTemplates.Name,
        _ model: Any,
        for visit: DashboardPage.Visit?,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let content = templates.render(template, model)
        let frame = PageFrame(title: title, content: content, visit: visit)
        return Self.text(templates.render(.frame, frame), type: "text/html; charset=utf-8", status: status)
    }

    /// What failed, as a page, and logged where nobody expected it.
    ///
    /// - Throws: an error of the HTTP parser, as ``ServerContext/failure(_:)`` does.
    func failure(_ error: any Error, in context: ServerContext, visit: DashboardPage.Visit?) throws -> Response {
        var response = try context.failure(error)
        let failure = APIError(error, in: context)
        let title = failure.status == .notFound ? "Not found" : "Error"
        let shown = page(title, .failure, FailureModel(failure, context.requestID), for: visit, status: failure.status)
        response.body = shown.body
        response.headers[.contentType] = shown.headers[.contentType]
        response.headers[.contentLength] = shown.headers[.contentLength]
        return response
    }

    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// Another page, to be fetched with GET.
    static func redirect(_ place: String) -> Response {
        Response(status: .seeOther, headers: [.location: place])
    }

    /// The answer with what keeps a browser from doing anything that the page does not need.
    static func secured(_ response: Response) -> Response {
        var response = response
        response.headers[.contentSecurityPolicy] = contentPolicy
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.contentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }

    private static let contentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
}

/// What stands around each page.
struct PageFrame {
    let title: String
    let content: String
    let links: [Link]
    let tenantName: String?
    let token: String

    struct Link {
        let href: String
        let label: String
        let isCurrent: Bool
    }

    init(title: String, content: String, visit: DashboardPage.Visit?) {
        self.title = title
        self.content = content
        tenantName = visit?.principal.tenant.name
        token = visit?.session.formToken ?? ""
        guard let visit else {
            links = []
            return
        }
        var places = [("/ui", "Overview")]
        if visit.has(.list) { places.append(("/ui/dispatches", "Dispatches")) }
        if visit.has(.dispatch) { places.append(("/ui/new", "New dispatch")) }
        places.append(("/ui/agents", "Agents"))
        if visit.has(.list) { places.append(("/ui/workspaces", "Workspaces")) }
        if visit.isAdministrator {
            places += [
                ("/ui/tenants", "Tenants"), ("/ui/keys", "Keys"), ("/ui/secrets", "Secrets"), ("/ui/health", "Health"),
            ]
        }
        let path = visit.request.uri.path
        links = places.map { href, label in
            let isBelow = href != "/ui" && path.hasPrefix(href + "/")
            return Link(href: href, label: label, isCurrent: path == href || isBelow)
        }
    }
}

/// An error, for people.
struct FailureModel {
    let message: String
    let requestID: String
    let problems: [Problem]

    struct Problem {
        let field: String
        let text: String
    }

    init(_ error: APIError, _ requestID: String) {
        message = error.body.message
        self.requestID = requestID
        problems = error.body.problems.map { Problem(field: $0.path, text: $0.message) }
    }
}
