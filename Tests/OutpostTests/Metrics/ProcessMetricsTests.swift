internal import Foundation
internal import Prometheus
internal import Testing

@testable internal import outpost

@Suite("Process metrics")
struct ProcessMetricsTests {
    @Test("are read past a name with brackets and blanks")
    func stat() {
        let stat = "17 (a) b) (c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 9 0 100 200 300"
        #expect(ProcessMetrics.processorSeconds(stat: stat, ticksPerSecond: 100) == 3)
        #expect(ProcessMetrics.processorSeconds(stat: "17 (a) S 1", ticksPerSecond: 100) == nil)
        #expect(ProcessMetrics.residentBytes(status: "VmPeak:\t 9 kB\nVmRSS:\t   12 kB\n") == 12_288)
        #expect(ProcessMetrics.residentBytes(status: "Name:\tx\n") == nil)
    }

    #if os(Linux)
        @Test("are those of this process")
        func own() throws {
            let families = ProcessMetrics.families(startedAt: Date(timeIntervalSince1970: 5))
            let values = Dictionary(uniqueKeysWithValues: families.map { ($0.name, $0.samples[0].value) })
            #expect(values["process_start_time_seconds"] == 5)
            #expect(try #require(values["process_resident_memory_bytes"]) > 1_048_576)
            #expect(try #require(values["process_open_fds"]) >= 3)
            #expect(try #require(values["process_cpu_seconds_total"]) >= 0)
        }
    #endif
}
