internal import ArgumentParser
internal import Foundation
internal import OutpostAPI

/// Removes what need not be kept: `outpost gc`.
struct CollectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc",
        abstract: "Removes results whose time has come, and images that no agent needs.",
        discussion: """
            Logs and artifacts of ended dispatches go when their expires_at has come, when
            they are older than retention_days or the tenant's own, and, the oldest first,
            while the disk has less than min_free_disk_mib free. The records of the
            dispatches stay and say so. A server does the same by itself every minute, but
            removes no images. Without a server the settings are those of the environment
            and of the file that OUTPOST_CONFIG names.

            EXAMPLES
              outpost gc --dry-run
              outpost gc --older-than 7d --images
            """
    )

    @Flag(name: .long, help: "Tell what would go, and remove nothing.")
    var dryRun = false

    @Option(
        name: .long,
        help: ArgumentHelp("Remove all results that ended so long ago, such as 7d.", valueName: "time")
    )
    var olderThan: TimeSpan?

    @Flag(
        name: .long,
        help: ArgumentHelp(
            "Also remove images that no agent's folder names and that are older (default: 7d); another installation on "
                + "the same engine has to build its own again."
        )
    )
    var images = false

    @Flag(name: .shortAndLong, help: "Print the ids of the dispatches only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    @Option(
        name: .long,
        help: "The server of an outpost login with an admin key of the operator's, in place of this machine's."
    )
    var profile: String?

    func validate() throws {
        guard profile == nil || admin.dataDir == nil else {
            throw ValidationError("--profile and --data-dir exclude each other")
        }
    }

    func run() async throws {
        let body = CollectBody(dryRun: dryRun, olderThanSeconds: olderThan?.seconds, images: images)
        let done = try await collect(body)
        if admin.json { try admin.printJSON(done) } else { show(done) }
    }

    private func collect(_ body: CollectBody) async throws -> CollectionBody {
        guard let profile else { return try await admin.client.call { try await $0.collect(body) } }
        let environment = ProcessInfo.processInfo.environment
        let choice = ConnectionChoice(profile: profile, environment: environment, isRoot: Process.isRoot)
        let address = try choice.address { try Profiles.read(Profiles.path(environment)) }
        return try await ConnectionOptions.call(address) { try await ServerAdmin(connection: $0).collect(body) }
    }

    private func show(_ done: CollectionBody) {
        let console = Console()
        guard !quiet else { return done.results.forEach { console.print($0.dispatchId) } }
        if !done.results.isEmpty {
            var table = Table(["DISPATCH", "ENDED", "SIZE", "WHY"])
            for result in done.results {
                table.add([
                    result.dispatchId, result.endedAt.description, ByteCount.text(result.bytes), result.cause,
                ])
            }
            admin.print(table)
            let more = done.resultCount - done.results.count
            if more > 0 { console.print("and \(more) more") }
        }
        for image in done.images {
            console.print("image \(Terminal.safe(image.reference, colours: false)) \(ByteCount.text(image.bytes))")
        }
        for image in done.imagesInUse {
            let name = Terminal.safe(image.reference, colours: false)
            console.print("image \(name) stays: a container or another image has it")
        }
        let results =
            done.resultCount == 1 ? "the results of 1 dispatch" : "the results of \(done.resultCount) dispatches"
        let images = done.images.isEmpty ? "" : " and \(done.images.count) images"
        let verb = done.dryRun ? "would remove" : "removed"
        console.print("\(verb) \(results) (\(ByteCount.text(done.resultBytes)))\(images)")
    }
}

/// Numbers of bytes for people.
enum ByteCount {
    /// In the largest unit of which there is one, with a digit after the point.
    static func text(_ bytes: Int) -> String {
        var value = Double(bytes)
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if value < 1024 { return unit == "B" ? "\(bytes) B" : "\((value * 10).rounded() / 10) \(unit)" }
            value /= 1024
        }
        return "\((value * 10).rounded() / 10) TiB"
    }
}
