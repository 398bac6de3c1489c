internal import OutpostCore
internal import Synchronization

/// What webhooks are sent to: it answers as it is told, and no network is asked.
final class ScriptedEndpoint: WebhookTransport {
    private let state = Mutex<(reply: WebhookReply, posts: [WebhookPost])>((WebhookReply(status: 204), []))

    var posts: [WebhookPost] { state.withLock { $0.posts } }

    func answer(_ reply: WebhookReply) { state.withLock { $0.reply = reply } }

    func refusal(of target: WebhookTarget) async throws -> String? {
        target.rule.host == "10.0.0.1" ? "is in a private network" : nil
    }

    func post(_ post: WebhookPost) async throws -> WebhookReply {
        state.withLock { state in
            state.posts.append(post)
            return state.reply
        }
    }
}
