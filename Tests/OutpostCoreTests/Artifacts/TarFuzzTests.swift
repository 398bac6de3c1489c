internal import TestSupport
internal import Testing

@testable internal import OutpostCore

@Suite("A tar reader under mutations")
struct TarFuzzTests {
    private static let seeds = [TarFixtures.gnu, TarFixtures.posix].map(TarFixtures.bytes)

    /// Turns, cuts, doubles and swaps parts of an archive; half of the time the checksums are made right again, so that
    /// what lies behind them is reached.
    private func mutate(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            guard bytes.count > 1024 else { break }
            let block = Int.random(in: 0..<(bytes.count / 512), using: &generator) * 512
            let position = block + ([0, 124, 125, 135, 148, 156, 257, 345].randomElement(using: &generator) ?? 0)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
            case 1:
                bytes[block + Int.random(in: 0..<512, using: &generator)] ^=
                    1 << UInt8.random(in: 0..<8, using: &generator)
            case 2: bytes.removeLast(Int.random(in: 1..<512, using: &generator))
            case 3: bytes.insert(contentsOf: bytes[block..<(block + 512)], at: block)
            case 4: bytes.removeSubrange(block..<(block + 512))
            default:
                let types = Array("012345679xgLKSV\0".utf8)
                bytes[block + 156] = types.randomElement(using: &generator) ?? 0
            }
        }
        if Bool.random(using: &generator) { repairChecksums(&bytes) }
        return bytes
    }

    private func repairChecksums(_ bytes: inout [UInt8]) {
        for block in stride(from: 0, to: bytes.count - 511, by: 512)
        where bytes[(block + 257)..<(block + 262)].elementsEqual("ustar".utf8) {
            for position in 148..<156 { bytes[block + position] = 32 }
            let sum = String(bytes[block..<(block + 512)].reduce(0) { $0 + Int($1) }, radix: 8)
            let text = Array((String(repeating: "0", count: 6 - sum.count) + sum + "\0 ").utf8)
            bytes.replaceSubrange((block + 148)..<(block + 156), with: text)
        }
    }

    @Test(
        "reports nothing that contradicts itself, and ends in entries or in a rejection",
        arguments: 0..<8 as Range<UInt64>
    )
    func mutations(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var taken = 0
        var rejected = 0
        for round in 0..<500 {
            let bytes = mutate(Self.seeds[round % 2], &generator)
            let cut = Int.random(in: 0...bytes.count, using: &generator)
            do {
                let entries = try readTar([Array(bytes[..<cut]), Array(bytes[cut...])])
                #expect(entries.allSatisfy { $0.isComplete })
                #expect(entries.reduce(0) { $0 + $1.contents.count } <= bytes.count)
                taken += 1
            } catch is ArtifactRejection {
                rejected += 1
            }
        }
        #expect(taken > 0 && rejected > 0, "mutations must reach both ends: \(taken), \(rejected)")
    }

    @Test("survives noise", arguments: 0..<4 as Range<UInt64>)
    func noise(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 1..<3000, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            #expect(throws: ArtifactRejection.self) { try readTar(bytes) }
        }
    }
}
