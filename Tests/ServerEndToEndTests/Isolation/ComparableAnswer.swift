internal import CurlHTTP
internal import Foundation

/// An answer without what differs between any two: the id that was asked for, the request's id, times and rates.
struct ComparableAnswer: Equatable, CustomStringConvertible {
    let status: Int
    let headers: [String]
    let body: String

    init(_ answer: APIAnswer, asked id: String) {
        status = answer.status
        let names = [
            "content-type", "content-length", "cache-control", "x-content-type-options", "allow", "retry-after",
        ]
        headers = names.map { "\($0): \(answer.headers[$0] ?? "-")" }
        var text = answer.text.replacing(id, with: "ID")
        for field in ["requestId", "timestamp"] {
            guard let value = answer.json["meta"][field].text else { continue }
            text = text.replacing(value, with: field)
        }
        body = text
    }

    var description: String { "\(status) \(headers) \(body)" }
}
