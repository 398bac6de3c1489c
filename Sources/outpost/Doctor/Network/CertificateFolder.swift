internal import Foundation
internal import OutpostServer

/// The folder of this machine's own authorities, which go into images.
struct CertificateFolder: Sendable {
    let path: String
    /// Whether `OUTPOST_CA_CERTIFICATES` names it.
    let isNamed: Bool
    let state: State

    enum State: Sendable, Equatable {
        case missing, unreadable
        /// The certificates by file name, and how many files are of another kind.
        case files([String: Certificate], passedOver: Int)
    }

    enum Certificate: Sendable, Equatable {
        case unreadable
        /// It is not in PEM form, or holds no certificate.
        case notPEM
        /// The first moment at which one of its certificates does not hold any more.
        case until(Date)
    }

    /// Reads the folder that images take certificates from.
    static func read(_ environment: [String: String]) -> CertificateFolder {
        let path = HostSettings.certificateDirectory(environment)
        let isNamed = environment["OUTPOST_CA_CERTIFICATES"]?.isEmpty == false
        let files = FileManager.default
        guard files.fileExists(atPath: path) else {
            return CertificateFolder(path: path, isNamed: isNamed, state: .missing)
        }
        guard files.isReadableFile(atPath: path), let names = try? files.contentsOfDirectory(atPath: path),
            let below = try? files.subpathsOfDirectory(atPath: path)
        else { return CertificateFolder(path: path, isNamed: isNamed, state: .unreadable) }
        var certificates: [String: Certificate] = [:]
        for name in below where name.hasSuffix(".crt") { certificates[name] = certificate(path + "/" + name) }
        let others = names.count { ["pem", "cer", "der"].contains(($0 as NSString).pathExtension.lowercased()) }
        return CertificateFolder(path: path, isNamed: isNamed, state: .files(certificates, passedOver: others))
    }

    private static func certificate(_ path: String) -> Certificate {
        guard let contents = FileManager.default.contents(atPath: path) else { return .unreadable }
        guard let spans = CertificateFile.validity(contents), let first = spans.map(\.end).min() else { return .notPEM }
        return .until(first)
    }
}
