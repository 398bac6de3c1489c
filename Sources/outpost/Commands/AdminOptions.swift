internal import ArgumentParser
internal import Foundation

/// Options of the commands about tenants and keys.
struct AdminOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The data directory. Default: $OUTPOST_DATA_DIR, else the system's place for it.",
            valueName: "dir"
        )
    )
    var dataDir: String?

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    func validate() throws { try DataDirectoryLocation.check(named: dataDir) }

    var client: AdminClient {
        let environment = ProcessInfo.processInfo.environment
        return AdminClient(
            dataDirectory: DataDirectoryLocation.resolve(
                named: dataDir,
                environment: environment,
                isRoot: Process.isRoot
            ),
            environment: environment
        )
    }

    func printJSON(_ value: some Encodable) throws {
        try Console().printJSON(value)
    }

    func print(_ table: Table) {
        Console().print(table)
    }
}
