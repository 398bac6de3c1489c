internal import Foundation
internal import OutpostDocker

/// What the host lends to the images that are built on it.
enum HostSettings {
    /// Where Debian and its descendants keep the certificates that an administrator added.
    private static let certificateDirectory = "/usr/local/share/ca-certificates"
    private static let proxyNames = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"]

    /// Extra certificates, proxies and the base image, from the environment and the host.
    static func images(_ environment: [String: String]) -> ImageBuilder.Settings {
        let directory = environment["OUTPOST_CA_CERTIFICATES"] ?? certificateDirectory
        let proxies = environment.filter { proxyNames.contains($0.key) && !$0.value.isEmpty }
        return ImageBuilder.Settings(
            certificates: certificates(in: directory),
            baseImage: environment["OUTPOST_BASE_IMAGE"],
            buildArguments: proxies,
            network: environment["OUTPOST_BUILD_NETWORK"]
        )
    }

    private static func certificates(in directory: String) -> [String: [UInt8]] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
        var certificates: [String: [UInt8]] = [:]
        for name in names where name.hasSuffix(".crt") {
            guard let contents = FileManager.default.contents(atPath: directory + "/" + name) else { continue }
            certificates[name.replacing("/", with: "-")] = Array(contents)
        }
        return certificates
    }
}
