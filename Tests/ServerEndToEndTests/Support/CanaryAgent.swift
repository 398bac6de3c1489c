internal import Foundation

/// An agent with everything that a secret can be: a model, a repository, a stored secret and one of its request's own.
struct CanaryAgent {
    /// The provider's key, as it is stored.
    static let providerName = "TRIAL_PROVIDER_KEY"
    /// The stored secret that the manifest names.
    static let storedName = "TRIAL_STORED"
    /// The secret that comes with the request.
    static let onceName = "TRIAL_ONCE"

    /// It shows its control everywhere, says its secrets, and ends as its task says once the model has answered.
    private static let run = #"""
        #!/bin/bash
        set -u
        read -r code control <"$OUTPOST_TASK_FILE"
        printf '%s\n' "$control" | tee control.txt >"$OUTPOST_ARTIFACTS/control.txt"
        printf 'control %s\n' "$control"
        # A command line that has the control.
        (exec -a "$control" sleep 1000 </dev/null >/dev/null 2>&1) &
        git fetch -q origin || exit 9
        until curl -sS -m 1000 -H "x-api-key: $OUTPOST_MODEL_TOKEN" -d '{}' "$OUTPOST_MODEL_URL/v1/messages"; do
            sleep 0.2
        done
        kill $!
        # Not before: the engine keeps the output as it is until the container goes.
        for name in TRIAL_STORED TRIAL_ONCE; do
            [ -n "${!name:-}" ] || continue
            printf 'plain %s\n' "${!name}"
            printf 'x%s' "${!name}" | base64 -w 0
            echo
        done
        exit "$code"

        """#

    /// Puts it in the place of the bench's agent.
    static func replace(_ agent: TrialAgent, in agents: String, upstream: String) throws {
        let folder = agents + "/" + agent.name
        let manifest = """
            schema: 1
            name: \(agent.name)
            summary: Has secrets of every kind
            image: outpost-test/\(agent.name)
            model:
              dialect: anthropic
              upstream: \(upstream)
              auth: { header: x-api-key, secret: \(providerName) }
              ids:
                - { id: trial-model, tier: flagship }

            """
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: folder + "/agent.yaml"))
        try Data(run.utf8).write(to: URL(fileURLWithPath: folder + "/run"))
    }
}
