internal import OutpostCore
internal import Testing

@Suite("A tar writer")
struct TarWriterTests {
    @Test(
        "writes what the reader reads, names of every length included",
        arguments: [1, 99, 100, 101, 155, 256, 300, 1000]
    )
    func names(length: Int) throws {
        let name = String(repeating: "n", count: length)
        var tar = TarWriter()
        tar.add(name, contents: Array("one".utf8))
        tar.add("next", contents: [])
        let entries = try readTar(tar.finish())
        #expect(entries.map(\.name) == [name, "next"])
        #expect(entries[0].contents == Array("one".utf8))
        #expect(entries.allSatisfy { $0.kind == .file && $0.isComplete })
    }

    @Test("cuts a long name of several bytes a character without breaking the archive", arguments: 95...110)
    func unicodeNames(length: Int) throws {
        let name = "x" + String(repeating: "ü", count: length / 2) + String(repeating: "€", count: length % 7)
        var tar = TarWriter()
        tar.add(name, contents: [1])
        #expect(try readTar(tar.finish()).map(\.name) == [name])
    }

    @Test("pads every size to whole blocks", arguments: [0, 1, 511, 512, 513, 1024, 100_000])
    func sizes(size: Int) throws {
        var tar = TarWriter()
        let contents = (0..<size).map { UInt8($0 % 251) }
        tar.add("a", contents: contents)
        tar.add("b", contents: [9])
        let bytes = tar.finish()
        #expect(bytes.count % 512 == 0)
        let entries = try readTar(bytes)
        #expect(entries.map(\.contents) == [contents, [9]])
    }

    @Test("depends on contents alone")
    func deterministic() {
        func archive() -> [UInt8] {
            var tar = TarWriter()
            tar.add("run", contents: Array("#!/bin/sh\n".utf8), mode: 0o755)
            return tar.finish()
        }
        #expect(archive() == archive())
        #expect(archive()[100..<107].elementsEqual("0000755".utf8))
    }

    @Test("carries a job: task, settings, environment and secrets, each in its place")
    func job() throws {
        let job = Job(
            task: "-x \"$(id)\"\n'ä' \u{1F600}",
            settings: [.workspace: "clone", .ref: "main", .grace: "10"],
            environment: ["B": "2", "A": "line\nbreak"],
            secrets: ["KEY": "s3cret"]
        )
        let entries = try readTar(job.archive())
        #expect(
            entries.map(\.name) == [
                "task.md", "settings/grace", "settings/ref", "settings/workspace", "env/A", "env/B", "secrets/KEY",
            ]
        )
        let texts = entries.map { String(decoding: $0.contents, as: UTF8.self) }
        #expect(texts == [job.task, "10", "main", "clone", "line\nbreak", "2", "s3cret"])
    }

    @Test("carries a job of 50,000 characters with secrets for their owner's eyes only")
    func largeJob() throws {
        let job = Job(task: String(repeating: "€", count: 50_000), secrets: [String(repeating: "K", count: 128): "v"])
        let bytes = job.archive()
        let entries = try readTar(bytes)
        #expect(entries.map(\.size) == [150_000, 1])
        #expect(entries[1].name == "secrets/" + String(repeating: "K", count: 128))
        #expect(entries.count == 2)
        let secret = try #require(bytes.indices.last { bytes[$0...].starts(with: "0000600".utf8) })
        #expect(secret > 150_000)
    }
}
