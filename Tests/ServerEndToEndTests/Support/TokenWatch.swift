internal import Foundation
internal import TestSupport

/// A hook of a repository on the server that looks, while somebody pushes, for the token on every command line, or wherever of
/// a process it is told to.
struct TokenWatch {
    private let folder: String
    private let forms: [String]

    /// Sets the hook; it refuses branches below `refused/`.
    init(_ token: String, in bare: String, notes folder: String, facets: [String] = ["cmdline"]) throws {
        self.folder = folder
        let places = facets.map { "/proc/[0-9]*/\($0)" }.joined(separator: " ")
        let encoded = Data("x-access-token:\(token)".utf8).base64EncodedString()
        forms = [token, encoded]
        try Data((forms.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/forms"))
        let hook = bare + "/hooks/pre-receive"
        let script = """
            #!/bin/sh
            grep -laFs -f \(folder)/forms \(places) >>\(folder)/finds
            # That it finds what is there: in a shell that has the token as an argument.
            sh -c 'grep -laFs -f \(folder)/forms /proc/$$/cmdline; true' - "$(head -n 1 \(folder)/forms)" >>\(folder)/looks
            while read -r old new name; do
                case $name in refs/heads/refused/*) echo 'this branch is not for you' >&2; exit 1 ;; esac
            done

            """
        try FileManager.default.createDirectory(atPath: bare + "/hooks", withIntermediateDirectories: true)
        try Data(script.utf8).write(to: URL(fileURLWithPath: hook))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    }

    /// How often it has looked, and found a command line that was there to be found.
    var looks: Int { lines("looks").count }
    /// Those that had the token, in the clear or as a header has it.
    var finds: [String] { lines("finds") }

    /// Files below a folder that have the token in either form.
    func files(below folder: String) async throws -> [String] {
        let answer = try await Shell.attempt("grep", ["-rlaFs", "-f", self.folder + "/forms", "--", folder])
        return answer.output.split(separator: "\n").map(String.init)
    }

    /// Whether a text has it.
    func isIn(_ text: String) -> Bool { forms.contains { text.contains($0) } }

    private func lines(_ file: String) -> [String] {
        let text = (try? String(contentsOfFile: folder + "/" + file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }
}
