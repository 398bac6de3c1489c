internal import Foundation
internal import OutpostAPI

/// What a server says of a dispatch as it happens.
enum DispatchEvent: Equatable {
    case log(LogLine)
    case status(StatusEventBody)
    /// The last one.
    case end(EndEventBody)

    /// Nil for a kind that this version does not know.
    ///
    /// - Throws: `DecodingError`.
    init?(_ event: EventParser.Event) throws {
        let data = Data(event.data.utf8)
        switch event.name {
        case "log": self = .log(try APICoding.decode(from: data))
        case "status": self = .status(try APICoding.decode(from: data))
        case "end": self = .end(try APICoding.decode(from: data))
        default: return nil
        }
    }
}
