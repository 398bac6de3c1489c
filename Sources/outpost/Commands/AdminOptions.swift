internal import ArgumentParser
internal import Foundation
internal import OutpostAPI

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
        Console().print(String(decoding: try APICoding.encode(value, isPretty: true), as: UTF8.self))
    }

    func print(_ table: Table) {
        let console = Console()
        table.lines(columns: Terminal.isTerminal(1) ? console.columns : .max).forEach { console.print($0) }
    }
}
