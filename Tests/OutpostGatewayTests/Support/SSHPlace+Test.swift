internal import Foundation
internal import OutpostGateway

extension SSHPlace {
    /// One below `/tmp`.
    static let test = SSHPlace(directory: "/tmp/x-ssh") { UUID().uuidString }
}
