internal import CurlHTTP
internal import Foundation
internal import Logging
internal import OutpostAPI
internal import OutpostCore
internal import OutpostStore

extension DirectAdmin {
    func acceptEngine() async throws -> EngineAnswer {
        let curl = CurlClient(environment: environment)
        do {
            let connection = try await EngineConnection.open(curl: curl, environment: environment)
            let watch = EngineWatch(
                driver: connection.driver,
                store: database.engine,
                identities: database.identities,
                now: { Date() },
                // What it did is printed.
                logger: Logger(label: "outpost") { _ in SwiftLogNoOpLogHandler() }
            )
            let answer = try await watch.answer(by: actor)
            await curl.shutdown()
            return answer
        } catch {
            await curl.shutdown()
            throw error
        }
    }
}
