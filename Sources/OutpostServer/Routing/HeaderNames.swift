internal import HTTPTypes

extension HTTPField.Name {
    /// An error when a name is not a token; these are.
    private static func custom(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }

    static let requestID = custom("X-Request-ID")
    static let apiKey = custom("X-API-Key")
    /// On the administration's socket: whose request it is.
    static let tenant = custom("X-Outpost-Tenant")
    static let idempotencyKey = custom("Idempotency-Key")
    static let lastEventID = custom("Last-Event-ID")
    static let rateLimitLimit = custom("X-RateLimit-Limit")
    static let rateLimitRemaining = custom("X-RateLimit-Remaining")
    static let rateLimitReset = custom("X-RateLimit-Reset")
    static let contentTypeOptions = custom("X-Content-Type-Options")
    /// Tells nginx not to hold an event stream back.
    static let accelBuffering = custom("X-Accel-Buffering")
    /// Whose page caused the request, as browsers say.
    static let fetchSite = custom("Sec-Fetch-Site")
    /// On what a page of the dashboard fetches by itself, without a person.
    static let outpostRefresh = custom("X-Outpost-Refresh")
    static let referrerPolicy = custom("Referrer-Policy")
    /// Another page, to be fetched by the page that has it: unlike a redirect, it counts as caused by this site.
    static let refresh = custom("Refresh")
}
