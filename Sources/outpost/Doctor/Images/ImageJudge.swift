internal import OutpostCore
internal import OutpostDocker

/// Judges agents' folders and images.
struct ImageJudge {
    let images: [ImageFacts]
    /// Folders that cannot be used, and why.
    let broken: [String: AgentFolderError]

    var findings: [PreflightFinding] {
        images.map(finding)
            + broken.sorted { $0.key < $1.key }.map { name, error in
                PreflightFinding(
                    name,
                    in: .images,
                    .error,
                    "its folder cannot be used: \(error.description)",
                    advice: "correct it; outpost agents new NAME writes one to compare with"
                )
            }
    }

    private func finding(_ facts: ImageFacts) -> PreflightFinding {
        let build = "outpost agents build \(facts.agent)"
        if let problem = facts.problem {
            return PreflightFinding(facts.agent, in: .images, .warning, problem, advice: "correct that, then: \(build)")
        }
        guard let built = facts.built else {
            let text =
                facts.hasOther
                ? "its image is stale: the agent's folder, the base or the certificates changed since; the next run builds it"
                : "its image is not built; the first run builds it, which takes minutes"
            return PreflightFinding(facts.agent, in: .images, .note, text, advice: build)
        }
        guard let preferred = facts.preferred, preferred != built else {
            return PreflightFinding(facts.agent, in: .images, .ok, built)
        }
        return PreflightFinding(
            facts.agent,
            in: .images,
            .note,
            "\(built) stands in for \(preferred)",
            advice: "\(build) --harness \(facts.choice ?? "official"), where its source can be reached"
        )
    }
}
