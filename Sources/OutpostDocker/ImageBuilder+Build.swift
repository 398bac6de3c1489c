internal import Crypto
internal import DockerEngine
internal import OutpostCore

extension ImageBuilder {
    /// One build.
    struct Recipe {
        let name: String
        let reference: String
        let files: [AgentFolder.File]
        let arguments: [String: String]
        var harness: ResolvedHarness?
        var ignoresCache = false
        var extraTags: [String] = []
    }

    /// The certificates are part of it: an image without the site's CA is another image.
    var baseDigest: String {
        let certificates = settings.certificates.sorted { $0.key < $1.key }
        let parts = certificates.map { "\($0.key) \(Self.digest([String(decoding: $0.value, as: UTF8.self)]))" }
        return Self.digest([base.digest, settings.baseImage ?? ""] + parts)
    }

    /// Builds `base` where it is not there.
    func ensureBase(progress: @Sendable (ImageBuildProgress) -> Void) async throws -> String {
        let reference = "\(Self.baseRepository):\(baseDigest.prefix(12))"
        if try await exists(reference) { return reference }
        let foundation = try await ensureFoundation(progress: progress)
        let certificates = settings.certificates.map { name, contents in
            AgentFolder.File(path: "certs/\(name)", contents: contents, isExecutable: false)
        }
        let files = base.files.filter { !$0.path.hasPrefix("certs/") || !$0.path.hasSuffix(".crt") } + certificates
        try await build(
            Recipe(
                name: "base",
                reference: reference,
                files: files,
                arguments: ["BASE_IMAGE": foundation],
                extraTags: ["\(Self.baseRepository):latest"]
            ),
            progress
        )
        return reference
    }

    /// The image that `base` stands on: the one that is there, or the one that a registry gives.
    private func ensureFoundation(progress: @Sendable (ImageBuildProgress) -> Void) async throws -> String {
        let candidates = settings.baseImage.map { [$0] } ?? Self.baseImages
        for candidate in candidates where try await exists(candidate) { return candidate }
        let wanted = candidates[0]
        do throws(DockerError) {
            for try await message in try await client.pullImage(wanted) {
                progress(.pulling(image: wanted, status: message.status))
            }
            return wanted
        } catch {
            throw ImageError.noBaseImage(tried: candidates, message: error.description)
        }
    }

    /// Builds an image; one whose cached step is removed by others meanwhile is built again, without the cache.
    func build(_ recipe: Recipe, _ progress: @Sendable (ImageBuildProgress) -> Void) async throws {
        progress(.building(image: recipe.reference))
        var options = ImageBuildOptions()
        options.tags = [recipe.reference] + recipe.extraTags
        options.labels = [Self.label: recipe.name, Self.referenceLabel: recipe.reference]
        options.labels[Self.harnessLabel] = recipe.harness?.description
        options.buildArguments = settings.buildArguments.merging(recipe.arguments) { $1 }
        options.networkMode = settings.network
        options.ignoresCache = recipe.ignoresCache
        var attempts = 1
        while true {
            var tail = OutputTail()
            do throws(DockerError) {
                return try await run(options, recipe, &tail, progress)
            } catch {
                if error.isUnavailable { throw ContainerError(error) }
                if error.isOfVanishedLayer, attempts < Self.attemptsOnVanishedLayers {
                    attempts += 1
                    options.ignoresCache = true
                    continue
                }
                let text = [tail.text, PlainText.of(error.description)].filter { !$0.isEmpty }.joined(separator: "\n")
                throw ImageError.buildFailed(image: recipe.reference, message: text)
            }
        }
    }

    private static let attemptsOnVanishedLayers = 3

    private func run(
        _ options: ImageBuildOptions,
        _ recipe: Recipe,
        _ tail: inout OutputTail,
        _ progress: @Sendable (ImageBuildProgress) -> Void
    ) async throws(DockerError) {
        for try await event in try await client.buildImage(options, context: .bytes(Self.context(recipe.files))) {
            switch event {
            case .step(let current, let total, let text):
                progress(.step(image: recipe.reference, current: current, total: total, text: text))
            case .output(let text):
                tail.append(text)
                progress(.output(image: recipe.reference, text: text))
            case .progress(let message):
                progress(.pulling(image: recipe.reference, status: message.status))
            case .built: progress(.built(image: recipe.reference))
            }
        }
    }

    private static func context(_ files: [AgentFolder.File]) -> [UInt8] {
        var tar = TarWriter()
        for file in files.sorted(by: { $0.path < $1.path }) {
            // A checkout may have lost the mode of the one file that has to be executable.
            let isExecutable = file.isExecutable || file.path == "run"
            tar.add(file.path, contents: file.contents, mode: isExecutable ? 0o755 : 0o644)
        }
        return tar.finish()
    }

    static func digest(_ parts: [String]) -> String {
        var hash = SHA256()
        for part in parts { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
        return hash.finalize().hexadecimal
    }
}

/// The last lines of a build's output, which say why it failed.
struct OutputTail {
    private static let limit = 2000
    private var output = ""

    /// Without the colours and movements that are meant for terminals.
    var text: String { PlainText.of(output) }

    mutating func append(_ piece: String) {
        output += piece
        if output.utf8.count > Self.limit { output = String(output.suffix(Self.limit / 2)) }
    }
}

extension DockerError {
    /// Whether a build stood on an unnamed image that somebody removed meanwhile.
    ///
    /// Removing an image removes the unnamed ones below it, also those that the classic builder has just taken from its
    /// cache for another build (seen with 20.10: `No such image: sha256:…`, `failed to get digest sha256:…: … no such file
    /// or directory`, `unknown parent image ID sha256:…`). What a registry has not, or the build's own files, comes to the
    /// same end however often it is tried.
    fileprivate var isOfVanishedLayer: Bool {
        guard case .stream(let text) = self, text.contains("sha256:") else { return false }
        let message = text.lowercased()
        let others = ["pull access denied", "manifest", "copy failed", "add failed"]
        guard !others.contains(where: message.contains) else { return false }
        let words = [
            "unable to find image", "no such image", "no such file or directory", "unknown parent image",
            "does not exist",
        ]
        return words.contains(where: message.contains)
    }
}
