internal import Foundation

/// What to do where no engine answers.
enum EngineHint {
    /// For whoever runs this program.
    static var start: String { start(executable: Bundle.main.executablePath ?? CommandLine.arguments[0]) }

    /// For whoever runs a program: those in a checkout have its script, others the system's own service.
    static func start(executable: String) -> String {
        let way =
            isInCheckout(executable)
            ? "docker/engine.sh ensure"
            : "sudo systemctl start docker; Docker Desktop: open it"
        return "start it (\(way)), or name another socket with DOCKER_HOST; outpost doctor says more"
    }

    /// Whether the program lies below a checkout, as `swift build` leaves it there.
    private static func isInCheckout(_ executable: String) -> Bool {
        var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            let isWhole = ["Package.swift", "docker/engine.sh"].allSatisfy {
                FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
            }
            if isWhole { return true }
            folder = folder.deletingLastPathComponent()
        }
        return false
    }
}
