internal import Foundation
internal import Prometheus

/// The process as metrics, under the names that Prometheus' own libraries give them.
enum ProcessMetrics {
    /// Nothing but the start where there is no `/proc`.
    static func families(startedAt: Date) -> [MetricFamily] {
        var families = [
            MetricFamily.gauge(
                "process_start_time_seconds",
                "When the process started, in seconds since 1970.",
                startedAt.timeIntervalSince1970
            )
        ]
        if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let bytes = residentBytes(status: status)
        {
            families.append(.gauge("process_resident_memory_bytes", "Memory of the process.", bytes))
        }
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            families.append(.gauge("process_open_fds", "Open file descriptors.", Double(files.count)))
        }
        if let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let seconds = processorSeconds(stat: stat, ticksPerSecond: Double(sysconf(Int32(_SC_CLK_TCK))))
        {
            families.append(
                MetricFamily(
                    "process_cpu_seconds_total",
                    "Processor time that the process took.",
                    .counter,
                    [.init(value: seconds)]
                )
            )
        }
        return families
    }

    /// Reads the text of `/proc/self/status`.
    static func residentBytes(status text: String) -> Double? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        return number.flatMap { Double($0) }.map { $0 * 1024 }
    }

    /// Reads the text of `/proc/self/stat`, whose second field is a name that may hold blanks and brackets.
    static func processorSeconds(stat text: String, ticksPerSecond: Double) -> Double? {
        guard ticksPerSecond > 0, let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[end...].dropFirst().split(separator: " ")
        // The third field of the file is the first of these; user and system time are the 14th and 15th.
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        return (user + system) / ticksPerSecond
    }
}
