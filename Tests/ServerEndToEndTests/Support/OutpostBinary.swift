internal import Foundation

/// The program under test.
enum OutpostBinary {
    /// `OUTPOST_BINARY`, else the `outpost` that was built beside these tests.
    static let path: String = {
        let environment = ProcessInfo.processInfo.environment
        if let named = environment["OUTPOST_BINARY"], !named.isEmpty { return named }
        let tests = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let beside = URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/outpost"
        return FileManager.default.isExecutableFile(atPath: beside) ? beside : checkout + "/.build/debug/outpost"
    }()

    /// The folder of the checkout, found upward from this file.
    static let checkout: String = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.path + "/agents/base/Dockerfile") { return folder.path }
            folder = folder.deletingLastPathComponent()
        }
        return FileManager.default.currentDirectoryPath
    }()
}
