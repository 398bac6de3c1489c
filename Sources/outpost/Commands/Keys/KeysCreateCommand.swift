internal import ArgumentParser
internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// Makes a key: `outpost keys create`.
struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Makes an API key and prints it, this once.",
        discussion: """
            SCOPES
              \(Scope.allCases.map(\.rawValue).joined(separator: ", "))

            The tenant 'operator' is the operator's own: its keys with the scope admin may
            administrate all tenants.

            EXAMPLE
              outpost keys create --tenant acme --scopes status --expires 90d
              OUTPOST_API_KEY=$(outpost keys create --tenant acme -q)
            """
    )

    @Option(name: .long, help: "The tenant's name or id.")
    var tenant: String

    @Option(name: .long, help: "A name to tell it by.")
    var name = "default"

    @Option(
        name: .long,
        help: ArgumentHelp(
            "What it may do, separated by commas. Default: \(Self.words(Scope.defaults)).",
            valueName: "scopes"
        )
    )
    var scopes: String?

    @Option(name: .long, help: ArgumentHelp("How long it is good, such as 90d. Default: for ever.", valueName: "time"))
    var expires: TimeSpan?

    @Flag(name: .shortAndLong, help: "Print the key only.")
    var quiet = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        let words = scopes?.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let end = expires.map { APITime(Date().addingTimeInterval(TimeInterval($0.seconds))) }
        let body = CreateKeyBody(tenant: tenant, name: name, scopes: words, expiresAt: end)
        let made = try await admin.client.call(creates: tenant == AdminService.operatorName) {
            try await $0.createKey(body)
        }
        if admin.json { return try admin.printJSON(made) }
        let console = Console()
        console.print(made.secret)
        guard !quiet else { return }
        let until = made.key.expiresAt.map { "until \($0)" } ?? "for ever"
        console.note("key \(made.key.id), good \(until), for: \(made.key.scopes.joined(separator: ", "))")
        console.note("it is not kept and cannot be shown again")
    }

    private static func words(_ scopes: Set<Scope>) -> String {
        Scope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: ",")
    }
}
