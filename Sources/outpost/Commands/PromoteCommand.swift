internal import ArgumentParser
internal import Foundation
internal import OutpostAPI
internal import OutpostCore

/// Pushes the changes of a dispatch to a branch: `outpost promote`.
struct PromoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Pushes what a dispatch changed to a branch of its repository, and opens a pull request.",
        discussion: """
            The branch gets the agent's own commits and one more for what it left
            uncommitted. Nothing is ever pushed by force; the same call again finds what
            the first one did. The token is the tenant's git credential, and for a run
            without a server $OUTPOST_GIT_TOKEN or $GITHUB_TOKEN.

            EXAMPLES
              outpost promote @last
              outpost promote @last --branch fix-parser --message "Fix the parser" --pr
            """
    )

    @Argument(help: DispatchArgument.resultHelp)
    var dispatch: String

    @Option(name: .long, help: "The branch to push. Default: outpost/ and the dispatch's id.")
    var branch: String?

    @Option(name: .long, help: "The commit's message. Default: one from the task.")
    var message: String?

    @Flag(name: .long, help: "Open a pull request for the branch.")
    var pr = false

    @Option(name: .long, help: "The branch that the pull request is for. Default: where the dispatch started.")
    var base: String?

    @Option(name: .long, help: "The pull request's title. Default: the message's first line.")
    var title: String?

    @Option(name: .long, help: "The pull request's text.")
    var body: String?

    @Flag(name: .long, help: "Open the pull request as a draft.")
    var draft = false

    @Flag(name: .long, help: "Push changes that hold a secret, too.")
    var allowSecrets = false

    @Flag(name: .shortAndLong, help: "Print the branch only.")
    var quiet = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard pr || (title == nil && body == nil && !draft) else {
            throw ValidationError("--title, --body and --draft go with --pr")
        }
    }

    func run() async throws {
        let request = PromoteBody(
            dispatchId: dispatch,
            branch: branch,
            baseBranch: base,
            message: message,
            createPr: pr,
            prTitle: title,
            prBody: body,
            draft: draft,
            allowSecrets: allowSecrets
        )
        let promotion = try await promote(request)
        if connection.json { try Console().printJSON(promotion) } else { show(promotion) }
        guard let failure = promotion.pullRequestError else { return }
        throw CommandFailure(
            .repository,
            "the branch \(promotion.branch) is pushed, but the pull request could not be opened: \(failure)",
            hint: "the same command again tries once more"
        )
    }

    /// By a run's own directory where it had no server, else by the server; without one by the data directory itself.
    private func promote(_ request: PromoteBody) async throws -> PromotionBody {
        let address = try connection.address()
        guard case .local(let directory, nil) = address else {
            return try await connection.call { server in
                var request = request
                request.dispatchId = try await server.dispatchID(dispatch)
                return try await server.answer("POST", "/promote", request, deadline: Self.deadline)
            }
        }
        let environment = ProcessInfo.processInfo.environment
        var named = request
        named.dispatchId = try await LocalRun.resolve(dispatch, below: directory)
        if let run = try LocalRun(named.dispatchId, below: directory) {
            return try await RunPromotion(run: run, environment: environment).promote(named)
        }
        guard DataDirectoryLocation.hasInstallation(directory) else {
            throw CommandFailure.noDispatch(named.dispatchId)
        }
        return try await AdminClient(dataDirectory: directory, environment: environment).call { [named] in
            try await $0.promote(named)
        }
    }

    private static let deadline = Duration.seconds(600)

    private func show(_ promotion: PromotionBody) {
        let console = Console()
        guard !quiet else { return console.print(promotion.branch) }
        let done = promotion.idempotent ? "was there" : "is pushed"
        let commits = promotion.commits == 1 ? "1 commit" : "\(promotion.commits) commits"
        let files = promotion.filesChanged == 1 ? "1 file" : "\(promotion.filesChanged) files"
        let commit = promotion.commit.prefix(12)
        console.print("\(promotion.branch) \(done) with \(commits), \(files) changed: \(commit)")
        guard let pull = promotion.pullRequest else { return }
        console.print("pull request #\(pull.number): \(Terminal.safe(pull.url, colours: false))")
    }
}
