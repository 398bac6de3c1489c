internal import NIOHTTP1
internal import OutpostCore

/// `GET /outpost/v1/job`: hands the job over, until *started* was acknowledged.
struct JobRoute: DoorRoute {
    static let path = "/outpost/v1/job"

    let door: Door
    let credentials: Credentials

    func respond(to exchange: Exchange) async throws {
        if case .tcp(_, _, let bootToken) = door.configuration.listener, !credentials.contain(bootToken) {
            throw Refusal(401, "UNAUTHORIZED", "the boot token is missing or wrong")
        }
        guard !door.isStarted else { throw Refusal(410, "GONE", "the job was handed over and has started") }
        await door.delegate.jobFetched()
        let archive = door.configuration.job.archive()
        try await exchange.reply(200, type: "application/x-tar", archive, headers: ["cache-control": "no-store"])
    }
}
