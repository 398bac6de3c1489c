internal import Foundation

/// The manual page, made from what every command says of itself.
struct ManPage {
    /// What the argument parser tells of the program.
    private struct Tool: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    private struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let kind: String
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let abstract: String?

        /// How it is written on a command line, in bold and italics.
        var term: String {
            let value = valueName.map { #"\fI\#(ManPage.escaped($0))\fR"# } ?? ""
            guard kind != "positional" else { return value + (isRepeating ? " ..." : "") }
            let spellings = (names ?? []).map {
                #"\fB\#(ManPage.escaped(($0.kind == "long" ? "--" : "-") + $0.name))\fR"#
            }
            return spellings.joined(separator: ", ") + (kind == "option" ? " " + value : "")
        }
    }

    private let tool: Tool
    private let version: String

    /// - Parameters:
    ///   - help: the argument parser's dump.
    ///   - version: the program's.
    /// - Throws: `DecodingError` where the dump is of another form.
    init(help: String, version: String) throws {
        tool = try JSONDecoder().decode(Tool.self, from: Data(help.utf8))
        self.version = version
    }

    /// The page for `man`.
    var text: String {
        let root = tool.command
        let name = Self.escaped(root.commandName)
        var lines = [
            ".TH \(root.commandName.uppercased()) 1 \"\" \"\(root.commandName) \(version)\"", ".SH NAME",
            "\(name) \\- \(Self.escaped(root.abstract ?? ""))", ".SH SYNOPSIS",
            "\\fB\(name)\\fR \\fIcommand\\fR [\\fIoptions\\fR]",
            ".SH DESCRIPTION",
        ]
        lines += Self.block(root.discussion)
        lines.append(".SH COMMANDS")
        for command in root.subcommands ?? [] where command.commandName != "help" {
            Self.add(command, named: "\(root.commandName) \(command.commandName)", to: &lines)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func add(_ command: Command, named name: String, to lines: inout [String]) {
        let arguments = (command.arguments ?? []).filter {
            $0.shouldDisplay && $0.names?.contains { $0.name == "help" } != true
        }
        let positional = arguments.filter { $0.kind == "positional" }.map { $0.isOptional ? "[\($0.term)]" : $0.term }
        lines.append(".SS \(escaped(name))")
        lines.append(#"\fB\#(escaped(name))\fR "# + positional.joined(separator: " "))
        lines += [".PP", escaped(command.abstract ?? "")] + block(command.discussion)
        for argument in arguments {
            lines += [".TP", argument.term, escaped(argument.abstract ?? "")]
        }
        for next in command.subcommands ?? [] where next.commandName != "help" {
            add(next, named: "\(name) \(next.commandName)", to: &lines)
        }
    }

    /// A text with its own line ends, as examples have them.
    private static func block(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
        return [".PP", ".nf"] + lines + [".fi"]
    }

    /// A text in which nothing is a request of troff's, and hyphens can be copied.
    static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}
