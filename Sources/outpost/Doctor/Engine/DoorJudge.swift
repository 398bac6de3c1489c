internal import OutpostDocker

/// Judges how containers will reach Outpost: the unix socket of every promise, or TCP.
struct DoorJudge {
    /// Whether the engine looks as if it shared this machine's files.
    let isShared: Bool
    let trial: DoorTrial.Outcome

    private static let check = "door"

    var finding: PreflightFinding {
        switch (trial, isShared) {
        case (.reached, _):
            PreflightFinding(Self.check, .ok, "a container without a network reached a socket of ours")
        case (.failed(let reason), _):
            PreflightFinding(
                Self.check,
                .error,
                "a trial container did not run, so no agent will: \(reason)",
                advice:
                    "docker run --rm --network none --entrypoint true outpost/base:latest shows the engine's own words"
            )
        case (.notReached, true):
            PreflightFinding(
                Self.check,
                .error,
                "a container does not reach a socket of ours: the engine has another file system, "
                    + "and outpost serve cannot work with it",
                advice:
                    "run Outpost on the machine of the engine, or single runs with: outpost run AGENT TASK --door tcp"
            )
        case (_, false): Self.overTCP
        case (.skipped, true):
            PreflightFinding(Self.check, .ok, "a unix socket; containers have no network (not tried)")
        case (.noImage, true):
            PreflightFinding(
                Self.check,
                .note,
                "not tried, because no image of ours is there; a unix socket is expected to work",
                advice: "outpost agents build, then: outpost doctor"
            )
        }
    }

    private static let overTCP = PreflightFinding(
        check,
        .warning,
        "TCP on a bridge network, because the engine has another file system: isolation is weaker",
        advice: "run Outpost on the machine of the engine"
    )
}
