internal import Crypto
internal import Foundation

/// SHA-256, as `sha256sum` prints it.
enum Digest {
    static func hexadecimal(_ data: Data) -> String {
        SHA256.hash(data: data).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func hexadecimal(_ text: String) -> String { hexadecimal(Data(text.utf8)) }
}
