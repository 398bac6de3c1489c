internal import DockerEngine
internal import OutpostDocker
internal import Testing

@testable internal import outpost

@Suite("The judgement of where an engine may be")
struct EngineReachTests {
    private func facts(_ attempts: [(String, EngineAttempt.Outcome)]) -> EngineFacts {
        EngineFacts(
            attempts: attempts.map { path, outcome in
                EngineAttempt(
                    candidate: DockerDiscovery.Candidate(endpoint: .unix(path: path), source: "a source"),
                    outcome: outcome
                )
            }
        )
    }

    @Test(
        "each product is started by its own command",
        arguments: [
            ("/var/run/docker.sock", "sudo systemctl start docker"),
            ("/run/user/1000/docker.sock", "systemctl --user start docker"),
            ("/home/a/.docker/desktop/docker.sock", "systemctl --user start docker-desktop"),
            ("/home/a/.colima/default/docker.sock", "colima start"),
            ("/home/a/.orbstack/run/docker.sock", "orb start"),
            ("/run/user/1000/podman/podman.sock", "systemctl --user start podman.socket"),
            ("/run/podman/podman.sock", "sudo systemctl start podman.socket"),
        ]
    )
    func start(path: String, command: String) throws {
        for outcome in [EngineAttempt.Outcome.absent, .refused("nobody")] {
            let found = try #require(EngineReach(facts: facts([(path, outcome)])).findings.first)
            #expect(found.level == .error)
            #expect(found.advice?.hasPrefix(command) == true, "\(found)")
        }
    }

    @Test("a socket of another group is told with the command that joins it")
    func denied() throws {
        let denied = EngineAttempt.Outcome.denied(owner: "root", group: "docker")
        let reach = EngineReach(facts: facts([("/var/run/docker.sock", denied)]))
        let found = try #require(reach.findings.first)
        #expect(found.text.contains("may not be opened by this user; it is root's, of the group docker"))
        #expect(found.advice == "sudo usermod -aG docker $USER && newgrp docker")
        #expect(reach.failure == .noEngine)
    }

    @Test("one that hangs decides the status, whatever else is not there")
    func silent() {
        let reach = EngineReach(
            facts: facts([("/var/run/docker.sock", .silent), ("/run/podman/podman.sock", .absent)])
        )
        #expect(reach.failure == .engineHangs)
        #expect(reach.findings.count == 1)
        #expect(reach.findings.first?.advice?.contains("sudo systemctl restart docker") == true)
    }

    @Test("where there is none at all, one finding names all places")
    func none() throws {
        let reach = EngineReach(
            facts: facts([("/var/run/docker.sock", .absent), ("/run/podman/podman.sock", .absent)])
        )
        #expect(reach.findings.count == 1)
        let found = try #require(reach.findings.first)
        #expect(found.text.contains("/var/run/docker.sock") && found.text.contains("/run/podman/podman.sock"))
        #expect(found.advice?.contains("get.docker.com") == true)
    }

    @Test("tells what a trial container means for the door", arguments: [true, false])
    func door(isShared: Bool) {
        func level(_ trial: DoorTrial.Outcome) -> PreflightFinding.Level {
            DoorJudge(isShared: isShared, trial: trial).finding.level
        }
        #expect(level(.reached) == .ok)
        #expect(level(.failed("it did not start")) == .error)
        #expect(level(.notReached) == (isShared ? .error : .warning))
        #expect(level(.skipped) == (isShared ? .ok : .warning))
        #expect(level(.noImage) == (isShared ? .note : .warning))
    }
}
