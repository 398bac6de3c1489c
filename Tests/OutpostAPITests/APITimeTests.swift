internal import Foundation
internal import OutpostAPI
internal import TestSupport
internal import Testing

@Suite("Times on the wire")
struct APITimeTests {
    @Test(
        "a time is written in UTC with milliseconds and Z",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_768_314_600, "2026-01-13T14:30:00.000Z"),
            (1_768_314_600.001, "2026-01-13T14:30:00.001Z"), (1_768_314_600.9994, "2026-01-13T14:30:00.999Z"),
            (1_768_314_600.9996, "2026-01-13T14:30:01.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (4_102_444_799.5, "2099-12-31T23:59:59.500Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
        ]
    )
    func writing(seconds: Double, text: String) {
        #expect(APITime(Date(timeIntervalSince1970: seconds)).description == text)
    }

    @Test("every millisecond is read back as it was written")
    func milliseconds() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            let milliseconds = Double(Int.random(in: 0...4_000_000_000_000, using: &generator))
            let text = APITime(Date(timeIntervalSince1970: milliseconds / 1000)).description
            let time = try #require(APITime(text))
            #expect((time.date.timeIntervalSince1970 * 1000).rounded() == milliseconds)
            #expect(time.description == text)
        }
    }

    @Test(
        "a time without a fraction is read too",
        arguments: [("2026-01-13T14:30:00Z", 0), ("2026-01-13T14:30:00.5Z", 0.5)]
    )
    func reading(text: String, fraction: Double) throws {
        let time = try #require(APITime(text))
        #expect(abs(time.date.timeIntervalSince1970 - 1_768_314_600 - fraction) < 0.0005)
    }

    @Test(
        "what is no time in UTC is refused",
        arguments: [
            "", "Z", "2026-01-13", "2026-01-13T14:30:00", "2026-01-13T14:30:00+01:00", "2026-13-13T14:30:00Z",
            "2026-02-30T14:30:00Z", "2026-01-13T25:30:00Z", "2026-01-13T14:30:00Z Z", "2026-01-13T14:30:00ZZ",
            "x2026-01-13T14:30:00Z", "2026-01-13T14:61:00Z", "2026-1-3T14:30:00Z", "1768314600",
            "２０２６-01-13T14:30:00Z",
            "2026-01-13T14:30:00.Z", "2026-01-13T14:30:00.12x4Z", "2025-02-29T00:00:00Z",
        ]
    )
    func refused(text: String) {
        #expect(APITime(text) == nil)
    }
}
