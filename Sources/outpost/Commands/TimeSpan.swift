internal import ArgumentParser

/// A time on the command line: plain seconds, or days, hours, minutes and seconds such as `90d` or `1h30m`.
struct TimeSpan: ExpressibleByArgument, Equatable {
    let seconds: Int

    init?(argument: String) {
        if let seconds = Int(argument), seconds > 0 {
            self.seconds = seconds
            return
        }
        var total = 0
        var digits = ""
        var units: [Character] = ["d", "h", "m", "s"]
        for character in argument {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            guard let index = units.firstIndex(of: character), let count = Int(digits), count < 100_000 else {
                return nil
            }
            total += count * ["d": 86_400, "h": 3600, "m": 60, "s": 1][character, default: 0]
            units.removeFirst(index + 1)
            digits = ""
        }
        guard digits.isEmpty, total > 0 else { return nil }
        seconds = total
    }
}
