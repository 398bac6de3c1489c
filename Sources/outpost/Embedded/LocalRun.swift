internal import Foundation
internal import OutpostCore
internal import OutpostStore

/// A run of this machine that had no server, as the commands that come after it find it.
struct LocalRun {
    let id: DispatchID
    let data: DataDirectory

    /// Nil where there is no such run below the data directory.
    init?(_ id: String, below dataDirectory: String) throws {
        guard let id = DispatchID(id) else { return nil }
        let path = "\(dataDirectory)/runs/\(id)"
        guard FileManager.default.fileExists(atPath: path + "/outpost.sqlite") else { return nil }
        self.id = id
        data = try DataDirectory(creating: path)
    }

    /// The id that is meant by a whole one, the beginning of one, or `@last`, among the runs and the dispatches below a
    /// data directory.
    ///
    /// - Throws: ``CommandFailure`` where none or more than one is meant.
    static func resolve(_ text: String, below dataDirectory: String) async throws -> String {
        try await DispatchReference.resolve(text) { count in Array(ids(below: dataDirectory).prefix(count)) }
    }

    /// The newest first.
    static func ids(below dataDirectory: String) -> [String] {
        ["runs", "dispatches"]
            .flatMap { (try? FileManager.default.contentsOfDirectory(atPath: "\(dataDirectory)/\($0)")) ?? [] }
            .filter { DispatchID($0) != nil }
            .sorted(by: >)
    }

    /// Where the run's results are: with it, or in the folder that `--artifacts` named.
    ///
    /// - Throws: ``CommandFailure`` where that folder is gone.
    func artifacts() throws -> String {
        let place = RunDirectory.artifacts(in: data)
        let files = FileManager.default
        guard let named = try? files.destinationOfSymbolicLink(atPath: place) else { return place }
        guard files.fileExists(atPath: place) else {
            throw CommandFailure(
                .notFound,
                "the results of \(id) are not in \(named) any more",
                hint: "put them back there"
            )
        }
        return named
    }

    /// Whether its process works in it.
    private var isGoingOn: Bool {
        do {
            _ = try data.lock()
            return false
        } catch {
            return true
        }
    }

    /// What the run changed.
    ///
    /// - Parameter reveals: whether changes that hold a secret are wanted, too.
    /// - Returns: the patch, empty where it changed nothing.
    /// - Throws: ``CommandFailure`` where the run goes on, or left no results.
    func patch(reveals: Bool) throws -> PatchFile {
        let folder = try artifacts()
        guard let contents = FileManager.default.contents(atPath: folder + "/manifest.json") else {
            throw CommandFailure(
                isGoingOn ? .conflict : .notFound,
                isGoingOn ? "\(id) has not ended" : "\(id) left no results",
                hint: isGoingOn ? "wait for its end, or end it with Ctrl-C where it runs" : "run it again"
            )
        }
        let manifest = try JSONDecoder().decode(ArtifactManifest.self, from: contents)
        let patch = manifest.files.first { $0.path == "diff.patch" }
        guard reveals || patch?.containsSecret != true else {
            throw CommandFailure(
                .conflict,
                "the changes of \(id) hold a secret",
                hint: "look at \(folder)/diff.patch; --reveal takes them nevertheless"
            )
        }
        return PatchFile(path: folder + "/diff.patch")
    }
}

extension ConnectionOptions {
    /// Lends what a dispatch changed, or a run that had no server.
    ///
    /// Without a login, what is named is looked for among this machine's runs first; they need no server.
    ///
    /// - Parameters:
    ///   - id: a whole id, the beginning of one, or `@last`.
    ///   - reveals: whether changes that hold a secret are wanted, too.
    ///   - body: gets the patch, the whole id, and whether it is a run's.
    /// - Throws: ``CommandFailure``.
    func withPatch(
        of id: String,
        reveals: Bool,
        _ body: (PatchFile, String, Bool) async throws -> Void
    ) async throws {
        if case .local(let directory, nil) = try address(),
            let whole = try? await LocalRun.resolve(id, below: directory),
            let run = try LocalRun(whole, below: directory)
        {
            return try await body(try run.patch(reveals: reveals), run.id.text, true)
        }
        try await call { server in
            let whole = try await server.dispatchID(id)
            try await ScratchFolder.with { scratch in
                try await body(try await server.patch(whole, into: scratch, reveals: reveals), whole, false)
            }
        }
    }
}
