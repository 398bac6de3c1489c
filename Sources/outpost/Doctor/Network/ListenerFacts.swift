internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import OutpostServer
internal import SystemPackage

/// What a server would find that starts to listen here.
struct ListenerFacts: Sendable {
    var host: String
    var port: Int
    var address: Address
    /// Nil where the server is to speak plain HTTP.
    var tls: TLS?
    /// Why the way that keys would go is refused; nil where it is not.
    var transport: CommandFailure?

    enum Address: Sendable, Equatable {
        case free, inUse, forbidden, notHere
        case unusable(String)
    }

    /// The files of a server that speaks TLS.
    struct TLS: Sendable, Equatable {
        var certificateFile: String
        var keyFile: String
        /// Why they cannot be used; nil where they can.
        var problem: String?
        /// The first moment at which a certificate of the chain does not hold any more.
        var until: Date?
        /// Permission bits of the key; nil where it is not there.
        var keyMode: Int?
    }

    /// Looks; the address is bound for a moment.
    static func collect(_ settings: ServeSettings) async -> ListenerFacts {
        var facts = ListenerFacts(
            host: settings.host,
            port: settings.port,
            address: await bind(settings.host, settings.port)
        )
        do {
            try settings.checkTransport()
        } catch {
            facts.transport = error as? CommandFailure
        }
        if let certificate = settings.certificateFile, let key = settings.keyFile { facts.tls = tls(certificate, key) }
        return facts
    }

    private static func bind(_ host: String, _ port: Int) async -> Address {
        do {
            let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port).get()
            try await listener.close()
            return .free
        } catch let error as IOError {
            switch Errno(rawValue: error.errnoCode) {
            case .addressInUse: return .inUse
            case .permissionDenied: return .forbidden
            case .addressNotAvailable: return .notHere
            default: return .unusable(Errno(rawValue: error.errnoCode).description)
            }
        } catch is SocketAddressError.UnknownHost {
            return .unusable("the name of the host is not known")
        } catch {
            return .unusable("\(error)")
        }
    }

    private static func tls(_ certificate: String, _ key: String) -> TLS {
        let files = FileManager.default
        var tls = TLS(certificateFile: certificate, keyFile: key)
        do throws(TLSFileError) {
            try ServerConfiguration.TLSFiles(certificateFile: certificate, keyFile: key).check()
        } catch {
            tls.problem = error.description
        }
        tls.until = files.contents(atPath: certificate).flatMap { CertificateFile.validity($0)?.map(\.end).min() }
        tls.keyMode = ((try? files.attributesOfItem(atPath: key))?[.posixPermissions] as? NSNumber)?.intValue
        return tls
    }
}
