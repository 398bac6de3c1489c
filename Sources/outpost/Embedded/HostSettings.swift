internal import Foundation
internal import OutpostCore
internal import OutpostDocker

/// What the host lends to the images that are built on it.
enum HostSettings {
    /// Where Debian and its descendants keep the certificates that an administrator added.
    private static let usualCertificates = "/usr/local/share/ca-certificates"
    private static let proxyNames = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"]

    /// Extra certificates, proxies, mirrors and the base image, from the environment and the host.
    ///
    /// - Parameters:
    ///   - environment: of this process.
    ///   - catalog: names the variables that may hold a mirror.
    ///   - harnesses: what the operator chose; nil takes `OUTPOST_HARNESS`.
    /// - Returns: what images are built with.
    /// - Throws: ``CommandFailure`` for a variable that cannot be used.
    static func images(
        _ environment: [String: String],
        _ catalog: AgentCatalog,
        harnesses: HarnessChoice? = nil
    ) throws -> ImageBuilder.Settings {
        let directory = certificateDirectory(environment)
        try check(directory, environment)
        let proxies = environment.filter { proxyNames.contains($0.key) && !$0.value.isEmpty }
        return ImageBuilder.Settings(
            certificates: certificates(in: directory),
            baseImage: environment["OUTPOST_BASE_IMAGE"],
            buildArguments: proxies,
            network: environment["OUTPOST_BUILD_NETWORK"],
            mirrors: try mirrors(environment, catalog),
            harnesses: try harnesses ?? choice(environment, catalog)
        )
    }

    /// Where the certificates are that images get.
    static func certificateDirectory(_ environment: [String: String]) -> String {
        environment["OUTPOST_CA_CERTIFICATES"] ?? usualCertificates
    }

    /// Images without the certificates that somebody asked for would fail later, and far from the cause.
    private static func check(_ directory: String, _ environment: [String: String]) throws {
        guard environment["OUTPOST_CA_CERTIFICATES"]?.isEmpty == false else { return }
        guard (try? FileManager.default.contentsOfDirectory(atPath: directory)) == nil else { return }
        throw CommandFailure(
            .usage,
            "OUTPOST_CA_CERTIFICATES: \(directory) is no folder that can be read",
            hint: "put certificates (*.crt, in PEM form) into it, or unset the variable"
        )
    }

    private static func choice(_ environment: [String: String], _ catalog: AgentCatalog) throws -> HarnessChoice {
        guard let text = environment["OUTPOST_HARNESS"], !text.isEmpty else { return HarnessChoice() }
        guard let choice = HarnessChoice(text) else {
            throw CommandFailure(
                .usage,
                "OUTPOST_HARNESS: '\(text)' is not agent=harness",
                hint: "separate several by commas; outpost agents list --json names them"
            )
        }
        try catalog.checkHarnesses(choice, in: "OUTPOST_HARNESS")
        return choice
    }

    /// A mirror's address is an argument of builds, which images show, so that it may hold no password.
    private static func mirrors(_ environment: [String: String], _ catalog: AgentCatalog) throws -> [String: String] {
        let harnesses = catalog.agents.values.flatMap { $0.manifest?.harnesses ?? [] }
        var mirrors: [String: String] = [:]
        for name in Set(harnesses.compactMap(\.needs?.mirror)) {
            guard let url = environment[name], !url.isEmpty else { continue }
            guard UpstreamURL.isValid(url) else {
                throw CommandFailure(.usage, "\(name) is not an http or https URL without a user and a password")
            }
            mirrors[name] = UpstreamURL.normalised(url)
        }
        return mirrors
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
