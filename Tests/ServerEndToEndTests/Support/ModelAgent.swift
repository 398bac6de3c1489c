internal import Foundation

/// An agent with a model: it asks it one thing and says what it has of secrets.
struct ModelAgent {
    /// What is to be stored under ``keyName`` is the provider's key.
    static let keyName = "TRIAL_PROVIDER_KEY"

    private static let run = #"""
        #!/bin/bash
        set -u
        curl -sS -H "x-api-key: $OUTPOST_MODEL_TOKEN" -d '{}' "$OUTPOST_MODEL_URL/v1/messages" || exit 3
        printf 'token %s\n' "${TRIAL_TOKEN:-none}" | base64
        env | grep -c KEY

        """#

    /// Gives the bench's agent a model at this address in place of what it was.
    static func replace(_ agent: TrialAgent, in agents: String, upstream: String) throws {
        let folder = agents + "/" + agent.name
        let manifest = """
            schema: 1
            name: \(agent.name)
            summary: Asks its model
            image: outpost-test/\(agent.name)
            model:
              dialect: anthropic
              upstream: \(upstream)
              auth: { header: x-api-key, secret: \(keyName) }
              ids:
                - { id: trial-model, tier: flagship }

            """
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: folder + "/agent.yaml"))
        try Data(run.utf8).write(to: URL(fileURLWithPath: folder + "/run"))
    }
}
